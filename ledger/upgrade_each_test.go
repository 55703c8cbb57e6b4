package ledger_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"reconcile/ledger/ledgertest"
	"slices"
	"strings"
	"testing"
	"time"
)

// Books of every schema since the third that a program kept say the same once they are
// carried on: each delivery, result and order, and every run proves itself. There is no
// other way to make them than by that program: they are the sample's of two nights, those
// of the eighth, the twelfth and the thirteenth with acts of people and a third night.
func TestUpgradeOfEachSchema(t *testing.T) {
	ledgertest.NeedFile(t)
	files, err := filepath.Glob("testdata/books-*.sql.gz")
	if err != nil || len(files) != 8 {
		t.Fatalf("books of %d schemas, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "ledger.db")
			before := evidenceIn(t, path, ledgertest.Dumped(t, file))
			w, stop := openWorld(t, path)
			defer stop()
			if after := evidenceIn(t, path, ""); !slices.Equal(after, before) {
				t.Errorf("the evidence is other: %d rows, %d before\n%s", len(after), len(before), firstApart(after, before))
			}
			if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
				t.Errorf("brought up to date: %+v", found)
			}
			account, ok, err := w.l.FindAccount(context.Background(), "2088101008267254")
			if err != nil || !ok {
				t.Fatalf("account: %v, %v", ok, err)
			}
			w.account, w.asOf = account, time.Now().AddDate(0, 0, 1)
			w.start()
			w.night()
			if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
				t.Errorf("after a night: %+v", found)
			}
		})
	}
}

// evidenceIn executes statements in a ledger, and returns what it holds that no upgrade may
// change, a line each.
func evidenceIn(t *testing.T, path, statements string) (lines []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		"SELECT source_id || ' ' || line_no || ' ' || notify_id || ' ' || batch_no || ' ' || HEX(digest) || ' ' || notify_time || ' ' || COALESCE(logged_at, '-') || ' ' || success_num || ' ' || successes || ' ' || extra FROM capture",
		"SELECT notify_id || ' ' || batch_no || ' ' || HEX(digest) || ' ' || notify_time || ' ' || success_num || ' ' || successes || ' ' || source_id || ' ' || line_no FROM notification",
		"SELECT trade_no || ' ' || batch_no || ' ' || occurrence || ' ' || notify_id || ' ' || notify_time || ' ' || amount_fen || ' ' || code || ' ' || COALESCE(fee_fen, '-') || ' ' || source_id || ' ' || line_no FROM result",
		"SELECT trade_no || ' ' || source_id || ' ' || line_no || ' ' || paid_fen || ' ' || COALESCE(due_fen, '-') || ' ' || out_trade_no FROM order_row",
		"SELECT trade_no || ' ' || refunded_fen || ' ' || pending_fen || ' ' || succeeded || ' ' || answered || ' ' || COALESCE(owed_fen, '-') FROM trade_total",
	} {
		rows, err := db.Query(query + " ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return lines
}

// firstApart is the first line that two lists do not share.
func firstApart(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return strings.Join([]string{a[i], b[i]}, "\n")
		}
	}
	return "one is the beginning of the other"
}
