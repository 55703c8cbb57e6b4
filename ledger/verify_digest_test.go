package ledger_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
	"reconcile/ledger/schema"
)

// everyTable is a world that leaves rows in every table.
func everyTable(t *testing.T) *world {
	w := everySaid(t)
	w.policy.Manual = false
	w.tell(`
gap answers/*.log
series notify-*.log notify-2026-03-01.log notify-2026-03-03.log
forged f1 20260301007 T70
malformed trade T71^x
badorder T72
unreadcapture T73
unreadrequest 20260301009 3 more T74
answer q1 20260301003^T3^1.00^SUCCESS
period 2026-03-01 00:00:00 2026-03-02 00:00:00
bill 2026-03-01 11:00:00 T3^1.00^20260301001#T3^1.00^20260301001#T83^1.00^20260301011
order T80 9.00 due 9.00
`)
	w.intake(ledger.Notify, func(in *ledger.Intake) error {
		for i, line := range []int64{1, 2, 65} {
			c := ledger.Delivery{Line: line, Notification: alipay.Notification{
				NotifyID: fmt.Sprint("m", i/2), BatchNo: "20260302001", NotifyTime: w.asOf.AddDate(0, 0, -i),
				SuccessNum: 1, ResultDetails: trades("T81^0.01^SUCCESS#T82^x"), Digest: alipay.NewDigest(fmt.Sprint(i / 2)),
			}}
			c.Results, c.Bad = alipay.ParseResultDetails(c.Notification.ResultDetails)
			if err := in.HashLine(ledger.LineHash{byte(i)}); err != nil {
				return err
			}
			if err := in.Deliver(c); err != nil {
				return err
			}
		}
		return nil
	})
	w.night()
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.tell("order T80 9.00 due 8.00\nnotify z1 20260301002 2026-03-02 10:00:00 1 T4^1.00^SUCCESS")
	run := w.night()
	if err := w.l.Announced(context.Background(), ledger.Announcement{Run: run.ID, Job: run.Job, Stage: "end", At: w.asOf, Target: "mail", Attempts: 1}); err != nil {
		t.Fatal(err)
	}
	return w
}

// unproven are the columns that nothing is to be read from: which of the sources that name a
// batch again was the last. A source asks for its own batches, and what it finds is proven.
var unproven = []string{"repeated_batch.source_id"}

// TestVerifyFindsAnyAlteration takes rows of tables away, and alters others in columns.
func TestVerifyFindsAnyAlteration(t *testing.T) {
	if testing.Short() {
		t.Skip("proves books hundreds of times")
	}
	w := everyTable(t)
	if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
		t.Fatalf("the books are not what they should be: %+v", found)
	}
	file := ledgertest.File(t, w.path)
	for _, a := range drawAlterations(t, file) {
		t.Run(a.alter, func(t *testing.T) {
			t.Parallel()
			altered := copyOf(t, file)
			alter(t, altered, a.alter)
			l, err := ledger.Open(context.Background(), altered, ledger.Options{})
			if err != nil {
				return // noticed
			}
			defer l.Close()
			if found, err := (&ledger.Audit{Ledger: l}).Verify(context.Background()); err == nil && len(found) == 0 {
				t.Errorf("%s: nothing found", a.alter)
			}
		})
	}
}

var alterStep = flag.Int("alterstep", 24, "which rows and columns TestVerifyFindsAnyAlteration takes away and alters: every n-th")

