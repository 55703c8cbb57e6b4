package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"reconcile/ledger"
)

// owing is a world in which the next night issues a line, beside batches on their way.
func owing(t *testing.T) *world {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnight")
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.tell("order T3 5.00 due 1.00\nnight")
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.tell("order T5 5.00 due 2.00")
	return w
}

// TestNothingIsIssuedOnAlteredBooks alters what a line is built on, and asks that the night
// stops before any batch; books that were not altered go on.
func TestNothingIsIssuedOnAlteredBooks(t *testing.T) {
	w := owing(t)
	for _, c := range []struct {
		alter string
		whole bool // the night looks at everything
	}{
		{"", false}, {"", true},
		{"UPDATE request_line SET voided_at = 1", false},
		{"UPDATE request SET voided_at = 1", false},
		{"DELETE FROM request_line", false},
		{"UPDATE request_line SET amount_fen = 1", false},
		{"UPDATE emitted SET gateway = 'https://example.org'", true},
		{"UPDATE order_row SET due_fen = due_fen + 1 WHERE due_fen = 400", true},
		{"UPDATE run_tally SET open_count = open_count + 1", true},
		{"UPDATE finding SET severity = 'warning' WHERE severity <> 'warning'", false},
		{"DELETE FROM open_line", false},
		{"UPDATE error_code SET class = 'resubmit' WHERE class <> 'resubmit'", false},
		{"UPDATE trade_sum SET paid_fen = paid_fen + 1", false},
		{"UPDATE digest SET row_count = row_count + 1 WHERE table_name = 'request_line'", false},
	} {
		path := copyOf(t, w.path)
		if c.alter != "" {
			alter(t, path, c.alter)
		}
		of, stop := openWorld(t, path)
		of.account, of.policy, of.asOf = w.account, w.policy, w.asOf
		job := "nightly"
		if c.whole {
			job = "weekly" // which has no run to carry on from
		}
		run, err := of.l.Start(context.Background(), job, of.account, of.asOf, of.asOf)
		if err != nil {
			t.Fatal(err)
		}
		run, err = of.l.Reconcile(context.Background(), run, of.policy, ledger.RunInput{}, of.asOf)
		switch {
		case c.alter == "" && err != nil:
			t.Errorf("not altered, whole %v: %v", c.whole, err)
		case c.alter != "" && !errors.Is(err, ledger.ErrDamaged):
			t.Errorf("%s: run %d, %v, want ErrDamaged", c.alter, run.ID, err)
		}
		stop()
	}
}

// TestNothingIsIssuedOnAlteredTrades alters what an open trade comes to in books where the next
// night issues a line of it.
func TestNothingIsIssuedOnAlteredTrades(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^1.00^SUCCESS\nlinecap 0.01\nnight")
	w.asOf = w.asOf.AddDate(0, 0, 1)
	for _, statement := range []string{
		"", "UPDATE order_row SET due_fen = 900", "UPDATE order_row SET paid_fen = 300", "UPDATE trade_total SET refunded_fen = 0",
		"UPDATE trade_total SET due_fen = 900, owed_fen = 900", "DELETE FROM claim", "UPDATE claim SET amount_fen = 1",
		"UPDATE claim SET code = 'SYSTEM_ERROR'",
	} {
		path := copyOf(t, w.path)
		if statement != "" {
			alter(t, path, statement)
		}
		of, stop := openWorld(t, path)
		of.account, of.policy, of.asOf = w.account, w.policy, w.asOf
		of.start()
		_, err := of.l.Reconcile(context.Background(), of.run, of.policy, ledger.RunInput{}, of.asOf)
		if altered := statement != ""; altered != errors.Is(err, ledger.ErrDamaged) || !altered && err != nil {
			t.Errorf("%q: %v", statement, err)
		}
		stop()
	}
}

// TestNothingIsIssuedPastAnIndex has an index say another trade than the row of what a person
// said: the rows are those that were written, and who asks by the trade does not see them.
func TestNothingIsIssuedPastAnIndex(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nlinecap 0.01\nnight")
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.tell("linecap 100.00\nelsewhere T1 2.00 2026-03-01 12:00:00")
	path := copyOf(t, w.path)
	misleadIndex(t, path, "act_trade", "UPDATE act SET trade_no = '2026020100000006'", "UPDATE act SET trade_no = '2026020100000001'")
	of, stop := openWorld(t, path)
	defer stop()
	of.account, of.policy, of.asOf = w.account, w.policy, w.asOf
	of.start()
	if _, err := of.l.Reconcile(context.Background(), of.run, of.policy, ledger.RunInput{}, of.asOf); !errors.Is(err, ledger.ErrDamaged) {
		t.Errorf("an index that says another trade: %v, want ErrDamaged", err)
	}
}

// misleadIndex changes rows and back, the second time behind an index.
func misleadIndex(t *testing.T, path, index, change, back string) {
	t.Helper()
	alter(t, path, change)
	of := "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = %s WHERE name = '" + index + "'"
	alter(t, path, fmt.Sprintf(of, "sql || ' WHERE account_id < 0'")) // of no rows
	alter(t, path, back)
	alter(t, path, fmt.Sprintf(of, "REPLACE(sql, ' WHERE account_id < 0', '')"))
}
