package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/reports"
)

// A finance is a copy of a case with a run of it, and its workbook as people have it
// open.
type finance struct {
	*testing.T
	dir  string
	book *excelize.File
	file string
}

func newFinance(t *testing.T, name string) *finance {
	t.Helper()
	d := &finance{T: t, dir: t.TempDir()}
	if err := copyCase(name, d.dir); err != nil {
		t.Fatal(err)
	}
	d.run("2026-03-07 02:30:00")
	d.open()
	return d
}

// do runs the program in the folder and returns its exit status and output.
func (d *finance) do(args ...string) (int, string, string) {
	d.Helper()
	var stdout, stderr bytes.Buffer
	p := newProgram(func(string) string { return "" }, &stdout, &stderr)
	status := p.run(context.Background(), append(args, "--config", filepath.Join(d.dir, "cron.yaml")))
	return status, stdout.String(), stderr.String()
}

func (d *finance) run(asOf string) (status int, stdout string) {
	d.Helper()
	status, stdout, stderr := d.do("run", "--as-of", asOf)
	if status == exit.Failed || status == exit.Usage {
		d.Fatalf("run ended with %d\n%s%s", status, stdout, stderr)
	}
	return status, stdout
}

// open opens the newest workbook.
func (d *finance) open() {
	d.Helper()
	found, err := filepath.Glob(filepath.Join(d.dir, "out/*/latest/*.xlsx"))
	if err != nil || len(found) != 1 {
		d.Fatalf("workbooks: %v, %v", found, err)
	}
	if d.book, err = excelize.OpenFile(found[0]); err != nil {
		d.Fatal(err)
	}
	d.file = filepath.Join(d.dir, "reviewed.xlsx")
}

// column returns the letter of a column of the findings.
func (d *finance) column(heading string) string {
	d.Helper()
	return d.columnOf(reports.FindingsSheet, heading)
}

// columnOf returns the letter of a column of a sheet.
func (d *finance) columnOf(sheet, heading string) string {
	d.Helper()
	rows, err := d.book.GetRows(sheet)
	if err != nil {
		d.Fatal(err)
	}
	at := slices.Index(rows[0], heading)
	name, err := excelize.ColumnNumberToName(at + 1)
	if err != nil {
		d.Fatalf("column %s: %v", heading, err)
	}
	return name
}

// row returns the number of the first finding of a code.
func (d *finance) row(code string) int {
	d.Helper()
	rows, err := d.book.GetRows(reports.FindingsSheet)
	if err != nil {
		d.Fatal(err)
	}
	for i, row := range rows {
		if slices.Contains(row, code) {
			return i + 1
		}
	}
	d.Fatalf("no finding of %s", code)
	return 0
}

// fill writes into the cell of a finding.
func (d *finance) fill(code, heading string, value any) {
	d.Helper()
	if err := d.book.SetCellValue(reports.FindingsSheet, d.column(heading)+fmt.Sprint(d.row(code)), value); err != nil {
		d.Fatal(err)
	}
}

// shown returns the cell of a finding.
func (d *finance) shown(code, heading string) string {
	d.Helper()
	text, err := d.book.GetCellValue(reports.FindingsSheet, d.column(heading)+fmt.Sprint(d.row(code)))
	if err != nil {
		d.Fatal(err)
	}
	return text
}

// hand saves the workbook as Excel would and takes it in.
func (d *finance) hand() (int, []ledger.ReviewResult) {
	d.Helper()
	if err := d.book.SaveAs(d.file); err != nil {
		d.Fatal(err)
	}
	status, stdout, stderr := d.do("review", "import", d.file, "--by", "Li Na", "--json")
	var out struct{ Results []ledger.ReviewResult }
	if status == exit.Failed || status == exit.Usage {
		d.Fatalf("review import ended with %d\n%s", status, stderr)
	}
	if err := json.Unmarshal([]byte(stdout), &out); err != nil {
		d.Fatalf("review import printed %s: %v", stdout, err)
	}
	return status, out.Results
}

