package ledger_test

import (
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// checkStanding compares where the money stands after a run, the newest decision of a
// ledger, with what the raw rows yield.
func checkStanding(t tester, path string, run ledger.Run) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+ledgertest.File(t, path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	want, open, err := ledgertest.Standing(db, run.ID)
	if err != nil {
		t.Fatal(err)
	}
	if run.Standing == nil || !reflect.DeepEqual(printStanding(*run.Standing), printStanding(want)) {
		t.Errorf("run %d: the money stands at\n%s, want\n%s: %v", run.ID, printStanding(*run.Standing), printStanding(want), open)
	}
}

// printStanding lists what the heaps hold.
func printStanding(s ledger.Standing) string {
	var all []string
	for _, h := range s.Heaps() {
		all = append(all, fmt.Sprintf("%s %s (%d)", h.Key, h.Amount, h.Trades))
		for _, p := range h.Parts {
			all = append(all, fmt.Sprintf("%s %s (%d)", p.Key, p.Amount, p.Trades))
		}
	}
	return strings.Join(all, ", ")
}

// Each trade is in the first heap that it belongs to, and in no other.
func TestStandingOrderOfHarm(t *testing.T) {
	const late, fresh = "2026-03-02 12:00:00", "2026-03-06 12:00:00"
	for _, c := range []struct{ name, told, want string }{
		{"beyond the due, not the paid", "order T1 5.00 due 3.00; notify a 20260302001 LATE 1 T1^4.00^SUCCESS", "too_much 1.00 (1)"},
		{"beyond paid and due: from the due on", "order T1 5.00 due 3.00; notify a 20260302001 LATE 1 T1^6.00^SUCCESS", "too_much 3.00 (1)"},
		{"due above paid: from the paid on", "order T1 5.00 due 9.00; notify a 20260302001 LATE 1 T1^6.00^SUCCESS", "too_much 1.00 (1)"},
		{"due unknown: from the paid on", "order T1 5.00; notify a 20260302001 LATE 1 T1^6.00^SUCCESS", "too_much 1.00 (1)"},
		{"too much, and more in flight: what is lost", "order T1 5.00 due 3.00; notify a 20260302001 LATE 1 T1^4.00^SUCCESS; request 20260302002 LATE T1^2.00^r", "too_much 1.00 (1)"},
		{"too much if it succeeds", "order T1 5.00 due 3.00; notify a 20260302001 LATE 1 T1^2.00^SUCCESS; request 20260306002 FRESH T1^2.00^r", "may_be_twice 1.00 (1)"},
		{"too much if it succeeds, and overdue", "order T1 5.00 due 3.00; notify a 20260302001 LATE 1 T1^2.00^SUCCESS; request 20260302002 LATE T1^2.00^r", "may_be_twice 1.00 (1)"},
		{"owed, nothing holds it", "order T1 5.00 due 3.00", "owed 3.00 (1), ready 3.00 (1)"},
		{"owed, proposed", "keyless; order T1 5.00 due 3.00", "owed 3.00 (1), ready 3.00 (1)"},
		{"owed, held", "since 2026-03-01; order T1 5.00 due 3.00", "owed 3.00 (1), held 3.00 (1)"},
		{"owed, and the rest overdue: the buyer waits", "order T1 5.00 due 3.00; request 20260302002 LATE T1^1.00^r", "owed 2.00 (1), held 2.00 (1)"},
		{"overdue", "order T1 5.00 due 3.00; request 20260302002 LATE T1^3.00^r", "unknown 3.00 (1)"},
		{"overdue twice, once a trade", "order T1 5.00 due 3.00; request 20260302002 LATE T1^1.00^r; request 20260302003 LATE T1^2.00^r", "unknown 3.00 (1)"},
		{"overdue, and another line was voided", "order T1 5.00 due 1.00; request 20260302002 LATE T1^1.00^r; request 20260302003 LATE T1^2.00^r; void 20260302003 2026-03-04 12:00:00", "unknown 1.00 (1)"},
		{"overdue, and another line was answered", "order T1 5.00 due 3.00; request 20260302002 LATE T1^1.00^r; request 20260302003 LATE T1^2.00^r; notify a 20260302003 LATE 1 T1^2.00^SUCCESS", "unknown 1.00 (1)"},
		{"in flight within the grace", "order T1 5.00 due 3.00; request 20260306002 FRESH T1^3.00^r", ""},
		{"refunded as due", "order T1 5.00 due 3.00; notify a 20260302001 LATE 1 T1^3.00^SUCCESS", ""},
		{"no order, refunded: nobody knows what is too much", "notify a 20260302001 LATE 1 T1^3.00^SUCCESS", ""},
		{"no order, failed: owed, and held", "notify a 20260302001 LATE 0 T1^3.00^SELLER_BALANCE_NOT_ENOUGH", "owed 3.00 (1), held 3.00 (1)"},
		{"no order, overdue", "request 20260302002 LATE T1^3.00^r", "unknown 3.00 (1)"},
		{"given elsewhere: owed no more", "keyless; order T1 5.00 due 3.00; night; elsewhere T1 2.00 2026-03-06 12:00:00", "owed 1.00 (1), ready 1.00 (1)"},
		{"given elsewhere, and undone", "keyless; order T1 5.00 due 3.00; night; elsewhere T1 2.00 2026-03-06 12:00:00; undo A1 2026-03-06 13:00:00", "owed 3.00 (1), ready 3.00 (1)"},
		{"given elsewhere, and refunded all the same", "keyless; order T1 5.00 due 3.00; night; elsewhere T1 2.00 2026-03-06 12:00:00; notify a 20260302001 LATE 1 T1^2.50^SUCCESS", "too_much 1.50 (1)"},
		{"given elsewhere, and due no more", "keyless; order T1 5.00 due 3.00; night; elsewhere T1 3.00 2026-03-06 12:00:00; order T1 5.00 due 1.00", "too_much 2.00 (1)"},
		{"given elsewhere of an unknown due", "keyless; order T1 5.00; notify a 20260302001 LATE 1 T1^2.00^SUCCESS; night; elsewhere T1 3.00 2026-03-06 12:00:00; notify b 20260302002 LATE 1 T1^1.00^SUCCESS", "too_much 1.00 (1)"},
		{"attested: refunded", "order T1 5.00 due 3.00; request 20260302002 LATE T1^3.00^r; night; succeeded 20260302002 T1 2026-03-06 12:00:00", ""},
		{"attested to have failed, and refunded", "keyless; order T1 5.00 due 3.00; request 20260302002 LATE T1^3.00^r; night; failed 20260302002 T1 SYSTEM_ERROR 2026-03-06 12:00:00; notify a 20260302002 LATE 1 T1^3.00^SUCCESS", ""},
		{"attested to have failed: owed, and held", "keyless; order T1 5.00 due 3.00; request 20260302002 LATE T1^3.00^r; night; failed 20260302002 T1 SYSTEM_ERROR 2026-03-06 12:00:00", "owed 3.00 (1), held 3.00 (1)"},
		{"two words on what was paid", "keyless; order T1 5.00 due 9.00; notify a 20260302001 LATE 1 T1^6.00^SUCCESS; order T1 4.00 due 9.00; night; paid T1 7.00 2026-03-06 12:00:00", "owed 1.00 (1), held 1.00 (1)"},
		{"two trades, two heaps", "order T1 5.00 due 3.00; order T2 2.00 due 0.00; notify a 20260302001 LATE 1 T2^0.50^SUCCESS", "too_much 0.50 (1), owed 3.00 (1), held 3.00 (1)"},
	} {
		w := newWorld(t)
		w.tell(strings.NewReplacer("; ", "\n", "LATE", late, "FRESH", fresh).Replace(c.told))
		run := w.night()
		checkStanding(t, w.path, run)
		var got []string
		for part := range strings.SplitSeq(printStanding(*run.Standing), ", ") {
			if !strings.HasSuffix(part, " 0.00 (0)") {
				got = append(got, part)
			}
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s: %s, want %s", c.name, text, c.want)
		}
	}
}

// Further findings about trades that are in a heap already change none of the heaps.
func TestFindingsChangeNoHeap(t *testing.T) {
	w := newWorld(t)
	w.tell(`
		since 2026-03-01
		order T1 5.00 due 3.00
		order T2 5.00 due 5.00
		order T3 5.00 due 1.00
		order T4 5.00 due 4.00
		request 20260302001 2026-03-02 12:00:00 T1^4.00^r#T3^1.00^r
		request 20260302002 2026-03-02 12:00:00 T4^4.00^r
		request 20260302003 2026-03-02 12:00:00 T3^1.00^r
		notify a 20260302001 2026-03-02 13:00:00 2 T1^4.00^SUCCESS#T3^1.00^SUCCESS
	`)
	first := w.night()
	w.tell(`
		bill 2026-03-02 13:00:00 T1^3.50^20260302001#T2^1.00^20260302009
		forged b 20260302001
		naming T1 T2 T3 T4
		notify c 20260302009 2026-03-02 13:00:00 7
		unreadcapture T1 T3
		badorder T2
	`)
	second := w.night()
	checkStanding(t, w.path, second)
	if now, before := printStanding(*second.Standing), printStanding(*first.Standing); now != before {
		t.Errorf("the money stands at %s, before %s", now, before)
	}
	if before, now := openFindings(t, w, first), openFindings(t, w, second); now < before+5 {
		t.Errorf("%d findings after %d: the night has found too little to show anything", now, before)
	}
}

func openFindings(t *testing.T, w *world, run ledger.Run) (n int64) {
	t.Helper()
	tallies, err := w.l.Tallies(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, tally := range tallies {
		n += tally.Open
	}
	return n
}

// What was changed behind the books' back is noticed by verify.
func TestVerifyNoticesStanding(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 3.00")
	w.night()
	altered := copyOf(t, w.path)
	if found := discrepancies(t, altered); len(found) > 0 {
		t.Fatalf("untouched: %+v", found)
	}
	altered = copyOf(t, w.path)
	db, err := sql.Open("sqlite3", altered)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE run SET ready_fen = 200"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(discrepancies(t, altered))
	for _, want := range []string{"chain", "money 0 0.00 0 0.00 1 2.00 0 0.00 0 0.00"} {
		if !strings.Contains(said, want) {
			t.Errorf("verify says %s, without %q", said, want)
		}
	}
}
