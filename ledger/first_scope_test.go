package ledger_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
)

// A job's first run shows what is open, the second what is new as well; with other scopes,
// and as a run of before recorded it, the first one is no exception.
func TestFirstRunShowsWhatIsOpen(t *testing.T) {
	w := newWorld(t)
	w.tell(`
		order T1 9.00 due 9.00
		order T2 9.00 due 9.00
		notify n1 20260301000001 2026-03-01 10:00:00 1 T1^9.00^SUCCESS
		notify n2 20260301000002 2026-03-01 10:00:00 1 T2^5.00^SUCCESS
		night
		order T3 9.00 due 9.00
		notify n3 20260306000001 2026-03-06 10:00:00 1 T3^9.00^SUCCESS
		night
	`)
	before := ledger.ReportHeader{Scope: ledger.ScopeChanged}
	for _, c := range []struct {
		name   string
		header ledger.ReportHeader
		run    int64
		want   string
	}{
		{"changed", before.Showing(ledger.ScopeChanged), 1, "T2"},
		{"changed", before.Showing(ledger.ScopeChanged), 2, "T2 T3"},
		{"changed, before", before, 1, "T1 T2 T3"},
		{"changed, before", before, 2, "T2 T3"},
		{"open", before.Showing(ledger.ScopeOpen), 1, "T2"},
		{"open", before.Showing(ledger.ScopeOpen), 2, "T2"},
		{"all", before.Showing(ledger.ScopeAll), 1, "T1 T2 T3"},
		{"none, before", ledger.ReportHeader{}, 2, "T1 T2 T3"},
	} {
		if got, want := w.shownTrades(t, c.run, c.header), strings.Fields(trades(c.want)); !slices.Equal(got, want) {
			t.Errorf("%s: run %d shows %q, want %q", c.name, c.run, got, want)
		}
	}
}

// shownTrades are the trades that a run shows with a header.
func (w *world) shownTrades(t *testing.T, id int64, h ledger.ReportHeader) (list []string) {
	t.Helper()
	run, err := w.l.RunByID(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	run.Policy.Header = h
	for trade, err := range w.l.Trades(context.Background(), run) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, trade.TradeNo)
	}
	return list
}

// The limit of rows is recorded with a run, and there is none where everything is asked for.
func TestSheetRowsAreRecorded(t *testing.T) {
	w := newWorld(t)
	for scope, want := range map[ledger.Scope]int{ledger.ScopeAll: 0, ledger.ScopeOpen: 200_000, ledger.ScopeChanged: 200_000} {
		w.policy.Header = w.policy.Header.Showing(scope)
		id := w.night().ID
		run, err := w.l.RunByID(context.Background(), id)
		if err != nil || run.Policy.Header != w.policy.Header || run.Policy.Header.MaxRows != want {
			t.Errorf("%s is recorded as %+v, %v, want %+v of %d rows", scope, run.Policy.Header, err, w.policy.Header, want)
		}
	}
}
