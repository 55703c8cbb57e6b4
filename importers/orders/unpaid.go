package orders

import (
	"slices"
	"strings"

	"reconcile/importers/files"
	"reconcile/importers/tables"
)

// isUnpaid reports whether a row without a trade number says by its status or its amount
// that nothing was paid (§3.2).
func (l *layout) isUnpaid(cells []string) bool {
	if !noNumber(cells[l.at.tradeNo]) {
		return false
	}
	if amount, err := tables.ParseAmount(cells[l.at.paid]); err == nil && amount.Sign() == 0 {
		return true
	}
	status := files.PlainName(tables.CellAt(cells, l.at.status))
	return saysUnpaid(status) || saysClosed(status) && noNumber(tables.CellAt(cells, l.at.paidAt))
}

// saysUnpaid reports whether a status is that of an order which waits for its payment.
func saysUnpaid(status string) bool {
	for _, word := range []string{"待付款", "待支付", "未付款", "未支付", "等待付款", "等待支付", "等待买家付款", "待买家付款", "付款前", "支付超时", "付款超时", "支付失败", "付款失败"} {
		if strings.Contains(status, word) {
			return true
		}
	}
	return slices.Contains([]string{"未付", "待付", "unpaid", "notpaid", "nonpaid", "pending", "pendingpayment", "paymentpending", "awaitingpayment", "waitbuyerpay", "waitpay", "waitingpayment",
		"topay", "failed", "paymentfailed", "expired", "abandoned", "checkoutdraft", "draft", "wcpending", "wcfailed", "wccheckoutdraft", "onhold", "wconhold"}, status)
}

// saysClosed reports whether a status is that of an order which was given up: before it
// was paid, where the row has no time of a payment.
func saysClosed(status string) bool {
	return slices.Contains([]string{"交易关闭", "交易取消", "订单关闭", "订单取消", "已关闭", "已取消", "关闭", "取消", "用户取消", "买家取消", "卖家取消", "系统取消", "自动取消", "自动关闭", "超时取消", "超时关闭",
		"交易自动关闭", "已作废", "作废", "已失效", "无效", "cancelled", "canceled", "closed", "tradeclosed", "tradecancelled", "tradecanceled", "void", "voided", "wccancelled"}, status)
}

// goesOn reports whether a row may go on with the order above: its number is merged with
// the one above, or missing, and it says nothing of its own about money.
func (l *layout) goesOn(rec tables.Record) bool {
	merged := rec.Above[l.at.tradeNo]
	if !merged && !noNumber(rec.Cells[l.at.tradeNo]) {
		return false
	}
	for _, at := range []int{l.at.paid, l.at.due} {
		if at >= 0 && !rec.Above[at] && tables.Unprotect(rec.Cells[at]) != "" {
			return false
		}
	}
	return true
}

// An above is the row that the next one may go on with.
type above struct {
	is         bool // there is one
	excluded   bool // by rows: of the job
	outTradeNo string
}

// judge decides about a row that may go on with the one above, and remembers it for the
// next one: it does unless it has an order number of its own, or is the first of its order
// that counts.
func (a *above) judge(r *row) {
	if r.kind == goesOnRow && a.is && !a.excluded && (r.outTradeNo == "" || r.outTradeNo == a.outTradeNo) {
		r.line = Line{Number: r.line.Number}
		return
	}
	if r.kind == goesOnRow {
		r.kind = plainRow
	}
	*a = above{is: r.kind == plainRow, excluded: r.excluded, outTradeNo: r.outTradeNo}
}
