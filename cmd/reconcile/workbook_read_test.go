package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/importers/xlsx"
)

// A sheetRows are the rows of one sheet, the header the first of them.
type sheetRows [][]xlsx.Cell

// readWorkbook reads the only workbook of a folder, as far as it is sound, with
// another reader than the library that wrote it.
func readWorkbook(t *testing.T, dir string) map[string]sheetRows {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(names) != 1 {
		t.Fatalf("workbooks of %s = %v, %v, want one", dir, names, err)
	}
	f, err := os.Open(names[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Open(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	sheets := map[string]sheetRows{}
	for i, s := range book.Sheets() {
		for row, err := range book.Rows(i) {
			if err != nil {
				t.Fatalf("%s: %v", s.Name, err)
			}
			for int64(len(sheets[s.Name])) < row.Number-1 {
				sheets[s.Name] = append(sheets[s.Name], nil)
			}
			sheets[s.Name] = append(sheets[s.Name], slices.Clone(row.Cells))
		}
		if i > 0 {
			sheets[s.Name] = sheets[s.Name].table()
		}
	}
	if err := book.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	return sheets
}

// table are the rows of the table of a sheet: what stands behind a free row are its sums, and
// what stands beside the first column a sentence in place of rows.
func (s sheetRows) table() sheetRows {
	for i, row := range s {
		said := slices.DeleteFunc(slices.Clone(row), func(c xlsx.Cell) bool { return c.Text == "" })
		if i > 0 && (len(said) == 0 || i == 1 && len(said) == 1 && row[0].Text == "") {
			return s[:i]
		}
	}
	return s
}

// at is the cell of a row below a heading; empty where the row ends before it.
func (s sheetRows) at(t *testing.T, row int, heading string) xlsx.Cell {
	t.Helper()
	i := slices.IndexFunc(s[0], func(c xlsx.Cell) bool { return c.Text == heading })
	if i < 0 {
		t.Fatalf("no heading %q among %v", heading, s[0])
	}
	if i >= len(s[row]) {
		return xlsx.Cell{}
	}
	return s[row][i]
}

// text is the text of a cell.
func (s sheetRows) text(t *testing.T, row int, heading string) string {
	t.Helper()
	return s.at(t, row, heading).Text
}

// fen is the amount of a cell in fen, 0 where it is empty.
func (s sheetRows) fen(t *testing.T, row int, heading string) int64 {
	t.Helper()
	return fenOf(t, s.text(t, row, heading))
}

// fenOf reads an amount that may be negative.
func fenOf(t *testing.T, text string) int64 {
	t.Helper()
	if text == "" {
		return 0
	}
	digits, negative := strings.CutPrefix(text, "-")
	m, err := alipay.ParseMoney(digits)
	if err != nil {
		t.Fatal(err)
	}
	if negative {
		return -m.Fen()
	}
	return m.Fen()
}
