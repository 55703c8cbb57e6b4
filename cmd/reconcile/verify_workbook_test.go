package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/workbookdiff"
	"reconcile/reports"
)

// save saves the workbook as another program would.
func (d *finance) save(to string) {
	d.Helper()
	if err := d.book.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", AppVersion: "16.0300"}); err != nil {
		d.Fatal(err)
	}
	if err := d.book.SaveAs(to); err != nil {
		d.Fatal(err)
	}
}

// diff compares a file with the workbook as it was written.
func diff(t *testing.T, file, written string) *workbookdiff.Diff {
	t.Helper()
	d, err := workbookdiff.Compare(t.Context(), file, written)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestVerifyBookThatPeopleFilledIn proves a workbook that came back from people: it
// was saved by another program, and holds what they wrote where they should.
func TestVerifyBookThatPeopleFilledIn(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	columns := reports.ReviewColumns()
	d.fill("OVER_REFUND", columns[2], "接受 Accepted")
	d.fill("OVER_REFUND", columns[4], "until 2026-12-31")
	d.fill("UNDER_REFUND", columns[5], true)
	rows, err := d.book.GetRows(reports.CoverSheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if slices.ContainsFunc(row, func(text string) bool { return slices.Contains(reports.SignOff(), text) }) {
			if err := d.book.SetCellValue(reports.CoverSheet, fmt.Sprintf("C%d", i+1), "王芳"); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.save(d.file)
	status, stdout, stderr := d.do("verify", d.file)
	if status != exit.Done || !strings.Contains(stdout, "but where people write; Microsoft Excel 16.0300 has saved it since") {
		t.Errorf("verify ended with %d\n%s%s", status, stdout, stderr)
	}
}

// TestVerifyBookFindsAlterations alters a workbook at random places, a hundred
// times, and asks that each is found, and named where it is a cell.
func TestVerifyBookFindsAlterations(t *testing.T) {
	t.Parallel()
	skipShort(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	d := newFinance(t, "small")
	written, err := filepath.Glob(filepath.Join(d.dir, "out/*/latest/*.xlsx"))
	if err != nil || len(written) != 1 {
		t.Fatalf("workbooks: %v, %v", written, err)
	}
	whole, err := os.ReadFile(written[0])
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(d.dir, "altered.xlsx")
	for range 40 { // a byte
		at := rng.IntN(len(whole))
		altered := bytes.Clone(whole)
		altered[at] ^= 1 << rng.IntN(8)
		if err := os.WriteFile(file, altered, 0o600); err != nil {
			t.Fatal(err)
		}
		if status, stdout, stderr := d.do("verify", file); status == exit.Done {
			t.Errorf("byte %d was altered, and verify ended with %d\n%s%s", at, status, stdout, stderr)
		}
	}
	for i := range 60 { // a cell, or a row
		d.open()
		sheet, row, column := d.pick(rng)
		cell, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			t.Fatal(err)
		}
		where := sheet + "!" + cell
		if i%3 == 0 {
			err = d.book.RemoveRow(sheet, row)
			where = sheet + "!"
		} else {
			err = d.book.SetCellValue(sheet, cell, fmt.Sprintf("%d.37", rng.IntN(1000)))
		}
		if err != nil {
			t.Fatal(err)
		}
		d.save(file)
		got := diff(t, file, written[0])
		if got.Count == 0 || !strings.HasPrefix(got.Listed[0].Where, where) {
			t.Errorf("%s was altered (row removed: %v), and %d differences are listed: %+v", where, i%3 == 0, got.Count, got.Listed)
		}
	}
}

// TestVerifyBookHeadings finds a heading that was altered, above the input columns
// as well.
func TestVerifyBookHeadings(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	written, err := filepath.Glob(filepath.Join(d.dir, "out/*/latest/*.xlsx"))
	if err != nil || len(written) != 1 {
		t.Fatalf("workbooks: %v, %v", written, err)
	}
	at := d.column(reports.InputColumns(reports.FindingsSheet)[1]) + "1"
	if err := d.book.SetCellValue(reports.FindingsSheet, at, "Boss"); err != nil {
		t.Fatal(err)
	}
	d.save(d.file)
	if got := diff(t, d.file, written[0]); got.Count != 1 || got.Listed[0].Where != reports.FindingsSheet+"!"+at {
		t.Errorf("the heading %s was altered, and the differences are %+v", at, got.Listed)
	}
}

// pick returns a cell that holds something and is not for people to write in.
func (d *finance) pick(rng *rand.Rand) (sheet string, row, column int) {
	d.Helper()
	for {
		sheets := d.book.GetSheetList()
		sheet = sheets[rng.IntN(len(sheets))]
		rows, err := d.book.GetRows(sheet)
		if err != nil {
			d.Fatal(err)
		}
		row = rng.IntN(len(rows))
		if len(rows[row]) == 0 {
			continue
		}
		column = rng.IntN(len(rows[row]))
		input := row > 0 && column < len(rows[0]) && slices.Contains(reports.InputColumns(sheet), rows[0][column])
		if rows[row][column] != "" && !input {
			return sheet, row + 1, column + 1
		}
	}
}

// TestVerifyBookOfPartsThatWereAltered finds what no cell shows, where no other
// program has saved the workbook.
func TestVerifyBookOfPartsThatWereAltered(t *testing.T) {
	t.Parallel()
	d := newFinance(t, "small")
	written, err := filepath.Glob(filepath.Join(d.dir, "out/*/latest/*.xlsx"))
	if err != nil || len(written) != 1 {
		t.Fatalf("workbooks: %v, %v", written, err)
	}
	style, err := d.book.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.book.SetCellStyle(reports.FindingsSheet, "H2", "H2", style); err != nil {
		t.Fatal(err)
	}
	if err := d.book.SaveAs(d.file); err != nil {
		t.Fatal(err)
	}
	if got := diff(t, d.file, written[0]); got.Count == 0 {
		t.Error("an amount was made invisible, and no difference was found")
	}
}