// TestReviewImport takes a workbook through a person's hands and back: what was
// written is in the next one, row by row, and an accepted finding no longer
// raises the exit status.
func TestReviewImport(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	columns := reports.ReviewColumns()
	decision, owner, comment, tick := columns[2], columns[3], columns[4], columns[5]
	d.fill("OVER_REFUND", decision, "接受 Accepted")
	d.fill("OVER_REFUND", owner, "王芳")
	d.fill("OVER_REFUND", comment, "agreed with the buyer, until 2026-03-31")
	d.fill("OVER_REFUND", tick, "✓")
	d.fill("REFUND_FAILED", decision, "explained")
	d.fill("UNMATCHED_TRADE", decision, "接受 Accepted")
	d.fill("UNDER_REFUND", "金额 Amount", 0.01)
	d.fill("UNDER_REFUND", owner, "王芳")
	status, results := d.hand()
	got := map[string]string{}
	for _, r := range results {
		got[r.ID] = r.Result + ": " + r.Reason
	}
	for code, want := range map[string]string{
		"OVER_REFUND": "recorded: ", "REFUND_FAILED": "recorded: ", "UNMATCHED_TRADE": "refused: accepted without a date",
		"UNDER_REFUND": `refused: the row was altered: its amount is "0.01"`,
	} {
		if id := d.shown(code, columns[0]); !strings.HasPrefix(got[id], want) {
			t.Errorf("%s came out as %q, want %q", code, got[id], want)
		}
	}
	if status != exit.Incomplete || len(results) != 4 {
		t.Errorf("review import ended with %d and %d rows, want %d and 4: %+v", status, len(results), exit.Incomplete, results)
	}
	if _, again := d.hand(); again[0].Result == ledger.ReviewRecorded || len(again) != 4 {
		t.Errorf("taken in twice it is %+v", again)
	}

	d.run("2026-03-08 02:30:00")
	d.open()
	for heading, want := range map[string]string{
		decision: "接受 Accepted", owner: "王芳", comment: "agreed with the buyer, until 2026-03-31", tick: "✓",
	} {
		if got := d.shown("OVER_REFUND", heading); got != want {
			t.Errorf("tomorrow's %s is %q, want %q", heading, got, want)
		}
	}
}

// TestReviewOfAnotherLedger refuses a workbook that is of another ledger.
func TestReviewOfAnotherLedger(t *testing.T) {
	t.Parallel()
	d, other := newFinance(t, "small"), newFinance(t, "month")
	if err := d.book.SaveAs(d.file); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := other.do("review", "import", d.file, "--by", "Li"); status != exit.Failed || !strings.Contains(stderr, "the workbook is of another ledger") {
		t.Errorf("review import ended with %d\n%s", status, stderr)
	}
}

// put writes into a cell of a sheet below a heading.
func (d *finance) put(sheet string, row int, heading string, value any) {
	d.Helper()
	cell := d.columnOf(sheet, heading) + fmt.Sprint(row)
	if err := d.book.SetCellValue(sheet, cell, value); err != nil {
		d.Fatal(err)
	}
}

// held returns the row of the first correction with a hold.
func (d *finance) held(hold string) int {
	d.Helper()
	rows, err := d.book.GetRows(reports.CorrectionsSheet)
	if err != nil {
		d.Fatal(err)
	}
	for i, row := range rows {
		if slices.Contains(row, hold) {
			return i + 1
		}
	}
	d.Fatalf("no correction is held by %s in %q", hold, rows)
	return 0
}

// TestReviewImportOfActs takes acts and the date of an acceptance through a person's hands:
// a date as a spreadsheet saves it, an amount to the fen.
func TestReviewImportOfActs(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	decision, until, evidence, amount := reports.ReviewColumns()[2], reports.ActColumns()[0], reports.ActColumns()[1], reports.AnswerColumns()[1]
	d.fill("OVER_REFUND", decision, "接受 Accepted")
	d.fill("OVER_REFUND", until, 46112) // 2026-03-31
	d.fill("REFUND_EXCEEDS_DUE", decision, "销案 Dismiss")
	d.fill("REFUND_EXCEEDS_DUE", evidence, "a gift to the buyer")
	for hold, c := range map[string]struct {
		decision string
		amount   any
	}{"ATTEMPT_LIMIT": {"另行退还 Elsewhere", 115.99}, "UNKNOWN_CODE": {"准许 Allow", "228.42"}} {
		row := d.held(hold)
		d.put(reports.CorrectionsSheet, row, decision, c.decision)
		d.put(reports.CorrectionsSheet, row, evidence, "called the buyer")
		d.put(reports.CorrectionsSheet, row, amount, c.amount)
	}
	status, results := d.hand()
	if status != exit.Done || len(results) != 4 {
		t.Fatalf("review import ended with %d: %+v", status, results)
	}
	if _, again := d.hand(); again[0].Result != ledger.ReviewUnchanged || again[2].Reason != "A2 says so already" {
		t.Errorf("taken in twice it is %+v", again)
	}
	d.run("2026-03-08 02:30:00")
	_, acts, _ := d.do("acts")
	for i, want := range []string{"a gift to the buyer", "called the buyer", "called the buyer"} {
		if got := results[i+1]; got.Result != ledger.ReviewRecorded || got.Act != ledger.ActID(int64(i+1)) || !strings.Contains(acts, want) {
			t.Errorf("row %d came out as %+v, want A%d of %s in\n%s", i+1, got, i+1, want, acts)
		}
	}
	d.open()
	if got := d.shown("OVER_REFUND", until); got != "2026-03-31" {
		t.Errorf("tomorrow's date of the acceptance is %q, want 2026-03-31", got)
	}
}

