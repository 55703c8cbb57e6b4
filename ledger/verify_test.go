package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// copyOf copies a ledger that is not written meanwhile to a file.
func copyOf(t tester, name string) string {
	t.Helper()
	return ledgertest.Copy(t, name)
}

// audit opens a copy of a ledger.
func audit(t tester, path string) *ledger.Audit {
	t.Helper()
	l, err := ledger.Open(context.Background(), path, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &ledger.Audit{Ledger: l}
}

// discrepancies verifies a copy of a ledger.
func discrepancies(t tester, path string) []ledger.Discrepancy {
	t.Helper()
	c := audit(t, path)
	defer c.Close()
	found, err := c.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// verified asks that the books prove themselves, and that every run's totals come
// out again when they are set back to it.
func (h *history) verified(path string) {
	if found := discrepancies(h.r, copyOf(h.r, path)); len(found) > 0 {
		h.r.Fatalf("the books are not what they should be: %+v", found)
	}
	c := audit(h.r, copyOf(h.r, path))
	defer c.Close()
	for i := len(h.told) - 1; i >= 0; i-- {
		run := h.told[i].run
		totals, err := c.Rewind(context.Background(), run)
		if err != nil {
			h.r.Fatal(err)
		}
		if got, want := fmt.Sprint(totals), fmt.Sprint(run.Totals); got != want {
			h.r.Fatalf("set back to run %d the totals are %s, were %s", run.ID, got, want)
		}
	}
}

// An alteration is what nobody may do to the books, and what verify says of it.
type alteration struct{ alter, what string }

// alterationsOfBooks are of what alterable has written, one value or row each.
var alterationsOfBooks = []alteration{
	{"UPDATE claim SET amount_fen = amount_fen - 1 WHERE (source_id, line_no) IN (SELECT source_id, line_no FROM notification WHERE notify_id = 'n1')", "totals"},
	{"UPDATE claim SET code = 'SYSTEM_ERROR' WHERE (source_id, line_no) IN (SELECT source_id, line_no FROM notification WHERE notify_id = 'n1')", "totals"},
	{"DELETE FROM claim WHERE (source_id, line_no) IN (SELECT source_id, line_no FROM notification WHERE notify_id = 'n2')", "totals"},
	{"UPDATE notification SET trades = '[]' WHERE notify_id = 'n1'", "totals"},
	{"UPDATE capture_block SET batches = '[]' WHERE source_id = (SELECT MIN(source_id) FROM capture_block)", "totals"},
	{`UPDATE notify_block SET batches = REPLACE(batches, '"n1":"', '"n1":"9')`, "totals"},
	{"UPDATE capture_block SET captures = captures + 1", "totals"},
	{"DELETE FROM order_block", "totals"},
	{"UPDATE order_row SET due_fen = 500", "findings"},
	{"UPDATE order_row SET paid_fen = 900 WHERE due_fen = 400", "totals"},
	{"DELETE FROM request_line WHERE batch_no = '20260301001'", "totals"},
	{"UPDATE finding SET amount_fen = 1 WHERE code = 'REFUND_EXCEEDS_DUE'", "findings"},
	{"DELETE FROM finding WHERE code = 'REFUND_EXCEEDS_DUE'", "findings"},
	{"UPDATE finding_was SET amount_fen = 1", "chain"},
	{"UPDATE correction SET amount_fen = 1 WHERE run_id = 1", "chain"},
	{"UPDATE correction SET amount_fen = 1 WHERE run_id = 3", "corrections"},
	{"UPDATE correction SET hold = 'FINAL_CODE' WHERE run_id = 3", "corrections"},
	{"DELETE FROM correction WHERE run_id = 3", "corrections"},
	{"UPDATE emitted SET params = CAST('service=x' AS BLOB)", "chain"},
	{"UPDATE run SET success_fen = success_fen - 1 WHERE run_id = 1", "chain"},
	{"UPDATE run SET fee_back_fen = fee_back_fen + 1 WHERE run_id = 1", "chain"},
	{"UPDATE claim_sum SET fee_failed_fen = fee_failed_fen + 1", "totals"},
	{"UPDATE day_sum SET notifications = notifications + 1", "totals"},
	{"UPDATE day_sum SET request_lines = request_lines - 1", "totals"},
	{"UPDATE run SET policy = REPLACE(policy, '90', '91') WHERE run_id = 1", "chain"},
	{"UPDATE run SET as_of = as_of + 1 WHERE run_id = 2", "chain"},
	{"UPDATE run SET head = 'x' WHERE run_id = 1", "chain"},
	{"DELETE FROM run WHERE run_id = 2", "chain"},
	{"UPDATE run_file SET sha256 = 'x' WHERE run_id = 1", "chain"},
	{"UPDATE run_file SET accepted = accepted + 1 WHERE run_id = 2", "chain"},
	{"UPDATE review SET comment = 'nothing'", "chain"},
	{"DELETE FROM review", "chain"},
}

// alterable is a world in which there is something to alter in each table.
func alterable(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\norder T2 8.00 due 8.00\nrequest 20260301001 2026-03-01 09:00:00 T1^6.00^x\n" +
		"notify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	run := w.night()
	f := findingOf(w, run, "REFUND_EXCEEDS_DUE")
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "explained", Comment: "a gift"}, ledger.ReviewRecorded, "")
	w.tell("notify n3 20260301003 2026-03-01 12:00:00 0 T3^3.00^SYSTEM_ERROR")
	w.asOf = w.asOf.AddDate(0, 0, 2)
	w.tell("notify n2 20260301002 2026-03-02 10:00:00 1 T1^1.00^SUCCESS")
	w.night()
	w.night()
	if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
		t.Fatalf("the books are not what they should be: %+v", found)
	}
	return w
}

// TestVerifyFindsWhatWasAltered alters the books behind their back, one value at a
// time.
func TestVerifyFindsWhatWasAltered(t *testing.T) {
	w := alterable(t)
	for _, a := range alterationsOfBooks {
		altered := copyOf(t, w.path)
		execute(t, "sqlite3", "file:"+altered+"?_foreign_keys=off", a.alter)
		a.findIn(t, altered)
	}
}

// TestVerifyFindsWhatWasAlteredOnServer copies books to a server, alters them there, one value
// at a time, and copies them back.
func TestVerifyFindsWhatWasAlteredOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	file := ledgertest.File(t, alterable(t).path)
	for i, a := range alterationsOfBooks {
		if testing.Short() && i%5 > 0 {
			continue
		}
		t.Run(a.alter, func(t *testing.T) {
			layout := []string{"plain", "hash:8"}[i%2]
			address := ledgertest.Database(t, layout)
			if err := ledger.CopyBooks(t.Context(), file, address, layout); err != nil {
				t.Fatal(err)
			}
			execute(t, "pgx", address+"&session_replication_role=replica", strings.ReplaceAll(a.alter, "BLOB", "BYTEA"))
			a.findIn(t, copyOf(t, address))
		})
	}
}

// execute runs a statement that alters something, whatever the books refer to.
func execute(t *testing.T, driver, name, statement string) {
	t.Helper()
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	res, err := db.Exec(statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		t.Errorf("%s: alters nothing (%v)", statement, err)
	}
}

// findIn asks that verify finds the alteration in a copy of the books.
func (a alteration) findIn(t *testing.T, altered string) {
	t.Helper()
	found := discrepancies(t, altered)
	var told []string
	for _, d := range found {
		told = append(told, d.What)
	}
	if !strings.Contains(strings.Join(told, " "), a.what) {
		t.Errorf("%s: found %+v, want %s", a.alter, found, a.what)
	}
}
