package ledger_test

import (
	"database/sql"
	"strings"
	"testing"

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
