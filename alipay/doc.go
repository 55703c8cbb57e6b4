// Package alipay implements the messages of Alipay's batch refund interface with payment
// password, refund_fastpay_by_platform_pwd, version 1.7 (即时到账批量退款有密接口):
// money, requests and their detail_data, notifications and their result_details,
// signatures, error codes. It does no input or output. "§" in the comments of this
// package names a section of the interface document.
package alipay

// Service is the name of the interface, parameter service (§4.2).
const Service = "refund_fastpay_by_platform_pwd"

// NotifyType is the notify_type of the interface's notifications (§5.2).
const NotifyType = "batch_refund_notify"

// Limits of the interface.
const (
	MaxLines       = 1000 // lines of one request (§4.2, batch_num)
	MaxAttempts    = 99   // refunds of one trade (§4.4)
	MaxReasonBytes = 256  // bytes of one reason in the request's charset (§4.4)
)
