package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestRotation lets a notify log grow, rotate, shrink, move and be packed at
// random while the program runs again and again. Once all is quiet, the ledger is
// that of one run over all lines in their order: nothing is counted twice and
// nothing is missed.
//
// ROTATION_SEEDS=500 tries so many; ROTATION_FIRST is the first of them.
func TestRotation(t *testing.T) {
	skipShort(t)
	first, seeds := envNumber(t, "ROTATION_FIRST", 1), envNumber(t, "ROTATION_SEEDS", 3)
	for seed := first; seed < first+seeds; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			got, want := rotationHome(t), rotationHome(t)
			log := newLivingLog(t, rand.New(rand.NewPCG(uint64(seed), 1)), filepath.Join(got, "notify"))
			for range 12 {
				turns := make(chan struct{})
				go func() {
					defer close(turns)
					log.live()
				}()
				rotationRun(t, got)
				<-turns
			}
			log.finish()
			log.check(log.file.Close())
			rotationRun(t, got)
			log.check(os.WriteFile(filepath.Join(want, "notify/all.log"), log.all.Bytes(), 0o600))
			rotationRun(t, want)
			compareBooks(t, got, want)
		})
	}
}

func envNumber(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// rotationHome is a folder with a configuration and no log yet.
func rotationHome(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	const text = `ledger: var/ledger.db
accounts:
  demo:
    partner: "2088101008267254"
    seller_email: shop@example.com
    charset: GBK
    sign_type: MD5
    md5_key: { file: md5.key }
    corrections: { complete_since: 2003-01-01 }
    notify_url: https://shop.example/notify
jobs:
  nightly:
    account: demo
    orders: [orders.csv]
    notify: ["notify/*.log*", "notify/*.zip"]
    output: out
`
	for name, content := range map[string]string{
		"cron.yaml": text, "md5.key": "rotation\n", "orders.csv": "trade_no,paid_amount\n2026030100000001,900.00\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "notify"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// rotationRun runs the program. A file that is refused because it changes under
// its eyes makes the run incomplete, and is for the next.
func rotationRun(t *testing.T, dir string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := newProgram(func(string) string { return "" }, &stdout, &stderr)
	status := p.run(t.Context(), []string{"run", "--config", filepath.Join(dir, "cron.yaml"), "--as-of", "2026-03-09 02:30:00"})
	if status != exit.Findings && status != exit.Incomplete && status != exit.Done {
		t.Fatalf("run ended with %d\n%s%s", status, &stdout, &stderr)
	}
	checkMoney(t, dir)
}

// compareBooks compares what two ledgers hold, wherever it stood.
func compareBooks(t *testing.T, got, want string) {
	t.Helper()
	for _, statement := range []string{
		"SELECT SUM(lines), SUM(accepted), SUM(duplicate), SUM(rejected), SUM(ignored), SUM(extra) FROM source WHERE kind = 'notify'",
		"SELECT notify_id, batch_no, HEX(digest), notify_time, success_num, successes, COUNT(*) FROM capture GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4",
		"SELECT notify_id, batch_no, HEX(digest), notify_time, success_num, successes FROM notification ORDER BY 1",
		"SELECT trade_no, batch_no, occurrence, notify_id, notify_time, amount_fen, code FROM claim_named ORDER BY 1, 2, 3, 4",
		"SELECT HEX(digest), notify_id, batch_no FROM bad_signature ORDER BY 1",
		"SELECT kind, notify_id, batch_no, reason, COUNT(*) FROM reject GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
		"SELECT trade_no, paid_fen, refunded_fen, succeeded, answered FROM trade_total ORDER BY 1",
		"SELECT code, trade_no, batch_no, notify_id, amount_fen, COUNT(*) FROM finding WHERE closed_run IS NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
	} {
		if g, w := rowsOf(t, got, statement), rowsOf(t, want, statement); g != w {
			t.Errorf("%s\ngot\n%s\nwant\n%s", statement, g, w)
		}
	}
}

// rowsOf prints what a statement yields from a ledger.
func rowsOf(t *testing.T, dir, statement string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "var/ledger.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			fmt.Fprintf(&b, "%v\t", *v.(*any))
		}
		b.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
