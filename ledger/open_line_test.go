package ledger_test

import (
	"database/sql"
	"strings"
	"testing"

	"reconcile/ledger/ledgertest"
	"reconcile/ledger/query"
)

// TestOneOpenLine asks the books themselves: while a line of ours of a trade is in flight they
// refuse a second one, whatever the program has decided; once it is answered or void, they
// take it.
func TestOneOpenLine(t *testing.T) {
	for _, c := range []struct{ name, then, refused string }{
		{"in flight", "", "UNIQUE constraint failed: open_line.trade_no"},
		{"answered", "notify n1 20260307900001 2026-03-07 10:00:00 0 T1^3.00^SELLER_BALANCE_NOT_ENOUGH", ""},
		{"void", "void 20260307900001 2026-03-08 13:00:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.tell("order T1 5.00 due 3.00\nnight")
			w.tell(c.then)
			db, err := sql.Open("sqlite3", copyOf(t, w.path))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			exec := func(name string, args ...any) error {
				text, err := query.Text(name)
				if err != nil {
					t.Fatal(err)
				}
				_, err = db.Exec(text, args...)
				return err
			}
			_, err = db.Exec(`INSERT INTO request_line (trade_no, account_id, batch_no, occurrence, amount_fen, refund_time, reason)
				SELECT trade_no, account_id, '20260309900001', 1, amount_fen, refund_time, reason FROM request_line`)
			if err != nil {
				t.Fatal(err)
			}
			if err := exec("open_line_settle", w.account); err != nil {
				t.Fatal(err)
			}
			if err := exec("open_line_add", w.account, "20260309900001"); (err == nil) != (c.refused == "") || err != nil && !strings.Contains(err.Error(), c.refused) {
				t.Errorf("a second line: %v, want %q", err, c.refused)
			}
		})
	}
}

// TestOpenAgain asks the books for the line of ours that a person had settled, once that is
// taken back, though a batch was issued in between: it is in flight again, so they refuse a
// second one.
func TestOpenAgain(t *testing.T) {
	for _, act := range []string{"void 20260307900001", "failed 20260307900001 T1 TRADE_HAS_CLOSED"} {
		w := newWorld(t)
		w.tell("order T1 5.00 due 3.00\nnight\n" + act + " 2026-03-08 13:00:00\norder T1 5.00 due 0.00\norder T2 5.00 due 3.00\nnight")
		if got := openLines(t, w); got != "20260307900002 2026020100000002" {
			t.Fatalf("%s: open are %s", act, got)
		}
		w.tell("undo A1 2026-03-08 14:00:00")
		if got := openLines(t, w); got != "20260307900001 2026020100000001, 20260307900002 2026020100000002" {
			t.Errorf("%s, and undone: open are %s", act, got)
		}
	}
}

// openLines are the lines of ours that the books have in flight.
func openLines(t *testing.T, w *world) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+ledgertest.File(t, w.path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all string
	err = db.QueryRow("SELECT COALESCE(GROUP_CONCAT(batch_no || ' ' || trade_no, ', ' ORDER BY batch_no), '') FROM open_line").Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
