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
	rows, err := d.book.GetRows(reports.FindingsSheet)
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
	d, other := newFinance(t, "small"), newFinance(t, "month")
	if err := d.book.SaveAs(d.file); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := other.do("review", "import", d.file, "--by", "Li"); status != exit.Failed || !strings.Contains(stderr, "the workbook is of another ledger") {
		t.Errorf("review import ended with %d\n%s", status, stderr)
	}
}
