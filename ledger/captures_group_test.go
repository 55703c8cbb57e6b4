package ledger_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// drawCapture draws a capture of a notify log. The same one may come again, and so may its
// notify_id with other content.
func drawCapture(r *rapid.T) func(w *world) captured {
	id := rapid.SampledFrom([]string{"n1", "n2", "n3", "n4"}).Draw(r, "id")
	batch := "2026030100" + id[1:]
	trade := rapid.SampledFrom([]string{"T1", "T2", "T3"}).Draw(r, "trade")
	amount := rapid.SampledFrom([]string{"1.00", "2.00"}).Draw(r, "amount")
	switch rapid.IntRange(0, 7).Draw(r, "kind") {
	case 0:
		return func(*world) captured { return unread(trade) }
	case 1:
		return func(*world) captured { return broken }
	case 2, 3:
		return func(*world) captured { return bad(id, batch, trade, amount) }
	}
	return func(w *world) captured { return good(w, id, batch, trade, amount) }
}

func drawSubmission(r *rapid.T) func(w *world) captured {
	batch := rapid.SampledFrom([]string{"20260301001", "20260301002", "20260301009"}).Draw(r, "batch")
	trade := rapid.SampledFrom([]string{"T1", "T2", "T3"}).Draw(r, "trade")
	switch rapid.IntRange(0, 4).Draw(r, "kind") {
	case 0:
		u := ledger.UnreadRequest{BatchNo: batch, Stated: 1, Trades: []string{trade}, Reason: "cut off"}
		return func(*world) captured { return unreadSubmission(u) }
	case 1:
		return func(w *world) captured { return submitted(w.t, batch, "2", trade+"^1.00^x#T3^^x") }
	}
	return func(w *world) captured { return submitted(w.t, batch, "1", trade+"^1.00^x") }
}

// grouped puts captures on lines, at most so many on each.
func grouped(w *world, all []func(*world) captured, sizes []int) (lines [][]captured) {
	for i := 0; len(all) > 0; i++ {
		n := min(sizes[i%len(sizes)], len(all))
		var line []captured
		for _, c := range all[:n] {
			line = append(line, c(w))
		}
		lines, all = append(lines, line), all[n:]
	}
	return lines
}

// told is what a night says of these captures, but for where they stand.
func told(r *rapid.T, notices, requests []func(*world) captured, sizes []int) string {
	w, stop := openWorld(r, ledgertest.Name(r))
	defer stop()
	w.tell("order T1 5.00 due 5.00\norder T2 5.00 due 1.00\norder T3 5.00 due 5.00")
	w.readLines(ledger.Notify, "k", nil, grouped(w, notices, sizes)...)
	w.readLines(ledger.Requests, "k", nil, grouped(w, requests, sizes)...)
	run := w.night()
	var all []string
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			r.Fatal(err)
		}
		all = append(all, fmt.Sprint(f.Code, f.TradeNo, f.BatchNo, f.NotifyID, f.Amount, f.Expected, f.Actual))
	}
	for c, err := range w.l.Corrections(context.Background(), run.ID) {
		if err != nil {
			r.Fatal(err)
		}
		all = append(all, fmt.Sprint(c.TradeNo, c.Amount, c.Status, c.Hold))
	}
	slices.Sort(all)
	return fmt.Sprintf("%+v\n%s", run.Totals, strings.Join(all, "\n"))
}

// How captures are spread over lines changes neither totals nor findings nor corrections.
func TestCapturesInAnyLines(t *testing.T) {
	if testing.Short() {
		t.Skip("opens two books a check")
	}
	fewerChecks(t, "25")
	rapid.Check(t, func(r *rapid.T) {
		notices := rapid.SliceOfN(rapid.Custom(drawCapture), 1, 8).Draw(r, "notices")
		requests := rapid.SliceOfN(rapid.Custom(drawSubmission), 1, 4).Draw(r, "requests")
		sizes := rapid.SliceOfN(rapid.IntRange(1, 8), 1, 3).Draw(r, "sizes")
		want := told(r, notices, requests, []int{1})
		if got := told(r, notices, requests, append(sizes, 8)); got != want {
			r.Errorf("one a line:\n%s\nsizes %v:\n%s", want, sizes, got)
		}
	})
}

// fewerChecks sets how often a property is checked where one check is a shop with its
// nights; -rapid.checks on the command line asks for more.
func fewerChecks(t *testing.T, n string) {
	t.Helper()
	if testing.Short() {
		n = "5"
	}
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(n); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Value.Set(f.DefValue); err != nil {
			t.Error(err)
		}
	})
}