// drawAlterations draws every n-th of what can be done to the tables, which is to take a row away and
// to alter one in each column: those of a digest are all columns (see internal/digest).
func drawAlterations(t *testing.T, path string) (all []alteration) {
	t.Helper()
	tables, err := schema.Tables()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	draw, possible := rand.New(rand.NewPCG(1, 2)), 0
	for _, table := range tables {
		var rows int
		if err := db.QueryRow("SELECT COUNT(*) FROM " + table.Name).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		if rows == 0 {
			t.Logf("table %s has no rows", table.Name)
			continue
		}
		key := strings.Join(table.Key, ", ")
		where := func() string {
			return fmt.Sprintf(" WHERE (%s) = (SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %d)", key, key, table.Name, key, draw.IntN(rows))
		}
		if possible++; possible%*alterStep == 0 {
			all = append(all, alteration{"DELETE FROM " + table.Name + where(), table.Name})
		}
		for _, c := range table.Columns {
			if possible++; possible%*alterStep != 0 || slices.Contains(unproven, table.Name+"."+c) {
				continue
			}
			all = append(all, alteration{fmt.Sprintf("UPDATE %[1]s SET %[2]s = CASE TYPEOF(%[2]s) WHEN 'text' THEN %[2]s || '7' WHEN 'integer' THEN %[2]s + 7000 WHEN 'blob' THEN CAST(%[2]s || '7' AS BLOB) ELSE %[3]s END", table.Name, c, ofType(t, db, table.Name, c)) + where(), table.Name})
		}
	}
	return all
}

// ofType is a value of a column that is NULL.
func ofType(t *testing.T, db *sql.DB, table, column string) string {
	t.Helper()
	var kind string
	if err := db.QueryRow("SELECT type FROM pragma_table_info(?) WHERE name = ?", table, column).Scan(&kind); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"INTEGER": "7", "TEXT": "'7'", "BLOB": "x'07'"}[kind]
}

// TestVerifyNamesTheRow alters one row, adds one, or takes one away, of a source or a day that
// has several, and asks that a proof names it.
func TestVerifyNamesTheRow(t *testing.T) {
	w := everyTable(t)
	file := ledgertest.File(t, w.path)
	const (
		claim  = " WHERE trade_no = '2026020100000081' AND line_no = 65"
		others = " account_id 1 batch_no 20260302001 occurrence 1 line_no "
	)
	for _, c := range []struct{ alter, want string }{
		{"UPDATE claim SET amount_fen = amount_fen + 1" + claim, "row trade_no 2026020100000081" + others + "65 capture_no 1"},
		{"UPDATE claim SET trade_no = '2026020100000082'" + claim, "row trade_no 2026020100000082" + others + "65 capture_no 1"},
		{"UPDATE claim SET line_no = 66" + claim, "row trade_no 2026020100000081" + others + "66 capture_no 1, which was line_no 65"},
		{"DELETE FROM claim" + claim, "line_no 65 is gone"},
		{"UPDATE claim SET amount_fen = 7 WHERE trade_no = '2026020100000081'", "claim, source 17, notify/17, more than one row"},
		{"INSERT INTO order_row (trade_no, account_id, source_id, line_no, paid_fen, due_fen, out_trade_no, paid_at, status, refund_reason, seller) SELECT '2026020100000009', account_id, source_id, 2, paid_fen, due_fen, out_trade_no, paid_at, status, refund_reason, seller FROM order_row WHERE source_id = 16", "added: trade_no 2026020100000009 account_id 1 line_no 2"},
		{"UPDATE request_line SET amount_fen = 1 WHERE trade_no = '2026020100000001'", "request_line, batches of day 20260308, row trade_no 2026020100000001 account_id 1 batch_no 20260308900001 occurrence 1"},
		{"UPDATE digest SET placed = NULL WHERE table_name = 'run' AND after_commit = (SELECT MAX(after_commit) FROM digest WHERE table_name = 'run')", "digest, run, run "},
	} {
		t.Run(c.alter, func(t *testing.T) {
			t.Parallel()
			altered := copyOf(t, file)
			alter(t, altered, c.alter)
			var where []string
			for _, d := range discrepancies(t, altered) {
				if where = append(where, d.Where); strings.Contains(d.Where, c.want) {
					return
				}
			}
			t.Errorf("found %q, none of them %q", where, c.want)
		})
	}
}
