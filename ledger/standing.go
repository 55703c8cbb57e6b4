package ledger

import (
	"database/sql"
	"fmt"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A Standing is where the money of an account stands after a run (§7, money): four heaps,
// and each trade in one of them or in none. A trade is in the first of these that it
// belongs to, in the order of harm:
//
//  1. TooMuch: more was refunded than min(due, paid), or than paid where the due is
//     unknown; by how much. It is lost already.
//  2. MayBeTwice: it will be so if what is in flight succeeds; by how much.
//  3. Owed: the correction that the run proposes. The buyer waits, whatever else is in
//     flight.
//  4. Unknown: request lines without a result past the grace; what they add up to.
//
// So a trade of which too much was refunded, and more is in flight, is in TooMuch with what
// was refunded, as it is an OVER_REFUND and no OVER_REFUND_EXPOSURE. Of a trade without an
// order nobody knows what the buyer may have: it is never in TooMuch or MayBeTwice
// (absent is not zero; UNMATCHED_TRADE tells of it), but in Owed where its refund failed,
// which is held (NO_ORDER), or in Unknown.
//
// It is worked out of totals, request lines and corrections, before the run's own batches,
// and never of findings: a second finding about a trade changes nothing.
type Standing struct {
	TooMuch    Heap `json:"too_much"`
	MayBeTwice Heap `json:"may_be_twice"`
	Owed       Owed `json:"owed"`
	Unknown    Heap `json:"unknown"`
}

// A Heap is some trades and the money that is at stake in them.
type Heap struct {
	Trades int64        `json:"trades"`
	Amount alipay.Money `json:"amount"`
}

// Owed is what buyers wait for: all of it, and of it what the run issued or proposes, and
// what it holds back.
type Owed struct {
	Heap
	Ready Heap `json:"ready"`
	Held  Heap `json:"held"`
}

// plus adds another heap of other trades.
func (h Heap) plus(g Heap) Heap { return Heap{h.Trades + g.Trades, h.Amount.Add(g.Amount)} }

// recordStanding works out where the money stands and keeps it with the run.
func (d *decision) recordStanding() error {
	s, err := d.standing()
	if err != nil {
		return err
	}
	d.run.Standing = &s
	return d.exec("standing_put", s.TooMuch.Trades, s.TooMuch.Amount.Fen(), s.MayBeTwice.Trades, s.MayBeTwice.Amount.Fen(),
		s.Owed.Ready.Trades, s.Owed.Ready.Amount.Fen(), s.Owed.Held.Trades, s.Owed.Held.Amount.Fen(),
		s.Unknown.Trades, s.Unknown.Amount.Fen(), d.run.ID)
}

// standing works out where the money stands of the totals and the run's corrections.
func (d *decision) standing() (s Standing, err error) {
	grace := d.run.AsOf.Add(-d.policy.ResultGrace).UnixMilli()
	for rows, err := range store.Query(d.ctx, d.tx, "standing_heaps", grace, d.run.Account, d.run.ID) {
		if err != nil {
			return Standing{}, err
		}
		var name string
		var trades, fen int64
		if err := rows.Scan(&name, &trades, &fen); err != nil {
			return Standing{}, err
		}
		*s.heap(name) = Heap{trades, alipay.Fen(fen)}
	}
	s.Owed.Heap = s.Owed.Ready.plus(s.Owed.Held)
	return s, nil
}

// heap is where standing_heaps puts what it names.
func (s *Standing) heap(name string) *Heap {
	return map[string]*Heap{"too_much": &s.TooMuch, "may_be_twice": &s.MayBeTwice, "ready": &s.Owed.Ready, "held": &s.Owed.Held, "unknown": &s.Unknown}[name]
}

// chained is what the chain of runs says of it.
func (s Standing) chained() string {
	text := "money"
	for _, h := range []Heap{s.TooMuch, s.MayBeTwice, s.Owed.Ready, s.Owed.Held, s.Unknown} {
		text += fmt.Sprintf(" %d %s", h.Trades, h.Amount)
	}
	return text
}

// A standingRow is what the books keep of a run's standing; all of it is NULL of a run
// that is older than it.
type standingRow [10]sql.NullInt64

// standing is what the row says, nil where it says nothing.
func (r standingRow) standing() *Standing {
	var heaps [5]Heap
	for i := range heaps {
		trades, fen := r[2*i], r[2*i+1]
		if !trades.Valid || !fen.Valid {
			return nil
		}
		heaps[i] = Heap{trades.Int64, alipay.Fen(fen.Int64)}
	}
	owed := Owed{heaps[2].plus(heaps[3]), heaps[2], heaps[3]}
	return &Standing{TooMuch: heaps[0], MayBeTwice: heaps[1], Owed: owed, Unknown: heaps[4]}
}

// compareStanding compares where the money stood with what a recomputation says.
func (d *decision) compareStanding() ([]Discrepancy, error) {
	if d.run.Standing == nil {
		return nil, nil
	}
	now, err := d.standing()
	if err != nil || now.chained() == d.run.Standing.chained() {
		return nil, err
	}
	return []Discrepancy{{"totals", fmt.Sprintf("run %d, money", d.run.ID), d.run.Standing.chained(), now.chained()}}, nil
}
