package ledger_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// countAll lists the tables of a ledger with how many rows each has.
func countAll(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+ledgertest.File(t, path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		var n int
		if err := db.QueryRow("SELECT COUNT(*) FROM " + name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %d\n", name, n)
	}
	return all.String()
}

// takeMuch takes in a log of notifications and one of requests, so that the first is
// written while the second is read.
func (w *world) takeMuch(t *testing.T) error {
	in, err := w.l.Begin(t.Context())
	if err != nil {
		return err
	}
	if err := w.fillIntake(in); err != nil {
		if back := in.Rollback(); back != nil && !errors.Is(back, ledger.ErrFull) {
			t.Errorf("rolled back after %v: %v", err, back)
		}
		return err
	}
	return in.Commit()
}

func (w *world) fillIntake(in *ledger.Intake) error {
	if err := in.Open(ledger.Source{Run: w.run.ID, Account: w.account, Kind: ledger.Notify, Path: "n.log", FirstLine: 1}); err != nil {
		return err
	}
	for i := range int64(300) {
		c := capture(w, i+1, fmt.Sprintf("n%d", i), fmt.Sprintf("20260301%05d", i), "2026-03-01 10:00:00", fmt.Sprintf("T%d", i), "1.00")
		if err := in.Deliver(c); err != nil {
			return err
		}
	}
	if _, err := in.Close(ledger.Source{}); err != nil {
		return err
	}
	if err := in.Open(ledger.Source{Run: w.run.ID, Account: w.account, Kind: ledger.Requests, Path: "r.log", FirstLine: 1}); err != nil {
		return err
	}
	for i := range int64(600) {
		if err := in.Request(ledger.Submission{Line: i + 1, Request: w.manyLines(i)}); err != nil {
			return err
		}
	}
	_, err := in.Close(ledger.Source{})
	return err
}

func (w *world) manyLines(i int64) alipay.Request {
	var details []string
	for n := range 12 {
		details = append(details, fmt.Sprintf("T%d^1.00^x", 1000+int(i)*12+n))
	}
	body := alipay.Params{
		{Name: "service", Value: alipay.Service}, {Name: "partner", Value: partner}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "batch_no", Value: fmt.Sprintf("20260302%05d", i)}, {Name: "refund_date", Value: "2026-03-02 10:00:00"}, {Name: "batch_num", Value: "12"},
		{Name: "detail_data", Value: trades(strings.Join(details, "#"))},
	}.Encode()
	r, err := alipay.ParseRequest(body, alipay.UTF8)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// TestFullIntake gives an intake less room than it needs, from none to enough. Whatever is
// written when the disk is full, and whichever goroutine meets it: nothing stays, which a
// later intake would take for a duplicate. It is so on the first night, and with the
// write-ahead log of a later one.
func TestFullIntake(t *testing.T) {
	ledgertest.NeedFile(t)
	step := 7
	if testing.Short() {
		step = 19
	}
	for _, night := range []string{"first", "second"} {
		t.Run(night, func(t *testing.T) {
			calm, w := newWorld(t), newWorld(t)
			for _, w := range []*world{calm, w} {
				if night == "second" {
					w.tell("order T1 5.00 due 3.00\nnight")
				}
			}
			if err := calm.takeMuch(t); err != nil {
				t.Fatal(err)
			}
			before, tried := countAll(t, w.path), 0
			for room := 0; ; room += step {
				if err := ledger.LimitPages(t.Context(), w.l, room); err != nil {
					t.Fatal(err)
				}
				err := w.takeMuch(t)
				if err == nil {
					break
				}
				if tried++; !errors.Is(err, ledger.ErrFull) {
					t.Errorf("with %d pages: %v", room, err)
				}
				if left := countAll(t, w.path); left != before {
					t.Fatalf("with %d pages there is left\n%s\nwant\n%s", room, left, before)
				}
			}
			if got, want := countAll(t, w.path), countAll(t, calm.path); got != want || tried < 5 {
				t.Errorf("after %d tries the books hold\n%s\nwant\n%s", tried, got, want)
			}
		})
	}
}
