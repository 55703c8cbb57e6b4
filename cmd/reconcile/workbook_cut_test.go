package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/importers/xlsx"
	"reconcile/ledger"
	"reconcile/reports"
)

// cutBook writes the workbook of a run as one whose sheets take so many rows, twice, and asks
// that the bytes are the same.
func cutBook(t *testing.T, l *ledger.Ledger, id int64, most int) bookNight {
	t.Helper()
	run, err := l.RunByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	run.Policy.Header.MaxRows = most
	r, err := runner.ReportFor(run)
	if err != nil {
		t.Fatal(err)
	}
	dirs := []string{t.TempDir(), t.TempDir()}
	var books [2][]byte
	for i, dir := range dirs {
		if err := reports.Write(t.Context(), dir, l, r); err != nil {
			t.Fatal(err)
		}
		if books[i], err = os.ReadFile(filepath.Join(dir, r.WorkbookName())); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(books[0], books[1]) {
		t.Errorf("%d rows: written twice, the workbook has other bytes", most)
	}
	return bookNight{sheets: readWorkbook(t, dirs[0]), findings: decodeLines[bookFinding](t, filepath.Join(dirs[0], "findings.jsonl"))}
}

// TestWorkbookCut writes the workbooks of two nights with sheets that take a few rows: they
// show rows of the whole, in their order and as many as they take, and the worst findings;
// the tie-out comes out as that of the whole does.
func TestWorkbookCut(t *testing.T) {
	runScoped(t, "changed")
	l, err := ledger.Open(t.Context(), "var/ledger.db", ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for id := int64(1); id <= 2; id++ {
		whole := cutBook(t, l, id, 0)
		for _, most := range []int{1, 4, 9} {
			cut := cutBook(t, l, id, most)
			for _, sheet := range []string{tradesSheet, batchesSheet, "明细 Results", "异常 Findings", "更正 Corrections", "变动 Changes"} {
				compareCut(t, sheet, cut.sheets[sheet].without("异常 Findings"), whole.sheets[sheet].without("异常 Findings"), most)
			}
			if got, want := cut.untied(t), whole.untied(t); got != want {
				t.Errorf("%d rows: not equal are %q, want %q", most, got, want)
			}
			cut.compareWorst(t)
			if len(cut.findings) != len(whole.findings) {
				t.Errorf("%d rows: findings.jsonl has %d findings, want %d", most, len(cut.findings), len(whole.findings))
			}
		}
	}
}

func sameText(a, b xlsx.Cell) bool { return a.Text == b.Text }

// without blanks the column of a heading: a number of findings is of those on their sheet.
func (s sheetRows) without(heading string) sheetRows {
	var rows sheetRows
	for _, row := range s {
		row = slices.Clone(row)
		for i := range min(len(row), len(s[0])) {
			if s[0][i].Text == heading {
				row[i] = xlsx.Cell{}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// compareCut asks that the rows of a sheet are as many of the whole as it takes, in their order.
func compareCut(t *testing.T, sheet string, cut, whole sheetRows, most int) {
	t.Helper()
	if got, want := len(cut)-1, min(most, len(whole)-1); got != want {
		t.Errorf("%s has %d rows, want %d of %d", sheet, got, want, len(whole)-1)
	}
	rest := whole
	for i := range cut {
		at := slices.IndexFunc(rest, func(row []xlsx.Cell) bool { return slices.EqualFunc(row, cut[i], sameText) })
		if at < 0 {
			t.Fatalf("%s: row %d is none of the whole, or out of order", sheet, i+1)
		}
		rest = rest[at+1:]
	}
}

// compareWorst asks that no finding that is left out is worse than one on the sheet.
func (n bookNight) compareWorst(t *testing.T) {
	t.Helper()
	severity := []string{"critical", "error", "warning"}
	rows, shown, worst := n.sheets["异常 Findings"], map[string]bool{}, 0
	for i := 1; i < len(rows); i++ {
		shown[rows.text(t, i, "编号 Id")] = true
		_, word, _ := strings.Cut(rows.text(t, i, "级别 Severity"), " ")
		worst = max(worst, slices.Index(severity, word))
	}
	for _, f := range n.findings {
		if f.Status != "closed" && !shown[f.ID] && slices.Index(severity, f.Severity) < worst {
			t.Errorf("finding %s, %s, is left out, but a milder one is shown", f.ID, f.Severity)
		}
	}
}
