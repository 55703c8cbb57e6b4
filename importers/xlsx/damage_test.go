package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// damagedBooks is how many workbooks one run damages.
const damagedBooks = 1000

// TestDamage damages workbooks at random. Each must be refused, or give the
// very rows that it gave before: what was hit then was of no account, such as a
// time stamp.
func TestDamage(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	truths := map[int]string{}
	whole := soundBooks(t)
	for i, parts := range whole {
		got, err := read(pack(t, parts))
		if err != nil || strings.Count(got, ";") < 30 || isFooled(pack(t, parts), got) {
			t.Fatalf("sound workbook %d: %.80q, %v", i, got, err)
		}
		truths[i] = got
	}
	var refusedBooks, same, fooled int
	for n := range damagedBooks {
		rng := rand.New(rand.NewPCG(seed, uint64(n)))
		i := rng.IntN(len(whole))
		data, what := damage(t, rng, whole[i])
		got, err := read(data)
		switch {
		case err != nil:
			refusedBooks++
		case got == truths[i]:
			same++
		default:
			t.Errorf("seed %d, case %d (%s) was read with other rows", seed, n, what)
		}
		if testing.Verbose() && isFooled(data, truths[i]) {
			fooled++
		}
	}
	t.Logf("%d refused, %d unchanged; excelize misread %d without an error", refusedBooks, same, fooled)
	if refusedBooks < damagedBooks*3/4 {
		t.Errorf("%d of %d refused: the damage does no harm", refusedBooks, damagedBooks)
	}
}

// soundBooks makes workbooks of three writers: excelize with shared strings,
// excelize's stream with inline ones, and a plain one with styles and formulas.
func soundBooks(tb testing.TB) [][]part {
	tb.Helper()
	shared, streamed := excelize.NewFile(), excelize.NewFile()
	w, err := streamed.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	var rows strings.Builder
	for i := range 40 {
		row := []any{fmt.Sprintf("20110112010%017d", i), fmt.Sprintf("杯子 & %d", i%7), float64(i) + 0.9}
		cell := fmt.Sprintf("A%d", i+1)
		if err := shared.SetSheetRow("Sheet1", cell, &row); err != nil {
			tb.Fatal(err)
		}
		if err := w.SetRow(cell, row); err != nil {
			tb.Fatal(err)
		}
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%[1]d" t="s"><v>%d</v></c><c r="B%[1]d" s="1"><v>4055%d.5</v></c><c r="D%[1]d" t="str"><f>"a"</f><v>T%[1]d</v></c></row>`, i+1, i%2, i%10)
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	books := [][]part{standard(sheetOf(rows.String()))}
	for _, f := range []*excelize.File{shared, streamed} {
		buf, err := f.WriteToBuffer()
		if err != nil {
			tb.Fatal(err)
		}
		books = append(books, unpack(tb, buf.Bytes()))
	}
	return books
}

// unpack gives the parts of an archive.
func unpack(tb testing.TB, data []byte) (parts []part) {
	tb.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		parts = append(parts, part{f.Name, string(text)})
	}
	return parts
}

// isFooled reports whether excelize reads a damaged workbook as if it were sound,
// with fewer texts than there were or others.
func isFooled(data []byte, truth string) (fooled bool) {
	defer func() {
		if recover() != nil {
			fooled = false
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return false
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		return false
	}
	return strings.Count(truth, ";") != len(rows) || !holdsAll(truth, rows)
}

// holdsAll reports whether every text of the rows is in the true rows.
func holdsAll(truth string, rows [][]string) bool {
	cells := 0
	for _, row := range rows {
		for _, cell := range row {
			if cell == "" {
				continue
			}
			cells++
			if !strings.Contains(truth, ":"+cell) && !strings.HasPrefix(cell, "4055") {
				return false
			}
		}
	}
	return cells == strings.Count(truth, ":text:")+strings.Count(truth, ":number:")+strings.Count(truth, "=text:")+strings.Count(truth, ":date:")
}
