package main

import (
	"path/filepath"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// TestStoryEndsAtTheTotals asks that explain, which adds up event by event,
// ends at the totals of the books, for every trade of a case.
func TestStoryEndsAtTheTotals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	runToEnd(t, dir)
	ctx := t.Context()
	l, err := ledger.Open(ctx, filepath.Join(dir, "var/ledger.db"), ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	run, ok, err := l.LastRun(ctx, "nightly")
	if err != nil || !ok {
		t.Fatalf("LastRun: %v, %v", ok, err)
	}
	run.Policy.Header = run.Policy.Header.Showing(ledger.ScopeAll) // quiet trades, too
	issued := map[string]alipay.Money{}                            // after the totals were computed
	for c, err := range l.Corrections(ctx, run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Status == ledger.Issued {
			issued[c.TradeNo] = c.Amount
		}
	}
	trades := 0
	for trade, err := range l.Trades(ctx, run) {
		if err != nil {
			t.Fatal(err)
		}
		trades++
		events, err := l.Explain(ctx, run.Account, trade.TradeNo, "nightly")
		if err != nil {
			t.Fatal(err)
		}
		got := lastPosition(events)
		if want := trade.Pending.Add(issued[trade.TradeNo]); got.Refunded.Cmp(trade.Refunded) != 0 || got.InFlight.Cmp(want) != 0 {
			t.Errorf("trade %s: refunded %v, in flight %v, want %v, %v", trade.TradeNo, got.Refunded, got.InFlight, trade.Refunded, want)
		}
		if got.Headroom != nil && (trade.Paid == nil || got.Headroom.Cmp(trade.Paid.Sub(got.Refunded).Sub(got.InFlight)) != 0) {
			t.Errorf("trade %s: headroom %v, paid %v", trade.TradeNo, got.Headroom, trade.Paid)
		}
	}
	if trades < 50 {
		t.Errorf("%d trades, want those of the case", trades)
	}
}

// lastPosition is the position of a trade after its last event that moves money.
func lastPosition(events []ledger.Event) position {
	s, last := newTimeline(events), position{}
	for _, e := range events {
		if b := s.apply(e); b != nil {
			last = *b
		}
	}
	return last
}
