package tables

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/xlsx"
)

// A Sheet is a sheet of a workbook as a table: a row is a record, and its
// number its line.
type Sheet struct {
	pull  func() (xlsx.Row, error, bool)
	end   func()
	width int // columns of the header; a row ends with its last cell that holds something
	cells []string
}

// NewSheet begins a sheet, by its place among the workbook's. stop ends it.
func NewSheet(book *xlsx.Book, sheet int) *Sheet {
	t := &Sheet{}
	t.pull, t.end = iter.Pull2(book.Rows(sheet))
	return t
}

// Stop ends the reading of the sheet.
func (t *Sheet) Stop() { t.end() }

func (t *Sheet) Next() (Record, error) {
	row, err, ok := t.pull()
	if err != nil {
		return Record{}, files.RefuseBook(err)
	}
	if !ok {
		return Record{}, io.EOF
	}
	rec := Record{Line: row.Number}
	t.cells = t.cells[:0]
	for i, cell := range row.Cells {
		text := cell.Text
		if cell.Kind == xlsx.Number {
			text = xlsx.Shown(text)
		}
		t.cells = append(t.cells, text)
		if flaw := cellFlaw(cell); flaw != "" {
			rec.setFlaw(i, flaw)
		}
	}
	for len(t.cells) < t.width {
		t.cells = append(t.cells, "")
	}
	rec.Cells, rec.Blank = t.cells, len(rec.Flaws) == 0 && IsEmpty(t.cells)
	return rec, nil
}

func (t *Sheet) Readings(rec Record, take func([]string) bool) {
	if take(rec.Cells) {
		t.width = len(rec.Cells)
	}
}

// setFlaw says what is wrong with a cell.
func (r *Record) setFlaw(column int, reason string) {
	if r.Flaws == nil {
		r.Flaws = make(map[int]string)
	}
	r.Flaws[column] = reason
}

// cellFlaw says why the text of a cell is not what was put in: a number beyond
// 15 digits, an error, or a formula that nobody has computed.
func cellFlaw(c xlsx.Cell) string {
	switch c.Kind {
	case xlsx.Number:
		if digits := wholeDigits(c.Text); digits > 15 {
			return fmt.Sprintf("a number of %d digits in a numeric cell: a spreadsheet keeps 15; export it as text", digits)
		}
	case xlsx.Error:
		return "holds the error " + alipay.Quote(c.Text) + ": mend it and save the file again"
	case xlsx.NoValue:
		return "a formula that was never computed: open the file with Excel and save it"
	}
	return ""
}

// wholeDigits is how many digits a number has before its point. One with an
// exponent that stands for 10 or more counts as it would be written out.
func wholeDigits(number string) int {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(strings.TrimPrefix(number, "-")), "E")
	whole, _, _ := strings.Cut(mantissa, ".")
	digits := len(strings.TrimLeft(whole, "0"))
	exponent = strings.TrimPrefix(exponent, "+")
	if !found || strings.HasPrefix(exponent, "-") {
		return digits
	}
	shift := 0
	for _, c := range []byte(exponent) {
		shift = min(shift*10+int(c-'0'), 1000)
	}
	return digits + shift
}
