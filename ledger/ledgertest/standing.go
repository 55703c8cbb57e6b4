// Package ledgertest works out again, in plain Go and from the raw rows of a ledger, what
// the books say of a run. It is for tests, and shares nothing with the statements that it
// checks.
package ledgertest

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A trade is what the rows say of one trade, in fen.
type trade struct {
	cap, refunded, pending, late int64
	given                        int64 // another way, or as a bill shows it
	known                        bool  // the cap is
	status                       string
	owed                         int64 // the correction
}

// An order is what the last export says of a trade, and which one that is.
type order struct {
	paid, source int64
	due          sql.NullInt64
}

// An item is what results and request lines are about.
type item struct {
	trade, batch string
	occurrence   int64
}

// books are the rows of one account, as the newest decision of the ledger saw them.
type books struct {
	db      *sql.DB
	run     int64
	account int64
	overdue int64 // lines that were sent before it are late
	trades  map[string]*trade
	orders  map[string]*order
	claimed map[item]bool
}

// Standing works out where the money stood after a run, which must be the newest decision
// of the ledger, with nothing read or done after it. open lists the trades of each heap by
// its key.
func Standing(db *sql.DB, run int64) (s ledger.Standing, open map[string][]string, err error) {
	b := &books{db: db, run: run, trades: map[string]*trade{}, orders: map[string]*order{}, claimed: map[item]bool{}}
	for _, step := range []func() error{b.readRun, b.readOrders, b.readActs, b.capTrades, b.readResults, b.readLines, b.readCorrections} {
		if err := step(); err != nil {
			return ledger.Standing{}, nil, err
		}
	}
	open = map[string][]string{}
	for no, t := range b.trades {
		key, fen := t.heap()
		if fen == 0 {
			continue
		}
		open[key] = append(open[key], no)
		add(into(&s, key), fen)
		if key == "ready" || key == "held" {
			add(&s.Owed.Heap, fen)
		}
	}
	return s, open, nil
}

func add(h *ledger.Heap, fen int64) {
	h.Trades, h.Amount = h.Trades+1, h.Amount.Add(alipay.Fen(fen))
}

func into(s *ledger.Standing, key string) *ledger.Heap {
	switch key {
	case "too_much":
		return &s.TooMuch
	case "may_be_twice":
		return &s.MayBeTwice
	case "ready":
		return &s.Owed.Ready
	case "held":
		return &s.Owed.Held
	}
	return &s.Unknown
}

// heap is the one that a trade is in, by the order of harm, and its money; 0 where it is in
// none.
func (t *trade) heap() (key string, fen int64) {
	had := t.refunded + t.given
	if t.known && had > t.cap {
		return "too_much", had - t.cap
	}
	if t.known && had+t.pending > t.cap {
		return "may_be_twice", had + t.pending - t.cap
	}
	switch t.status {
	case "held":
		return "held", t.owed
	case "issued", "proposed":
		return "ready", t.owed
	}
	return "unknown", t.late
}

func (b *books) trade(no string) *trade {
	if b.trades[no] == nil {
		b.trades[no] = &trade{}
	}
	return b.trades[no]
}

func (b *books) readRun() error {
	var asOf int64
	var policy string
	if err := b.db.QueryRow("SELECT account_id, as_of, policy FROM run WHERE run_id = ?", b.run).Scan(&b.account, &asOf, &policy); err != nil {
		return err
	}
	var p struct{ ResultGrace time.Duration }
	err := json.Unmarshal([]byte(policy), &p)
	b.overdue = asOf - p.ResultGrace.Milliseconds()
	return err
}

