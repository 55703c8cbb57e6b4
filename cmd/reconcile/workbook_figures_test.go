package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

// A bookFinding is a line of findings.jsonl.
type bookFinding struct {
	ID, Code, Severity, Status string
	TradeNo                    string `json:"trade_no"`
	BatchNo                    string `json:"batch_no"`
	Amount                     string
	AgeDays                    int `json:"age_days"`
}

// A bookNight is a night as its files tell it, the workbook among them.
type bookNight struct {
	sheets   map[string]sheetRows
	findings []bookFinding
	summary  outcome
	own      map[string]bool // the batches of the night itself
	results  resultSums
}

// TestWorkbookFigures recomputes every figure on Summary, Tie-out and Trades over
// two nights: from findings.jsonl, from the results, and from the evidence in
// the ledger.
func TestWorkbookFigures(t *testing.T) {
	skipShort(t)
	for _, name := range []string{"clean", "small", "month", "rough"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := copyCase(name, dir); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			setScope(t, "all")
			var want expectation
			decodeFile(t, "expected.json", &want)
			first := runBookNight(t, want.AsOf)
			first.compare(t, nil)
			asOf, err := alipay.ParseTime(want.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			second := runBookNight(t, asOf.Add(50*time.Hour).Format(alipay.TimeLayout))
			second.compare(t, &first)
		})
	}
}

func runBookNight(t *testing.T, asOf string) bookNight {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"run", "--config", "cron.yaml", "--as-of", asOf}, os.Getenv, &stdout, &stderr); status == exit.Failed || status == exit.Usage {
		t.Fatalf("run ended with %d:\n%s", status, &stderr)
	}
	checkMoney(t, ".")
	dir := "out/nightly/latest"
	n := bookNight{
		sheets: readWorkbook(t, dir), findings: decodeLines[bookFinding](t, filepath.Join(dir, "findings.jsonl")),
		summary: readOutcome(t, dir), own: map[string]bool{},
	}
	for _, b := range n.summary.summary.Batches {
		n.own[fmt.Sprint(b["batch_no"])] = true
	}
	n.results = sumResults(t, n.sheets["明细 Results"])
	return n
}

func (n bookNight) compare(t *testing.T, before *bookNight) {
	t.Helper()
	n.compareResults(t)
	n.compareSummary(t, before)
	n.compareDays(t)
	n.compareAges(t)
	n.compareTrades(t)
	n.compareTieOut(t, before)
}

// compareResults asks that the results of the workbook are those of the ledger.
func (n bookNight) compareResults(t *testing.T) {
	t.Helper()
	rows := n.sheets["明细 Results"]
	got := map[string]string{}
	for i := 1; i < len(rows); i++ {
		key := strings.Join([]string{rows.text(t, i, "批次号 Batch"), rows.text(t, i, "交易号 Trade"), rows.text(t, i, "次序 Occurrence")}, " ")
		got[key] = fmt.Sprintf("%s %s %d %s", rows.text(t, i, "通知时间 Notified (UTC+8)"), rows.text(t, i, "通知号 Notification"), rows.fen(t, i, "金额 Amount"), rows.text(t, i, "结果 Result"))
	}
	want := map[string]string{}
	query(t, `SELECT batch_no, trade_no, occurrence, notify_time, notify_id, amount_fen, code FROM result`, func(scan func(...any) error) error {
		var batch, trade, notify, code string
		var occurrence, at, fen int64
		err := scan(&batch, &trade, &occurrence, &at, &notify, &fen, &code)
		want[fmt.Sprintf("%s %s %d", batch, trade, occurrence)] = fmt.Sprintf("%s %s %d %s", time.UnixMilli(at).In(alipay.Shanghai()).Format(alipay.TimeLayout), notify, fen, code)
		return err
	})
	compareMaps(t, "result", got, want)
}

// compareSummary counts the findings of each code.
func (n bookNight) compareSummary(t *testing.T, before *bookNight) {
	t.Helper()
	rows := n.sheets["汇总 Summary"]
	got, want := map[string]string{}, map[string]string{}
	for i := 1; i < len(rows) && rows.text(t, i, "代码 Code") != ""; i++ {
		c := codeSum{
			opening: number(t, rows, i, "期初 Opening"), opened: number(t, rows, i, "新增 New"), closed: number(t, rows, i, "已结 Closed"),
			open: number(t, rows, i, "未结 Open"), fen: rows.fen(t, i, "金额 Amount"),
		}
		got[rows.text(t, i, "代码 Code")] = fmt.Sprintf("%s trades %d", c, number(t, rows, i, "交易数 Trades"))
		want[rows.text(t, i, "代码 Code")] = fmt.Sprintf("%s trades %d", codeSum{}, 0)
	}
	for code, c := range sumCodes(t, before, n) {
		want[code] = fmt.Sprintf("%s trades %d", *c, len(c.trades))
	}
	compareMaps(t, "code", got, want)
}

func number(t *testing.T, rows sheetRows, row int, heading string) int64 {
	t.Helper()
	v, err := strconv.ParseInt(rows.text(t, row, heading), 10, 64)
	if err != nil {
		t.Fatalf("row %d, %s: %v", row+1, heading, err)
	}
	return v
}

// query reads rows of the ledger.
func query(t *testing.T, text string, each func(scan func(...any) error) error) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:var/ledger.db?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func compareMaps(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for key, w := range want {
		if got[key] != w {
			t.Errorf("%s %s = %q, want %q", what, key, got[key], w)
		}
	}
	for key, g := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s %s = %q, want none", what, key, g)
		}
	}
}
