package ledger_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"reconcile/ledger"
)

// stops are the batches of a world that must not be submitted any more, and why.
func (w *world) stops(run ledger.Run) (all []string) {
	w.t.Helper()
	for b, err := range w.l.Waiting(context.Background(), run) {
		if err != nil {
			w.t.Fatal(err)
		}
		if !b.Stop() {
			continue
		}
		say := fmt.Sprint(b.BatchNo, " ", b.Over)
		for _, c := range b.Causes {
			say += strings.TrimRight(fmt.Sprintf("; %s %s %s", c.Kind, c.BatchNo, c.Amount), " ")
		}
		all = append(all, say)
	}
	return all
}

// TestStop asks for a batch of ours that must not be submitted any more, whatever has
// taken its money, and that one which is fine is not named.
func TestStop(t *testing.T) {
	const failed = "order T1 5.00 due 5.00\nrequest 20260305001 2026-03-05 10:00:00 T1^5.00^x\nnotify n1 20260305001 2026-03-05 10:05:00 0 T1^5.00^SELLER_BALANCE_NOT_ENOUGH\nnight\n"
	const unasked = "order T1 5.00 due 5.00\nnight\n"
	for _, c := range []struct{ name, story, want string }{
		{"nothing came since", unasked, ""},
		{"a run later", unasked + "night", ""},
		{"it was answered", unasked + "notify n2 20260307900001 2026-03-07 03:00:00 1 T1^5.00^SUCCESS\nnight", ""},
		{"another trade was refunded", unasked + "order T2 9.00\nnotify n2 20260306001 2026-03-06 10:05:00 1 T2^5.00^SUCCESS\nnight", ""},
		{"there is room for both", "order T1 9.00 due 5.00\nnight\norder T1 9.00 due 9.00\nnotify n2 20260306001 2026-03-06 10:05:00 1 T1^4.00^SUCCESS\nnight", ""},
		{"a voided batch was refunded after all", "order T1 5.00 due 5.00\nrequest 20260305001 2026-03-05 10:00:00 T1^5.00^x\nvoid 20260305001 2026-03-06 12:00:00\nnight\nnotify n1 20260305001 2026-03-05 10:05:00 1 T1^5.00^SUCCESS\nnight",
			"20260307900001 5.00; voided 20260305001 5.00"},
		{"a result came later", unasked + "notify n2 20260306001 2026-03-06 10:05:00 1 T1^3.00^SUCCESS\nnight", "20260307900001 3.00; refunded 20260306001 3.00"},
		{"a failure turned out a success", failed + "notify n2 20260305001 2026-03-05 10:09:00 1 T1^5.00^SUCCESS\nnight", "20260307900001 5.00; refunded 20260305001 5.00"},
		{"an answer contradicts the failure", failed + "answer a.txt 20260305001^T1^5.00^SUCCESS\nnight", "20260307900001 5.00; refunded 20260305001 5.00"},
		{"a bill shows what nothing else tells of", unasked + "bill 2026-03-06 10:00:00 T1^2.00^20260306001\nnight", "20260307900001 2.00; billed 20260306001 2.00"},
		{"a bill contradicts the failure", failed + "bill 2026-03-05 10:05:00 T1^5.00^20260305001\nnight", "20260307900001 5.00; billed 20260305001 5.00"},
		{"a bill shows the batch itself", unasked + "bill 2026-03-07 03:00:00 T1^5.00^20260307900001\nnight", ""},
		{"others have requested it too", unasked + "request 20260306001 2026-03-06 10:00:00 T1^5.00^x\nnight", "20260307900001 5.00; in flight 20260306001 5.00"},
		{"less is due", unasked + "order T1 5.00 due 4.00\nnight", "20260307900001 1.00; lowered  4.00"},
		{"less was paid", unasked + "order T1 3.50 due 5.00\nnight", "20260307900001 1.50; lowered  3.50"},
	} {
		w := newWorld(t)
		w.tell(c.story)
		run, ok, err := w.l.LastRun(context.Background(), "nightly")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if got := strings.Join(w.stops(run), "\n"); got != c.want {
			t.Errorf("%s: stops %q, want %q", c.name, got, c.want)
		}
	}
}

// TestStopOfTakenIn asks the same of a batch whose money is in a batch that other books have
// issued: a copy of these, or these before they were restored.
func TestStopOfTakenIn(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00\nnight")
	e := entry(t, partner, "20260307900007")
	if err := w.l.TakeIn(t.Context(), w.run.ID, w.account, ledger.FromJournal, []ledger.Entry{e}); err != nil {
		t.Fatal(err)
	}
	run := w.night()
	if got, want := fmt.Sprint(w.stops(run)), "[20260307900001 1.00; elsewhere 20260307900007 1.00]"; got != want {
		t.Errorf("stops %s, want %s", got, want)
	}
}

// TestWaitingOfOthers asks for the batches of others, which nobody here can stop, and
// for the moment from which on a batch may be voided.
func TestWaitingOfOthers(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00\nrequest 20260306001 2026-03-06 10:00:00 T1^5.00^x\nrequest 20260306002 2026-03-06 10:00:00 T1^5.00^x\nnight")
	run, _, err := w.l.LastRun(context.Background(), "nightly")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for b, err := range w.l.Waiting(context.Background(), run) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(b.BatchNo, b.Ours, b.Stop(), b.Over, b.Unanswered, b.Lines, b.Overdue(w.asOf, w.policy.ResultGrace), b.VoidFrom(w.asOf).Format(" 01-02 15:04")))
	}
	want := []string{"20260306001false false 5.00 1 1 false 03-07 12:00", "20260306002false false 5.00 1 1 false 03-07 12:00"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("waiting %q, want %q", got, want)
	}
}
