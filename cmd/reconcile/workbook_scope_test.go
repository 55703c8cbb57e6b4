package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

// setScope sets the scope of the job in the working folder's configuration.
func setScope(t *testing.T, scope string) {
	t.Helper()
	text, err := os.ReadFile("cron.yaml")
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.Replace(string(text), "    output:", "    report: { scope: "+scope+" }\n    output:", 1)
	if whole == string(text) {
		t.Fatal("cron.yaml has no output")
	}
	if err := os.WriteFile("cron.yaml", []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
}

// scopedNights are three nights of a case with one scope: the second without any
// new input, the third with answers to what the first one issued.
type scopedNights [3]bookNight

func runScoped(t *testing.T, scope string) (nights scopedNights) {
	t.Helper()
	dir := t.TempDir()
	if err := copyCase("small", dir); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	setScope(t, scope)
	var want expectation
	decodeFile(t, "expected.json", &want)
	asOf, err := alipay.ParseTime(want.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	for i := range nights {
		if i == 2 {
			answerBatch(t, nights[0])
		}
		nights[i] = runBookNight(t, asOf.AddDate(0, 0, i).Format(alipay.TimeLayout))
	}
	for i := range nights {
		proveBook(t, i)
	}
	return nights
}

// answerBatch appends Alipay's answer to the first line of a night's first batch to
// a log of its own.
func answerBatch(t *testing.T, n bookNight) {
	t.Helper()
	if len(n.summary.summary.Batches) == 0 {
		t.Fatal("the night has no batch")
	}
	batch, details := fmt.Sprint(n.summary.summary.Batches[0]["batch_no"]), ""
	query(t, `SELECT trade_no, amount_fen FROM request_line WHERE batch_no = '`+batch+`' ORDER BY trade_no LIMIT 1`, func(scan func(...any) error) error {
		var trade string
		var fen int64
		err := scan(&trade, &fen)
		details = trade + "^" + alipay.Fen(fen).String() + "^SUCCESS"
		return err
	})
	text, err := os.ReadFile("md5.key")
	if err != nil {
		t.Fatal(err)
	}
	key, err := alipay.NewMD5(alipay.NewSecret(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := alipay.Sign(alipay.Params{
		{Name: "notify_time", Value: "2026-03-08 10:00:00"}, {Name: "notify_type", Value: alipay.NotifyType}, {Name: "notify_id", Value: "answer1"},
		{Name: "batch_no", Value: batch}, {Name: "success_num", Value: "1"}, {Name: "result_details", Value: details},
	}, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("notify/answer.log", []byte(signed.Encode()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// proveBook asks that verify writes the workbook of a night again.
func proveBook(t *testing.T, night int) {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("out/nightly/*-r%d/*.xlsx", night+1))
	if err != nil || len(files) != 1 {
		t.Fatalf("workbooks of night %d: %v, %v", night+1, files, err)
	}
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"verify", files[0]}, os.Getenv, &stdout, &stderr); status != exit.Done || !strings.Contains(stdout.String(), "byte for byte") {
		t.Errorf("verify of night %d ended with %d\n%s%s", night+1, status, &stdout, &stderr)
	}
}

const (
	tradesSheet  = "交易 Trades"
	batchesSheet = "批次 Batches"
)

// tradeRows are the rows of the sheet Trades by trade.
func (n bookNight) tradeRows(t *testing.T) map[string]string {
	t.Helper()
	return n.rowsBy(t, tradesSheet, "交易号 Trade")
}

// rowsBy are the rows of a sheet by what is below a heading.
func (n bookNight) rowsBy(t *testing.T, sheet, heading string) map[string]string {
	t.Helper()
	rows, by := n.sheets[sheet], map[string]string{}
	for i := 1; i < len(rows); i++ {
		var cells []string
		for _, c := range rows[i] {
			cells = append(cells, c.Text)
		}
		by[rows.text(t, i, heading)] = strings.Join(cells, " | ")
	}
	return by
}

// TestWorkbookScope runs the same nights with each scope. What is shown of a part is
// what is in the whole; and it is what differs from the night before, if there is one, or
// has an open finding or an unanswered line, no more and no less.
func TestWorkbookScope(t *testing.T) {
	skipShort(t)
	by := map[string]scopedNights{}
	for _, scope := range []string{"all", "changed", "open"} {
		t.Run(scope, func(t *testing.T) { by[scope] = runScoped(t, scope) })
	}
	all, changed, open := by["all"], by["changed"], by["open"]
	for i := range all {
		rows, findings, pending := all[i].tradeRows(t), all[i].touched(), all[i].pendingTrades(t)
		wantOpen, wantChanged := map[string]string{}, map[string]string{}
		for trade, row := range rows {
			isOpen := findings[trade] == "open" || pending[trade]
			if isOpen {
				wantOpen[trade] = row
			}
			if isOpen || i > 0 && (findings[trade] != "" || all[i-1].tradeRows(t)[trade] != row) {
				wantChanged[trade] = row
			}
		}
		compareMaps(t, "open trade", open[i].tradeRows(t), wantOpen)
		compareMaps(t, "changed trade", changed[i].tradeRows(t), wantChanged)
		if i > 0 && len(wantChanged) >= len(rows) || len(wantOpen) >= len(rows) || len(wantOpen) == 0 {
			t.Errorf("night %d proves nothing: %d open and %d changed of %d", i+1, len(wantOpen), len(wantChanged), len(rows))
		}
		for _, n := range []bookNight{changed[i], open[i]} {
			n.compareShownResults(t, all[i])
			n.compareTied(t, all[i])
			n.compareBatches(t, i, all)
		}
	}
}
