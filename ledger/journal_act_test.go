package ledger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// Books that were set back to a copy from before a person spoke learn from the journal by
// what less is owed, once, and not what was taken back. Without the journal they would
// issue it again.
func TestActsOfRestoredBooks(t *testing.T) {
	const told = `period 2026-01-01 00:00:00 2026-03-08 00:00:00
order T1 5.00 due 3.00
order T2 5.00 due 2.00
request 20260301001 2026-03-01 09:00:00 T2^2.00^x
notify n1 20260301002 2026-03-01 10:00:00 0 T1^3.00^SYSTEM_ERROR
night`
	for name, c := range map[string]struct {
		says   []string
		taken  int
		issued string // of what is owed after a class was changed, by the restored books
	}{
		"given elsewhere":               {[]string{"elsewhere T1 3.00"}, 1, ""},
		"a part of it":                  {[]string{"elsewhere T1 1.00"}, 1, "T1 2.00 issued -"},
		"given, and taken back":         {[]string{"elsewhere T1 3.00", "undo A1"}, 0, "T1 3.00 issued -"},
		"given twice, once undone":      {[]string{"elsewhere T1 1.00", "elsewhere T1 1.50", "undo A1"}, 1, "T1 1.50 issued -"},
		"a line that succeeded":         {[]string{"elsewhere T1 3.00", "succeeded 20260301001 T2"}, 2, ""},
		"nothing by which less is owed": {[]string{"allow T1 3.00"}, 0, "T1 3.00 issued -"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := ledgertest.Name(t)
			w, stop := openWorld(t, path)
			w.policy.Journal = &ledger.Journal{Path: filepath.Join(dir, "issued.journal"), Name: "issued.journal"}
			if err := w.policy.Journal.Probe(); err != nil {
				t.Fatal(err)
			}
			w.tell(told)
			before := copyOf(t, path)
			for i, say := range c.says {
				f := strings.Fields(trades(say))
				if _, err := w.says(f[0], append(f[1:], "2026-03-07", "10:00:0"+string(rune('0'+i))), "Li"); err != nil {
					t.Fatal(err)
				}
			}
			stop()
			w, stop = restored(t, before, w.policy)
			defer stop()
			for range 2 {
				taken, err := w.l.TakeInActs(t.Context(), w.account, w.policy.Journal.Acts(partner))
				if err != nil || len(taken) != c.taken {
					t.Errorf("%d acts taken in, %v, want %d", len(taken), err, c.taken)
				}
				c.taken = 0
			}
			w.policy.Codes = w.policy.Codes.Reclass("SYSTEM_ERROR", "reissue")
			if got := strings.Join(actCorrections(t, w, w.night()), ","); got != trades(c.issued) {
				t.Errorf("corrections %q, want %q", got, c.issued)
			}
			if found := discrepancies(t, copyOf(t, before)); len(found) > 0 {
				t.Errorf("the books are not what they should be: %+v", found)
			}
		})
	}
}

// restored opens a copy of books, with the journal read anew.
func restored(t *testing.T, path string, p ledger.Policy) (*world, func()) {
	t.Helper()
	w, stop := openWorld(t, path)
	w.policy = p
	w.policy.Journal = &ledger.Journal{Path: p.Journal.Path, Name: p.Journal.Name}
	if err := w.policy.Journal.Read(); err != nil {
		t.Fatal(err)
	}
	last, _, err := w.l.LastRun(t.Context(), "nightly")
	if err != nil {
		t.Fatal(err)
	}
	w.asOf = last.AsOf
	w.start()
	return w, stop
}

// What a copy of a workbook says by which less is owed is in the journal as what the
// command says is, and books that lack it take it in.
func TestReviewActsInTheJournal(t *testing.T) {
	w := newWorld(t)
	w.tell("reclass SYSTEM_ERROR final\norder T1 5.00 due 3.00\nrequest 20260301001 2026-03-01 10:00:00 T1^3.00^x\n" +
		"notify n1 20260301001 2026-03-01 11:00:00 0 T1^3.00^SYSTEM_ERROR\n" +
		"order T2 5.00 due 5.00\nrequest 20260301002 2026-03-01 10:00:00 T2^5.00^x")
	run := w.night()
	f := findingOf(w, run, "MISSING_RESULT")
	amount := yuan(t, "3.00")
	rows := []ledger.ReviewRow{{Line: 2, ID: f.ID, Amount: f.Amount.String(), Decision: "succeeded", Evidence: "asked Alipay"}}
	held := ledger.ReviewAnswer{Line: 2, TradeNo: trades("T1"), Amount: "3.00", Hold: string(ledger.FinalCode), Decision: "elsewhere", Given: &amount, Evidence: "slip"}
	before := copyOf(t, w.path)
	w.policy.Journal = &ledger.Journal{Path: filepath.Join(t.TempDir(), "issued.journal"), Name: "issued.journal"}
	if err := w.policy.Journal.Probe(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{ledger.ReviewRecorded, ledger.ReviewUnchanged} {
		got, err := w.l.Review(t.Context(), w.policy, said(desk{w, run}, "Li", rows, held), w.asOf)
		if err != nil || got[0].Result != want || got[1].Result != want {
			t.Fatalf("%+v, %v: want them %s", got, err, want)
		}
	}
	of, stop := restored(t, before, w.policy)
	defer stop()
	taken, err := of.l.TakeInActs(t.Context(), of.account, of.policy.Journal.Acts(partner))
	if err != nil || len(taken) != 2 || taken[0].Act != ledger.ActSucceeded || taken[1].Act != ledger.ActElsewhere || taken[1].Amount != "3.00" || taken[1].Person != "Li" {
		t.Errorf("%+v, %v: want the success and the refund elsewhere", taken, err)
	}
	if len(taken) == 2 && taken[0].SaidAt == taken[1].SaidAt {
		t.Error("two acts were said in the same millisecond: the journal could take one for the other")
	}
}

// A line of the journal that holds an act is proven like one that holds a batch.
func TestJournalProvesActs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "issued.journal")
	j := ledger.Journal{Path: path, Name: "issued.journal"}
	act := ledger.JournalAct{Act: ledger.ActElsewhere, Partner: partner, TradeNo: trades("T1"), Amount: "3.00", Person: "Li", Evidence: "slip", SaidAt: 1}
	if err := j.AppendAct(act); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Read(); err != nil || len(j.Acts(partner)) != 1 || len(j.Acts("2088000000000001")) != 0 || len(j.Entries()) != 0 {
		t.Errorf("%v, %+v", err, j.Acts(partner))
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), `"3.00"`, `"2.00"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := j.Read(); err == nil || !strings.Contains(err.Error(), "line 2: it was altered or is damaged") {
		t.Errorf("an altered act: %v", err)
	}
}
