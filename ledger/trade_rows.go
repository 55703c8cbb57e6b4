package ledger

import (
	"encoding/binary"
	"slices"

	"reconcile/ledger/internal/extsort"
)

// maxTradeRows is how many rows of one trade are held in memory at most.
const maxTradeRows = 4096

// An orderRow is a row of an export as it waits to be written; amounts are fen.
type orderRow struct {
	line, paid      int64
	due             int64 // -1 where the export does not say
	item, overPrice bool
	sameTrade       SameTrade

	outTradeNo, paidAt, status, refundReason, seller string
}

func readOrderRow(row extsort.Row) orderRow {
	r := rowReader(row.Value)
	o := orderRow{line: int64(binary.BigEndian.Uint64(row.Key[len(row.Key)-8:])), paid: r.number(), due: r.number()}
	flags := r.number()
	o.item, o.overPrice = flags&1 != 0, flags&2 != 0
	switch {
	case flags&4 != 0:
		o.sameTrade = SameTradeSum
	case flags&8 != 0:
		o.sameTrade = SameTradeRepeat
	}
	o.outTradeNo, o.paidAt, o.status, o.refundReason, o.seller = r.text(), r.text(), r.text(), r.text(), r.text()
	return o
}

// tradeRows are the rows of one trade in one source, wherever they stand in it; of a trade
// with very many rows, some of them.
type tradeRows struct {
	tradeNo string
	rows    []orderRow
	long    bool // other rows of the trade went before
}

// next begins the rows of a trade, which may be more of the same one.
func (t *tradeRows) next(tradeNo string) {
	t.long = tradeNo == t.tradeNo && len(t.rows) > 0
	t.tradeNo, t.rows = tradeNo, t.rows[:0]
}

// settle gives each of several rows the amounts of the trade, if the rows are parts of it:
// items, or orders that the job says so of (contract 3.2). It reports whether nobody has
// said what the rows are: they name several order numbers or none, or are items that cost
// less than was paid, or too many to be added up.
//
// Until somebody does, rows of which none repeats another count as parts, because they
// cannot each be the whole: what was paid is not less than one of them, and the trade is
// held. Those of one amount may each be the whole, and count as that.
func (t *tradeRows) settle() (unsaid bool) {
	said := SameTradeUnknown
	if len(t.rows) > 0 {
		said = t.rows[0].sameTrade
	}
	switch {
	case said == SameTradeRepeat:
		return false // what differs is a conflict
	case t.long || len(t.rows) == maxTradeRows:
		return true
	case len(t.rows) < 2:
		return false
	case t.rows[0].item:
		if said == SameTradeUnknown && t.overPriced() {
			return true
		}
		t.sum(dueOfAll)
		return false
	case said == SameTradeSum:
		if !t.oneOrder() || t.differ() {
			t.sum(dueOfSome)
		}
		return false
	case t.oneOrder():
		return false
	}
	if t.differ() {
		t.sum(dueOfSome)
	}
	return true
}

// oneOrder reports whether all rows have the same order number.
func (t *tradeRows) oneOrder() bool {
	return !slices.ContainsFunc(t.rows, func(r orderRow) bool { return r.outTradeNo == "" || r.outTradeNo != t.rows[0].outTradeNo })
}

// differ reports whether the rows say different amounts paid.
func (t *tradeRows) differ() bool {
	return slices.ContainsFunc(t.rows, func(r orderRow) bool { return r.paid != t.rows[0].paid })
}

// overPriced reports whether more was paid for an item than it costs.
func (t *tradeRows) overPriced() bool {
	return slices.ContainsFunc(t.rows, func(r orderRow) bool { return r.overPrice })
}

// A dueKnown says when what is due of a trade is known.
type dueKnown int

const (
	dueOfAll  dueKnown = iota // if it is of all rows: the items of one order
	dueOfSome                 // if it is of one: an order of which nothing is said may be owed nothing
)

// sum sets the amounts of each row to the sums of all.
func (t *tradeRows) sum(known dueKnown) {
	var paid, due, unknown int64
	for _, r := range t.rows {
		paid += r.paid
		if r.due < 0 {
			unknown++
		} else {
			due += r.due
		}
	}
	if unknown == int64(len(t.rows)) || known == dueOfAll && unknown > 0 {
		due = -1
	}
	for i := range t.rows {
		t.rows[i].paid, t.rows[i].due = paid, due
	}
}
