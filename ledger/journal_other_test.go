package ledger_test

import (
	"slices"
	"testing"

	"reconcile/ledger"
)

// A batch that the journal alone tells of is not of these books, whatever its number is made
// of: the prefix of a job may have been another one then. Each night says so, also one that
// looks at what is new.
func TestJournalOfAnotherSeries(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00")
	w.night()
	other := entry(t, partner, "20260307100001")
	if err := w.l.TakeIn(t.Context(), w.run.ID, w.account, ledger.FromJournal, []ledger.Entry{other}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := w.findings(w.night(), "ISSUED_ELSEWHERE"); !slices.Equal(got, []string{"- 20260307100001 - 1.00"}) {
			t.Errorf("found %q", got)
		}
	}
}
