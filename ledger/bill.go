package ledger

import (
	"time"

	"reconcile/alipay"
)

// A BillRefund is one refund as Alipay's trade bill shows it (contract 3.4).
type BillRefund struct {
	TradeNo    string
	BatchNo    string       // as the bill has it; empty where a person refunded by hand
	Amount     alipay.Money // given back, above zero
	FinishedAt time.Time
}
