package ledger

import (
	"encoding/binary"

	"reconcile/ledger/internal/extsort"
)

// maxTradeRows is how many rows of one trade are held in memory at most.
const maxTradeRows = 4096

// An orderRow is a row of an export as it waits to be written; amounts are fen.
type orderRow struct {
	line, paid      int64
	due             int64 // -1 where the export does not say
	item, overPrice bool

	outTradeNo, paidAt, status, refundReason, seller string
}

func readOrderRow(row extsort.Row) orderRow {
	r := rowReader(row.Value)
	o := orderRow{line: int64(binary.BigEndian.Uint64(row.Key[len(row.Key)-8:])), paid: r.number(), due: r.number()}
	flags := r.number()
	o.item, o.overPrice = flags&1 != 0, flags&2 != 0
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

// settle gives each of several items the amounts of the trade (contract 3.2). It reports
// whether the rows may be a payment for several orders, of which nobody can tell whether
// each row is a part or repeats the whole: they name several order numbers or none, or are
// items that cost less than was paid, or too many to be added up.
func (t *tradeRows) settle() (several bool) {
	switch {
	case t.long || len(t.rows) == maxTradeRows:
		return true
	case len(t.rows) < 2:
		return false
	}
	if t.rows[0].item {
		return !t.sum()
	}
	for _, r := range t.rows {
		if r.outTradeNo == "" || r.outTradeNo != t.rows[0].outTradeNo {
			return true
		}
	}
	return false
}

// sum sets the amounts of each row to the sums of all, and reports whether they can be
// added up. What is due is unknown for the trade if it is unknown for one item.
func (t *tradeRows) sum() bool {
	var paid, due int64
	for _, r := range t.rows {
		if r.overPrice {
			return false
		}
		if paid += r.paid; r.due < 0 || due < 0 {
			due = -1
		} else {
			due += r.due
		}
	}
	for i := range t.rows {
		t.rows[i].paid, t.rows[i].due = paid, due
	}
	return true
}
