package reports_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
	"reconcile/reports"
)

// cutReport is a report of the sample whose sheets take so many rows.
func cutReport(t *testing.T, most int) (*books, reports.Report) {
	t.Helper()
	b, r := sample(t), report(t)
	b.sums = ledger.Sums{
		Results: 4, Trades: 3, Answered: 4, Succeeded: 2, Good: 2, Submitted: 5, Stated: 2, Counted: 2,
		Refunded: yuan(t, "1239.56"), RefundedByTrade: yuan(t, "1239.56"), Fees: ledger.Fees{Back: yuan(t, "0.01")},
	}
	r.Policy.Header.Scope, r.Policy.Header.MaxRows = ledger.ScopeChanged, most
	return b, r
}

// column is what stands below the heading of a sheet's column.
func column(t *testing.T, f *excelize.File, sheet string, at int) (list []string) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if len(row) == 0 { // what is behind it are sums
			break
		}
		list = append(list, row[at])
	}
	return list
}

// A shown is what stands in a column of a sheet.
type shown struct {
	sheet string
	at    int
	rows  []string
}

func (s shown) check(t *testing.T, f *excelize.File) {
	t.Helper()
	if got := column(t, f, s.sheet, s.at); !slices.Equal(got, s.rows) {
		t.Errorf("%s shows %q, want %q", s.sheet, got, s.rows)
	}
}

// A sheet that has too many rows shows the worst in their order; the others count, tie out,
// are told on the cover and in the summary, and stand in the files beside it.
func TestCutSheets(t *testing.T) {
	b, r := cutReport(t, 2)
	dir := write(t, b, r)
	f := openWorkbook(t, dir)
	for _, want := range []shown{
		{"异常 Findings", 0, []string{"0a1b2c3d4e5f", "2a1b2c3d4e5f"}},
		{"交易 Trades", 0, []string{tradeA, tradeC}},
		{"明细 Results", 0, []string{tradeA, tradeA}},
		{"批次 Batches", 0, []string{"20260301000001", "20260304000019"}},
		{"更正 Corrections", 0, []string{"2026030255667799", "2026030355667799"}},
		{"操作 Acts", 2, []string{"放行 released", "审阅 reviewed"}},
	} {
		want.check(t, f)
	}
	if got := unequal(t, f); len(got) > 0 {
		t.Errorf("the tie-out fails: %q", got)
	}
	text := dump(t, f)
	for _, want := range []string{
		"未示 Not shown | 异常 Findings 1 of 3 rows, 交易 Trades 1 of 3 rows, 明细 Results 2 of 4 rows, 更正 Corrections 2 of 4 rows, 操作 Acts 2 of 4 rows: no sheet has more than 2.",
		"全部内容 Everything | report: { scope: all } in the job nightly, then reconcile run --job nightly",
		"changed: what is new since run 6, and what is open; 3 of 3 trades, 4 of 4 results",
		"every result of these trades | 2 | … 2 not shown",
		"所示与未示 shown and not: 明细 Results | 明细 Results，含未示 2 行 with 2 not shown | 4 | 计入 counted | 4 | 0 ",
		"异常 findings | 异常行数 rows of findings 异常 Findings，含未示 1 行 with 1 not shown | 3 | 未结合计 open, all codes | 3 | 0 ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not say %q", want)
		}
	}
	for name, want := range map[string]int{"findings.jsonl": 4, "corrections.jsonl": 4} {
		lines, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || strings.Count(string(lines), "\n") != want {
			t.Errorf("%s has %d lines, %v, want %d", name, strings.Count(string(lines), "\n"), err, want)
		}
	}
	if got, want := leftOut(t, dir), `{"acts":2,"corrections":2,"findings":1,"results":2,"trades":1}`; got != want {
		t.Errorf("summary.json leaves out %s, want %s", got, want)
	}
}

// leftOut is what summary.json says of rows that no sheet shows.
func leftOut(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	var summary struct {
		LeftOut json.RawMessage `json:"left_out"`
	}
	if err := json.Unmarshal(text, &summary); err != nil {
		t.Fatal(err)
	}
	var compact strings.Builder
	for _, field := range strings.Fields(string(summary.LeftOut)) {
		compact.WriteString(field)
	}
	return compact.String()
}

// Where every row is shown, nothing says otherwise, and the workbook is that of a run without
// a limit but for the line that tells how to have everything.
func TestUncutSheets(t *testing.T) {
	b, r := cutReport(t, 4)
	dir := write(t, b, r)
	text := dump(t, openWorkbook(t, dir))
	if strings.Contains(text, "未示") || leftOut(t, dir) != "" {
		t.Error("rows that are shown are said not to be")
	}
	r.Policy.Header.MaxRows = 0
	if without := dump(t, openWorkbook(t, write(t, b, r))); strings.Contains(without, "Everything") || strings.Contains(without, "of the scope") || strings.Count(text, "\n")-strings.Count(without, "\n") != 1 {
		t.Error("a run without a limit has other rows")
	}
}

// A job's first run shows what is open, and says so; one of before, which recorded nothing of
// it, showed everything.
func TestFirstScope(t *testing.T) {
	b, r := cutReport(t, 0)
	b.previous = nil
	text := dump(t, openWorkbook(t, write(t, b, r)))
	if !strings.Contains(text, "范围 Scope | all: every trade, result and batch") {
		t.Error("a first run of before does not show everything")
	}
	r.Policy.Header = r.Policy.Header.Showing(ledger.ScopeChanged)
	text = dump(t, openWorkbook(t, write(t, b, r)))
	const says = "范围 Scope | first run of the job, open: trades and batches with an open finding or an unanswered line; later ones show what is new, too; 3 of 3 trades, 4 of 4 results"
	if !strings.Contains(text, says) {
		t.Errorf("the first run does not say %q", says)
	}
}

// A severe finding about little money goes before a mild one about much, and so do the rows
// that it names, wherever they stand.
func TestWorstRows(t *testing.T) {
	b, r := cutReport(t, 2)
	b.findings[0].Status, b.findings[0].Amount = ledger.StatusOpen, ref(yuan(t, "0.05"))
	slices.Reverse(b.results)
	f := openWorkbook(t, write(t, b, r))
	if got, want := column(t, f, "异常 Findings", 0), []string{"0a1b2c3d4e5f", "2a1b2c3d4e5f"}; !slices.Equal(got, want) {
		t.Errorf("findings %q are shown, want %q", got, want)
	}
	if got, want := column(t, f, "明细 Results", 0), []string{tradeA, tradeA}; !slices.Equal(got, want) {
		t.Errorf("results of %q are shown, want %q", got, want)
	}
}

// Where the findings are few and a sheet has too many rows all the same, it shows the worst.
func TestCutSheetsOfFewFindings(t *testing.T) {
	b, r := cutReport(t, 3) // as many as findings are open
	dir := write(t, b, r)
	f := openWorkbook(t, dir)
	for _, want := range []shown{
		{"明细 Results", 0, []string{tradeA, tradeB, tradeA}},
		{"更正 Corrections", 0, []string{"2026022155667788", "2026030255667799", "2026030355667799"}},
		{"操作 Acts", 2, []string{"复核 approved", "放行 released", "审阅 reviewed"}},
	} {
		want.check(t, f)
	}
	if got := unequal(t, f); len(got) > 0 {
		t.Errorf("the tie-out fails: %q", got)
	}
	if got, want := leftOut(t, dir), `{"acts":1,"corrections":1,"results":1}`; got != want {
		t.Errorf("summary.json leaves out %s, want %s", got, want)
	}
}
