package answers

import (
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// responseName is the name of the answer of alipay.trade.fastpay.refund.query in its JSON.
const responseName = "alipay_trade_fastpay_refund_query_response"

// isResponse reports whether an object is such an answer without its name: one that tells
// of a refund's status. A request of the interface has an out_request_no and an amount,
// too, but no status.
func isResponse(v map[string]any) bool {
	return isString(v["out_request_no"]) && isString(v["refund_status"])
}

// response reads an answer of alipay.trade.fastpay.refund.query. Its out_request_no is what
// the refund was asked for by: of a line of a batch the batch number, as in Alipay's bills.
// Only REFUND_SUCCESS, or an amount in answers that are older than refund_status, says that
// the refund was made; anything else says no more than that it was not, yet, and so
// settles nothing.
func (f *findings) response(v map[string]any) {
	p := stringsOf(v)
	status, amount := p["refund_status"], p["refund_amount"]
	switch {
	case p["code"] != "" && p["code"] != "10000",
		status == "" && amount == "",
		status != "" && status != "REFUND_SUCCESS" && strings.HasPrefix(status, "REFUND_"):
		f.silent = true
		return
	case status != "" && status != "REFUND_SUCCESS":
		f.fault("refund_status is none that is known: " + alipay.Quote(status))
		return
	case !alipay.IsTradeNo(p["trade_no"]):
		f.fault("trade_no is not 16 to 32 digits: " + alipay.Quote(p["trade_no"]))
		return
	case !isRequestNo(p["out_request_no"]):
		f.fault("out_request_no is not 1 to 64 printable characters without ^ | $ #: " + alipay.Quote(p["out_request_no"]))
		return
	}
	money, err := alipay.ParseMoney(amount)
	switch {
	case err != nil:
		f.fault("refund_amount: " + err.Error())
		return
	case status == "" && money.Fen() == 0:
		f.silent = true
		return
	}
	a := ledger.Answer{BatchNo: p["out_request_no"], Result: alipay.Result{TradeNo: p["trade_no"], Amount: money, Code: alipay.Success, Occurrence: 1}}
	if at, err := alipay.ParseTime(p["gmt_refund_pay"]); err == nil {
		a.At = at
	}
	if back, ok := v["deposit_back_info"].(map[string]any); ok {
		a.Result.Dback = dback(stringsOf(back))
	}
	f.answers = append(f.answers, a)
}

func (f *findings) fault(reason string) { f.faults = append(f.faults, reason) }

// dback is whether a refund went back to the bank card, as result_details say it; empty
// where the answer does not tell.
func dback(p map[string]string) string {
	status := p["dback_status"]
	if p["has_deposit_back"] != "true" || status != "S" && status != "F" && status != "P" {
		return ""
	}
	return "true^" + status
}

// isRequestNo reports whether s may be the out_request_no of a refund.
func isRequestNo(s string) bool {
	if s == "" || len(s) > 64 || strings.ContainsAny(s, "^|$#") {
		return false
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}