// each calls use for every row of a query.
func (b *books) each(query string, use func(scan func(...any) error) error, args ...any) error {
	rows, err := b.db.Query(query, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	for rows.Next() && err == nil {
		err = use(rows.Scan)
	}
	return errors.Join(err, rows.Err(), rows.Close())
}

// readOrders takes the last paid and the last due that any export said of a trade.
func (b *books) readOrders() error {
	replaced := map[int64]bool{}
	err := b.each("SELECT source_id FROM replaced_source", func(scan func(...any) error) error {
		var source int64
		err := scan(&source)
		replaced[source] = true
		return err
	})
	if err != nil {
		return err
	}
	return b.each("SELECT trade_no, source_id, paid_fen, due_fen FROM order_row WHERE account_id = ? ORDER BY source_id, line_no", func(scan func(...any) error) error {
		var no string
		var source, fen int64
		var lower sql.NullInt64
		if err := scan(&no, &source, &fen, &lower); err != nil || replaced[source] {
			return err
		}
		if b.orders[no] == nil {
			b.orders[no] = &order{}
		}
		o := b.orders[no]
		if o.paid, o.source = fen, source; lower.Valid {
			o.due = lower
		}
		return nil
	}, b.account)
}

// capTrades is what each buyer may have in all.
func (b *books) capTrades() error {
	for no, o := range b.orders {
		t := b.trade(no)
		t.cap, t.known = o.paid, true
		if o.due.Valid {
			t.cap = min(o.paid, o.due.Int64)
		}
	}
	return nil
}

// A claim is what one notification, answer or person says of an item.
type claim struct {
	id, code string
	at, fen  int64
}

// over reports whether a claim counts and not another one of the same item: what Alipay has
// sent or a person attests to have succeeded before an answer and before what a person says
// has failed; success before failure; of successes the one that was sent, of failures what a
// person says before an answer; then the later one.
func (c claim) over(d claim) bool {
	answer := func(c claim) bool { return strings.HasPrefix(c.id, "answer:") }
	attested := func(c claim) bool { return strings.HasPrefix(c.id, "act:") }
	success := func(c claim) bool { return c.code == alipay.Success }
	first := func(c claim) bool { return !answer(c) && (!attested(c) || success(c)) }
	weak := func(c claim) bool { return answer(c) || attested(c) && success(c) }
	switch {
	case first(c) != first(d):
		return first(c)
	case success(c) != success(d):
		return success(c)
	case weak(c) != weak(d):
		return weak(d)
	case c.at != d.at:
		return c.at > d.at
	}
	return c.id > d.id
}

func (b *books) readResults() error {
	counts := map[item]claim{}
	err := b.each("SELECT trade_no, batch_no, occurrence, notify_id, code, notify_time, amount_fen FROM claim_named WHERE account_id = ?", func(scan func(...any) error) error {
		var i item
		var c claim
		err := scan(&i.trade, &i.batch, &i.occurrence, &c.id, &c.code, &c.at, &c.fen)
		if before, ok := counts[i]; !ok || c.over(before) {
			counts[i] = c
		}
		return err
	}, b.account)
	for i, c := range counts {
		b.claimed[i] = true
		if c.code == alipay.Success {
			b.trade(i.trade).refunded += c.fen
		}
	}
	return err
}

// readLines takes the lines that have no result, void ones and those of the run itself
// aside.
func (b *books) readLines() error {
	own := map[string]bool{}
	err := b.each("SELECT batch_no FROM emitted WHERE run_id = ? AND account_id = ?", func(scan func(...any) error) error {
		var no string
		err := scan(&no)
		own[no] = true
		return err
	}, b.run, b.account)
	if err != nil {
		return err
	}
	return b.each("SELECT trade_no, batch_no, occurrence, amount_fen, refund_time, voided_at FROM request_line WHERE account_id = ?", func(scan func(...any) error) error {
		var i item
		var fen, sent int64
		var voided sql.NullInt64
		if err := scan(&i.trade, &i.batch, &i.occurrence, &fen, &sent, &voided); err != nil || voided.Valid || own[i.batch] || b.claimed[i] {
			return err
		}
		t := b.trade(i.trade)
		if t.pending += fen; sent < b.overdue {
			t.late += fen
		}
		return nil
	}, b.account)
}

func (b *books) readCorrections() error {
	return b.each("SELECT trade_no, status, amount_fen FROM correction WHERE run_id = ?", func(scan func(...any) error) error {
		var no, status string
		var fen int64
		err := scan(&no, &status, &fen)
		t := b.trade(no)
		t.status, t.owed = status, fen
		return err
	}, b.run)
}
