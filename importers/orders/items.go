package orders

import (
	"fmt"
	"slices"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

// maxItems is how many rows of one trade are looked at together at most.
const maxItems = 4096

// An itemList marks the rows of an export of items (子订单): one trade pays for several
// items, each with a row of its own, and the amount paid for the trade is their sum,
// which the ledger makes of all its rows. If more was paid for an item than it costs, each
// row may show the amount of the whole trade: adding those up would hide an over-refund,
// so rows that follow one another are rejected unless the job says what they are; the
// ledger holds the trade of others.
type itemList struct {
	pending []Line         // of one trade
	prices  []alipay.Money // 买家应付货款 of each
}

// add takes a row that was read and returns the rows of the trade before it, if it is
// of another one.
func (l *itemList) add(r row) []Line {
	var done []Line
	if len(l.pending) == maxItems || len(l.pending) > 0 && l.pending[0].Order.TradeNo != r.line.Order.TradeNo {
		done = l.flush()
	}
	price, err := tables.ParseAmount(r.price)
	r.line.Order.Item, r.line.Order.OverPrice = true, err == nil && r.line.Order.Paid.Cmp(price) > 0
	l.pending, l.prices = append(l.pending, r.line), append(l.prices, price)
	return done
}

// flush returns the rows of the last trade.
func (l *itemList) flush() []Line {
	done := slices.Clone(l.pending)
	if at := slices.IndexFunc(done, func(row Line) bool { return row.Order.OverPrice }); at >= 0 && len(done) > 1 && done[at].Order.SameTrade == ledger.SameTradeUnknown {
		reason := fmt.Sprintf("paid_amount: %s for an item of %s, in one of %d rows of trade %s: it may be what the whole trade cost; write into the job same_trade: repeat if it is, same_trade: sum if it is not, or map paid_amount under columns:",
			done[at].Order.Paid, l.prices[at], len(done), done[at].Order.TradeNo)
		for k := range done {
			done[k].Verdict, done[k].Reason, done[k].TradeNo = files.Rejected, reason, done[k].Order.TradeNo
		}
	}
	l.pending, l.prices = l.pending[:0], l.prices[:0]
	return done
}
