package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Books that the first schema was kept in prove themselves, and are carried on. A
// delivery in them was sent before the accepted one, and a notification has replaced
// a result. Some of these ledgers know which batches have two notifications, some do not.
func TestUpgrade(t *testing.T) {
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
	w.start()
	run := w.night()
	// The batch that the first program issued is in flight by now.
	want := "{Notifications:4 Results:5 SuccessAmount:734.00 FailedResults:0 Orders:7 PaidAmount:1006.40 Requests:5 RequestLines:7 Trades:6 Fees:0.00 back, 0.00 not}"
	if got := fmt.Sprintf("%+v", run.Totals); got != want {
		t.Errorf("totals %s, want %s", got, want)
	}
	sums, err := w.l.Sums(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	want = "{Results:5 Succeeded:5 Refunded:734.00 Fees:0.00 back, 0.00 not Trades:6 Answered:5 Good:5 Submitted:7 RefundedByTrade:734.00 Stated:6 Counted:6}"
	if got := fmt.Sprintf("%+v", sums); got != want {
		t.Errorf("sums %s, want %s", got, want)
	}
	if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
		t.Errorf("after a night: %+v", found)
	}
}
