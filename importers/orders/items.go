package orders

import (
	"fmt"
	"slices"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
)

// maxItems is how many rows of one trade are held at once.
const maxItems = 4096

// An itemList puts together the rows of an export of items (子订单): one trade
// pays for several items, each with a row of its own, and what was paid for the
// trade is the sum of them. Rows of a trade stand together; where they do not,
// they contradict each other, which holds the trade.
type itemList struct {
	held   []Line
	prices []string // 买家应付货款 of each
}

// add takes a row that was read and returns those that are complete by it.
func (l *itemList) add(r row) []Line {
	var done []Line
	if len(l.held) == maxItems || len(l.held) > 0 && l.held[0].Order.TradeNo != r.line.Order.TradeNo {
		done = l.flush()
	}
	l.held, l.prices = append(l.held, r.line), append(l.prices, r.price)
	return done
}

// flush returns the rows of the last trade, each with the sum of them all.
func (l *itemList) flush() []Line {
	done := slices.Clone(l.held)
	if len(done) > 1 {
		l.sum(done)
	}
	l.held, l.prices = l.held[:0], l.prices[:0]
	return done
}

// sum gives each row what the trade comes to. An item that was paid more for
// than it costs may show what the whole trade cost, in each of its rows: adding
// that up would hide an over-refund.
func (l *itemList) sum(rows []Line) {
	var paid alipay.Money
	var due *alipay.Money
	for i, row := range rows {
		price, err := tables.ParseAmount(l.prices[i])
		if err == nil && row.Order.Paid.Cmp(price) > 0 {
			reason := fmt.Sprintf("paid_amount: %s for an item of %s, in one of %d rows of trade %s: it may be what the whole trade cost; map paid_amount under columns:",
				row.Order.Paid, price, len(rows), row.Order.TradeNo)
			for k := range rows {
				rows[k].Verdict, rows[k].Reason = files.Rejected, reason
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

// addDue adds what is due for one more item; unknown for one is unknown for all.
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
