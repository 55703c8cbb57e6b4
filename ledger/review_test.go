package ledger_test

import (
	"context"
	"strings"
	"testing"

	"reconcile/ledger"
)

// findingOf returns the finding of a code in a run.
func findingOf(w *world, run ledger.Run, code string) ledger.Finding {
	w.t.Helper()
	return findingWhere(w, run, func(f ledger.Finding) bool { return f.Code == code })
}

// findingWhere returns the first finding of a run that is meant.
func findingWhere(w *world, run ledger.Run, meant func(ledger.Finding) bool) ledger.Finding {
	w.t.Helper()
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		if meant(f) {
			return f
		}
	}
	w.t.Fatalf("run %d has no such finding", run.ID)
	return ledger.Finding{}
}

// review takes one row in and compares what became of it.
func review(w *world, run ledger.Run, row ledger.ReviewRow, want, reason string) {
	w.t.Helper()
	got, err := w.l.Review(context.Background(), ledger.Policy{}, ledger.ReviewCopy{Run: run, Person: "Li", Findings: []ledger.ReviewRow{row}}, w.asOf)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(got) != 1 || got[0].Result != want || !strings.Contains(got[0].Reason, reason) || (reason == "") != (got[0].Reason == "") {
		w.t.Errorf("a row of %+v came out as %+v, want %s: %s", row, got, want, reason)
	}
}

func TestReview(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	run := w.night()
	f := findingOf(w, run, "REFUND_EXCEEDS_DUE")
	row := func(decision, comment string) ledger.ReviewRow {
		return ledger.ReviewRow{Line: 2, ID: f.ID, Amount: "2.00", Decision: decision, Owner: "Wang", Comment: comment}
	}
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00"}, ledger.ReviewSilent, "")
	review(w, run, ledger.ReviewRow{ID: "000000000000"}, ledger.ReviewRefused, "has no such open finding")
	altered := row("explained", "a gift")
	altered.Amount = "1.00"
	review(w, run, altered, ledger.ReviewRefused, "the row was altered")
	review(w, run, row("fine", ""), ledger.ReviewRefused, `no decision: "fine"`)
	review(w, run, row("accepted", "a gift"), ledger.ReviewRefused, "without a date")
	review(w, run, row("accepted", "until 2026-02-30"), ledger.ReviewRefused, "without a date")
	review(w, run, row("accepted", "until 2026-03-06"), ledger.ReviewRefused, "a day that is over")
	review(w, run, row("explained", strings.Repeat("长", 2001)), ledger.ReviewRefused, "over 2000 characters")
	review(w, run, row("explained", "a gift"), ledger.ReviewRecorded, "")
	review(w, run, row("explained", "a gift"), ledger.ReviewUnchanged, "")
	review(w, run, row("accepted", "至 2026-03-09: a gift"), ledger.ReviewRecorded, "")

	// The run that was reviewed stays as it was; the next one shows the review.
	if f := findingOf(w, run, "REFUND_EXCEEDS_DUE"); f.Review != nil {
		t.Errorf("run %d has the review %+v already", run.ID, f.Review)
	}
	for night, holds := range []bool{true, true, true, false} { // as of 7, 8, 9 and 10 March
		w.asOf = w.asOf.AddDate(0, 0, 1)
		next := w.night()
		f := findingOf(w, next, "REFUND_EXCEEDS_DUE")
		if r := f.Review; r == nil || r.Decision != ledger.DecidedAccepted || r.Owner != "Wang" || r.Person != "Li" || r.Holds != holds {
			t.Fatalf("night %d: the review is %+v, want an acceptance that holds: %v", night, f.Review, holds)
		}
		if accepted := acceptedOf(w, next, "REFUND_EXCEEDS_DUE"); (accepted == 1) != holds {
			t.Errorf("night %d: %d are accepted, want it to hold: %v", night, accepted, holds)
		}
	}
}

// A waiver ends when the amount is another one, and comes back with the amount.
func TestReviewOfOtherAmount(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	run := w.night()
	f := findingOf(w, run, "REFUND_EXCEEDS_DUE")
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "accepted", Comment: "until 2026-12-31"}, ledger.ReviewRecorded, "")
	for _, c := range []struct {
		due   string
		holds bool
	}{{"5.00", false}, {"4.00", true}} {
		w.asOf = w.asOf.AddDate(0, 0, 1)
		w.tell("order T1 10.00 due " + c.due)
		next := w.night()
		if r := findingOf(w, next, "REFUND_EXCEEDS_DUE").Review; r == nil || r.Holds != c.holds {
			t.Errorf("with a due of %s the review is %+v, want it to hold: %v", c.due, r, c.holds)
		}
	}
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "explained"}, ledger.ReviewRecorded, "")
	w.tell("order T1 10.00 due 5.00")
	w.night()
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "corrected"}, ledger.ReviewRefused, "changed since run 1: look at the workbook of run 4")
	w.tell("order T1 10.00 due 6.00")
	w.night()
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "corrected"}, ledger.ReviewRefused, "closed since run 1")
}

func acceptedOf(w *world, run ledger.Run, code string) int64 {
	w.t.Helper()
	tallies, err := w.l.Tallies(context.Background(), run.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, t := range tallies {
		if t.Code == code {
			return t.Accepted
		}
	}
	return 0
}
