package orders

import (
	"fmt"
	"slices"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
)

// maxItems is how many rows of one trade are added up at most.
const maxItems = 4096

// An itemList adds up the rows of an export of items (子订单): one trade pays for
// several items, each with a row of its own, and the amount paid for the trade is
// their sum. The rows of a trade follow one another; if they do not, their sums
// contradict each other, and the trade is held.
type itemList struct {
	pending []Line   // of one trade
	prices  []string // 买家应付货款 of each
}

// add takes a row that was read and returns the rows of the trade before it, if it is
// of another one.
func (l *itemList) add(r row) []Line {
	var done []Line
	if len(l.pending) == maxItems || len(l.pending) > 0 && l.pending[0].Order.TradeNo != r.line.Order.TradeNo {
		done = l.flush()
	}
	l.pending, l.prices = append(l.pending, r.line), append(l.prices, r.price)
	return done
}

// flush returns the rows of the last trade, each with their sum.
func (l *itemList) flush() []Line {
	done := slices.Clone(l.pending)
	if len(done) > 1 {
		l.sum(done)
	}
	l.pending, l.prices = l.pending[:0], l.prices[:0]
	return done
}

// sum sets the amounts of each row to those of the trade. If more was paid for an
// item than it costs, each row may show the amount of the whole trade: adding those
// up would hide an over-refund, so the rows are rejected.
func (l *itemList) sum(rows []Line) {
	var paid alipay.Money
	var due *alipay.Money
	for i, row := range rows {
		price, err := tables.ParseAmount(l.prices[i])
		if err == nil && row.Order.Paid.Cmp(price) > 0 {
			reason := fmt.Sprintf("paid_amount: %s for an item of %s, in one of %d rows of trade %s: it may be what the whole trade cost; map paid_amount under columns:",
				row.Order.Paid, price, len(rows), row.Order.TradeNo)
			for k := range rows {
				rows[k].Verdict, rows[k].Reason, rows[k].TradeNo = files.Rejected, reason, rows[k].Order.TradeNo
			}
			return
		}
		paid = paid.Add(row.Order.Paid)
		due = addDue(due, row.Order.Due, i == 0)
	}
	for i := range rows {
		rows[i].Order.Paid, rows[i].Order.Due = paid, due
	}
}

// addDue adds what is due for one more item; if it is unknown for one, it is unknown for
// the trade.
func addDue(sum, due *alipay.Money, first bool) *alipay.Money {
	switch {
	case first || due == nil:
		return due
	case sum == nil:
		return nil
	}
	total := sum.Add(*due)
	return &total
}
