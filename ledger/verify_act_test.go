package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// everySaid is a world in which people have done everything that people do, before its last run
// and, in the same way, after it.
func everySaid(t *testing.T) *world {
	w, _ := manual(t, 1)
	w.tell("request 20260301001 2026-03-01 10:00:00 T3^1.00^x\nrequest 20260301002 2026-03-01 10:00:00 T4^1.00^x\norder T3 5.00 due 5.00")
	for i := range 2 {
		w.asOf = w.asOf.AddDate(0, 0, 1)
		w.night()
		w.tell(fmt.Sprintf("order T%d 5.00 due 2.00", 5+i))
		run := w.night()
		all, err := w.l.Proposals(context.Background(), run)
		if err != nil || len(all) != 1 {
			t.Fatalf("proposals %+v, %v", all, err)
		}
		p := all[0]
		if err := w.approve("Li", p); err != nil {
			t.Fatal(err)
		}
		if _, err := w.release(p.ID); err != nil {
			t.Fatal(err)
		}
		w.voice(t, i)
		f := findingWhere(w, run, func(f ledger.Finding) bool { return f.Code == "MISSING_RESULT" && f.BatchNo == "20260301002" })
		review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "1.00", Decision: "accepted", Owner: "Wang", Comment: fmt.Sprint("round ", i), Until: fmt.Sprintf("2026-03-2%d", i)}, ledger.ReviewRecorded, "")
	}
	return w
}

// voice says a few things, one of which is taken back.
func (w *world) voice(t *testing.T, i int) {
	w.policy.Approvals = 2
	defer func() { w.policy.Approvals = 1 }()
	trade := trades("T3")
	for _, s := range []ledger.Statement{
		{Kind: ledger.ActElsewhere, TradeNo: trade, Amount: alipay.Fen(int64(10 + i))},
		{Kind: ledger.ActAllow, TradeNo: trade, Amount: alipay.Fen(int64(20 + i)), File: "mail.pdf", FileSHA256: strings.Repeat("ab", 32)},
		{Kind: ledger.ActUnrefunded, TradeNo: trade},
	} {
		for _, person := range []string{"Li", "Wang"} {
			s.Person, s.Evidence = person, "asked"
			act, err := w.l.Say(context.Background(), w.account, w.policy, s, w.asOf)
			if err != nil {
				t.Fatal(err)
			}
			if act.State == ledger.ActInForce && s.Kind == ledger.ActAllow {
				undo := ledger.Statement{Kind: ledger.ActUndo, Act: act.No, Person: "Li", Evidence: "a mistake"}
				if _, err := w.l.Say(context.Background(), w.account, w.policy, undo, w.asOf); err != nil {
					t.Fatal(err)
				}
			}
			if s.Kind == ledger.ActElsewhere {
				break
			}
		}
	}
}

// TestVerifyNoticesActs alters every column of what people did, takes every row of it away
// and adds one more, before the next run and after it.
func TestVerifyNoticesActs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes books through many nights")
	}
	w := everySaid(t)
	if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
		t.Fatalf("the books are not what they should be: %+v", found)
	}
	for _, a := range alterations(t, w.path) {
		altered := copyOf(t, w.path)
		alter(t, altered, a)
		if found := discrepancies(t, altered); len(found) == 0 {
			t.Errorf("%s: nothing found", a)
		}
	}
}

// alter does what nobody may do to the books.
func alter(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=off&_ignore_check_constraints=on")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA ignore_check_constraints = on"); err != nil {
		t.Fatal(err)
	}
	res, err := db.Exec(statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		t.Errorf("%s: alters nothing (%v)", statement, err)
	}
}

// alterations are the statements that alter what people did: of the first row and of the
// last one of each table every column, and the row.
func alterations(t *testing.T, path string) (all []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+ledgertest.File(t, path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []struct{ name, at string }{{"act", "act_no"}, {"approval", "approved_at"}, {"release", "released_at"}, {"review", "review_id"}} {
		for _, end := range []string{"MIN", "MAX"} {
			where := fmt.Sprintf(" WHERE %s = (SELECT %s(%s) FROM %s)", table.at, end, table.at, table.name)
			all = append(all, "DELETE FROM "+table.name+where)
			rows, err := db.Query("SELECT name FROM pragma_table_info(?)", table.name)
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				var column string
				if err := rows.Scan(&column); err != nil {
					t.Fatal(err)
				}
				if column == "published" {
					continue // whether its files are there is nothing that a person said
				}
				if column == "carried" {
					all = append(all, "UPDATE "+table.name+" SET carried = 1"+where)
					continue
				}
				all = append(all, fmt.Sprintf("UPDATE %s SET %s = CASE TYPEOF(%s) WHEN 'text' THEN %s || 'x' WHEN 'integer' THEN %s + 7000 ELSE 7 END%s",
					table.name, column, column, column, column, where))
			}
			if err := rows.Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return append(all,
		"INSERT INTO act SELECT act_no + 1000, account_id, kind, batch_no, trade_no, notify_id, subject, first_run, code, amount_fen, expected, actual, given_fen, seconds_no, undoes_no, needed, person, evidence, file_name, file_sha256, said_at, said_day, after_commit, last_source, carried FROM act WHERE act_no = 1",
		"UPDATE act SET person = 'Zhao' WHERE person = 'Wang'", "UPDATE approval SET person = 'Zhao'", "UPDATE release SET person = 'Zhao'", "UPDATE review SET person = 'Zhao'")
}
