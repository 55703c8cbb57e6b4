package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"reconcile/ledger/ledgertest"
	"testing"
)

// Books that the first schema was kept in prove themselves, and are carried on. A
// delivery in them was sent before the accepted one, and a notification has replaced
// a result. Some of these ledgers know which batches have two notifications, some do not.
func TestUpgrade(t *testing.T) {
	ledgertest.NeedFile(t)
	for name, before := range map[string]string{
		"batches with two notifications known":   "",
		"batches with two notifications unknown": "DROP VIEW result; DROP TABLE repeated_batch; CREATE VIEW result AS SELECT * FROM claim",
	} {
		t.Run(name, func(t *testing.T) { upgrade(t, before) })
	}
}

func upgrade(t *testing.T, before string) {
	text, err := os.ReadFile("testdata/books-0001.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(text) + before); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
		t.Errorf("brought up to date: %+v", found)
	}
	w, stop := openWorld(t, path)
	defer stop()
	account, ok, err := w.l.FindAccount(context.Background(), "2088000000000000")
	if err != nil || !ok {
		t.Fatalf("account: %v, %v", ok, err)
	}
	w.account, w.asOf = account, when(t, "2026-11-25 02:30:00")
	w.policy.Merchant.Partner = "2088000000000000"
	w.start()
	run := w.night()
	// The batch that the first program issued is in flight by now.
	want := "{Notifications:4 Results:5 SuccessAmount:734.00 FailedResults:0 Orders:7 PaidAmount:1006.40 Requests:5 RequestLines:7 Trades:6 Attested:0 0.00 0 0.00 Fees:0.00 back, 0.00 not}"
	if got := fmt.Sprintf("%+v", run.Totals); got != want {
		t.Errorf("totals %s, want %s", got, want)
	}
	sums, err := w.l.Sums(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	want = "{Results:5 Succeeded:5 Refunded:734.00 Fees:0.00 back, 0.00 not Attested:0 0.00 0 0.00 Trades:6 Answered:5 Good:5 Submitted:7 RefundedByTrade:734.00 AttestedByTrade:0 0.00 0 0.00 Stated:6 Counted:6}"
	if got := fmt.Sprintf("%+v", sums); got != want {
		t.Errorf("sums %s, want %s", got, want)
	}
	if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
		t.Errorf("after a night: %+v", found)
	}
}

// A void of books that knew no other acts is an act of theirs: it has the same name,
// evidence and effect, the heads of runs still come out, and it can be undone.
func TestUpgradeVoid(t *testing.T) {
	ledgertest.NeedFile(t)
	path := filepath.Join(t.TempDir(), "ledger.db")
	text, err := os.ReadFile("testdata/books-0001.sql")
	if err != nil {
		t.Fatal(err)
	}
	const voided = `
UPDATE request_line SET voided_at = 1774000000000 WHERE batch_no = (SELECT MAX(batch_no) FROM emitted);
UPDATE request SET voided_at = 1774000000000 WHERE batch_no = (SELECT MAX(batch_no) FROM emitted);
INSERT INTO batch_void (batch_no, account_id, voided_at, person, evidence, line_count, after_commit)
SELECT MAX(batch_no), MAX(account_id), 1774000000000, 'Li', 'asked Alipay', 1, (SELECT MAX(commit_no) FROM run) FROM emitted`
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(text) + voided); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w, stop := openWorld(t, path)
	defer stop()
	act, err := w.l.Act(t.Context(), 1, 1)
	if got := fmt.Sprintf("%s %s %s %s %s", act.Kind, act.Person, act.Said, act.State, act.At.Format("2006-01-02")); err != nil || got != "void Li asked Alipay in force 2026-03-20" {
		t.Errorf("%q, %v", got, err)
	}
	if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
		t.Errorf("brought up to date: %+v", found)
	}
	w.account, _, err = w.l.FindAccount(t.Context(), "2088000000000000")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.says("undo", []string{"A1", "2026-11-25", "10:00:00"}, "Wang"); err != nil {
		t.Fatal(err)
	}
	if b, _, err := w.l.Batch(t.Context(), w.account, act.BatchNo); err != nil || len(b.Lines) == 0 {
		t.Errorf("batch %s: %+v, %v", act.BatchNo, b, err)
	}
	if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
		t.Errorf("after it was undone: %+v", found)
	}
}