// TestReviewImportOfWrongCells takes nothing of a file in where a date or an amount does
// not read, and names the cell.
func TestReviewImportOfWrongCells(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	until, code, amount := reports.ActColumns()[0], reports.ActColumns()[2], reports.AnswerColumns()[1]
	d.fill("OVER_REFUND", reports.ReviewColumns()[3], "Li Na")
	finding, held := d.row("REFUND_FAILED"), d.held("UNKNOWN_CODE")
	for _, c := range []struct {
		sheet   string
		row     int
		heading string
		value   any
		want    string
	}{
		{reports.FindingsSheet, finding, until, "next week", `: not a day: "next week"`},
		{reports.FindingsSheet, finding, until, "2026-02-30", `: not a day: "2026-02-30"`},
		{reports.FindingsSheet, finding, until, 46112.5, `: not a day: "2026-03-31 12:00:00"`},
		{reports.FindingsSheet, finding, code, "SELLER_BALANCE_NOT_ENOUG", `: no error code of the table: "SELLER_BALANCE_NOT_ENOUG"; did you mean SELLER_BALANCE_NOT_ENOUGH?`},
		{reports.FindingsSheet, finding, code, "SUCCESS", `: no error code of the table: "SUCCESS"`},
		{reports.CorrectionsSheet, held, amount, 9.005, `9.005`},
		{reports.CorrectionsSheet, held, amount, "1,000.00", `1,000.00`},
		{reports.CorrectionsSheet, held, amount, "0.00", `: not above zero: "0.00"`},
		{reports.CorrectionsSheet, held, amount, -5, `-5`},
	} {
		d.put(c.sheet, c.row, c.heading, c.value)
		if err := d.book.SaveAs(d.file); err != nil {
			t.Fatal(err)
		}
		status, _, stderr := d.do("review", "import", d.file, "--by", "Li Na")
		where := fmt.Sprintf("sheet %s, row %d: %s: ", c.sheet, c.row, c.heading)
		if status != exit.Failed || !strings.Contains(stderr, where) || !strings.Contains(stderr, c.want) || !strings.Contains(stderr, "nothing of the file was taken in") {
			t.Errorf("%v in %s ended with %d\n%s, want %s%s", c.value, c.heading, status, stderr, where, c.want)
		}
		d.put(c.sheet, c.row, c.heading, nil)
	}
	if status, results := d.hand(); status != exit.Done || results[0].Result != ledger.ReviewRecorded {
		t.Errorf("with the cells empty it ended with %d: %+v", status, results)
	}
}

// TestReviewImportOfEarlierVersion takes in a workbook that has none of the columns for
// acts, its date in the comment; one that lacks some of them is refused.
func TestReviewImportOfEarlierVersion(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	d.fill("OVER_REFUND", reports.ReviewColumns()[2], "接受 Accepted")
	d.fill("OVER_REFUND", reports.ReviewColumns()[4], "agreed, until 2026-03-31")
	for _, heading := range reports.ActColumns() {
		if err := d.book.RemoveCol(reports.FindingsSheet, d.column(heading)); err != nil {
			t.Fatal(err)
		}
		if heading == reports.ActColumns()[2] {
			continue
		}
		if err := d.book.SaveAs(d.file); err != nil {
			t.Fatal(err)
		}
		if status, _, stderr := d.do("review", "import", d.file, "--by", "Li"); status != exit.Failed || !strings.Contains(stderr, "no column is called") {
			t.Errorf("without %s it ended with %d\n%s", heading, status, stderr)
		}
	}
	for _, heading := range reports.AnswerColumns() {
		if err := d.book.RemoveCol(reports.CorrectionsSheet, d.columnOf(reports.CorrectionsSheet, heading)); err != nil {
			t.Fatal(err)
		}
	}
	if status, results := d.hand(); status != exit.Done || len(results) != 1 || results[0].Result != ledger.ReviewRecorded {
		t.Errorf("review import ended with %d: %+v", status, results)
	}
	d.run("2026-03-08 02:30:00")
	d.open()
	if got := d.shown("OVER_REFUND", reports.ActColumns()[0]); got != "2026-03-31" {
		t.Errorf("tomorrow's date of the acceptance is %q, want 2026-03-31", got)
	}
}
