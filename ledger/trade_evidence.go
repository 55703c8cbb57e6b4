package ledger

import (
	"cmp"
	"database/sql"
	"slices"
	"time"
)

// A tradeEvidence is what the books know of a trade, for all findings about it: the
// statements since_* and evidence_trade ask for it a finding at a time.
type tradeEvidence struct {
	claims []claimEvidence
	lines  []batchEvidence // of requests that were captured
	bills  []billEvidence
	orders []orderEvidence
	much   bool // more than maxTradeEvidence, which is not kept
}

// maxTradeEvidence is how many rows of a trade are kept for its findings.
const maxTradeEvidence = 200

// A linePlace is a line of a source of the books.
type linePlace struct{ source, line int64 }

func (p linePlace) compare(q linePlace) int {
	return cmp.Or(cmp.Compare(p.source, q.source), cmp.Compare(p.line, q.line))
}

// A batchEvidence is where a trade is spoken of, in a batch.
type batchEvidence struct {
	linePlace
	batchNo string
}

type claimEvidence struct {
	batchEvidence
	occurrence int64
	fen        int64
	succeeded  bool
	at         sql.NullInt64 // the first time that the run knew of it, in milliseconds since 1970
}

type billEvidence struct {
	batchEvidence
	at int64
}

type orderEvidence struct {
	linePlace
	paidDay Date
}

// rows is how many rows are kept.
func (t *tradeEvidence) rows() int {
	return len(t.claims) + len(t.lines) + len(t.bills) + len(t.orders)
}

// result is since_result.
func (t *tradeEvidence) result(batchNo string) (at time.Time) {
	var first sql.NullInt64
	for _, c := range t.claims {
		if c.batchNo == batchNo {
			first = firstOf(first, c.at)
		}
	}
	return maybeMoment(first)
}

// bill is since_bill, as far as a source.
func (t *tradeEvidence) bill(batchNo string, lastSource int64) time.Time {
	var first sql.NullInt64
	for _, b := range t.bills {
		if b.batchNo == batchNo && b.source <= lastSource {
			first = firstOf(first, sql.NullInt64{Int64: b.at, Valid: true})
		}
	}
	return maybeMoment(first)
}

// payment is since_payment, as far as a source.
func (t *tradeEvidence) payment(lastSource int64) (day Date) {
	for _, o := range t.orders {
		if o.source <= lastSource && o.paidDay > 0 && (day == 0 || o.paidDay < day) {
			day = o.paidDay
		}
	}
	return day
}

// excess is since_excess, of an amount in fen.
func (t *tradeEvidence) excess(limit int64) (at time.Time) {
	var sum int64
	for _, c := range t.refunds() {
		at, sum = moment(c.at.Int64), sum+c.fen
		if sum > limit {
			break
		}
	}
	return at
}

// refunds are the successes that the run knew, the first ones first. Of an item that was
// notified twice the greatest amount counts, at its first time.
func (t *tradeEvidence) refunds() (all []claimEvidence) {
	for _, c := range t.claims {
		if !c.succeeded || !c.at.Valid {
			continue
		}
		same := func(k claimEvidence) bool { return k.batchNo == c.batchNo && k.occurrence == c.occurrence }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].fen, all[i].at = max(all[i].fen, c.fen), firstOf(all[i].at, c.at)
			continue
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b claimEvidence) int {
		return cmp.Or(cmp.Compare(a.at.Int64, b.at.Int64), cmp.Compare(a.batchNo, b.batchNo), cmp.Compare(a.occurrence, b.occurrence))
	})
	return all
}

// places is evidence_trade.
func (t *tradeEvidence) places(batchNo string) (all []linePlace) {
	add := func(e batchEvidence) {
		if batchNo == "" || e.batchNo == batchNo {
			all = append(all, e.linePlace)
		}
	}
	for _, c := range t.claims {
		add(c.batchEvidence)
	}
	for _, l := range t.lines {
		add(l)
	}
	for _, b := range t.bills {
		add(b.batchEvidence)
	}
	if batchNo == "" {
		for _, o := range t.orders {
			all = append(all, o.linePlace)
		}
	}
	slices.SortFunc(all, linePlace.compare)
	return slices.Compact(all)
}

// firstOf is the earlier of two times, of which either may be unknown.
func firstOf(a, b sql.NullInt64) sql.NullInt64 {
	if !a.Valid || b.Valid && b.Int64 < a.Int64 {
		return b
	}
	return a
}
