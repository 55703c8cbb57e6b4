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

// A Sheet is a sheet of a workbook as a Table: each row is a record, and its number
// the line.
type Sheet struct {
	book   *xlsx.Book
	index  int
	pull   func() (xlsx.Row, error, bool)
	end    func()
	merger *merger // nil until the first row
	width  int     // columns of the header; a row may end with its last cell that is not empty
	cells  []string
}

// NewSheet returns the sheet with this index in the workbook. Stop must be called.
func NewSheet(book *xlsx.Book, sheet int) *Sheet {
	t := &Sheet{book: book, index: sheet}
	t.pull, t.end = iter.Pull2(book.Rows(sheet))
	return t
}

// Stop ends reading the sheet.
func (t *Sheet) Stop() { t.end() }

// Next returns the next row. Errors: io.EOF after the last one, *files.RefusedError
// where the workbook is damaged.
func (t *Sheet) Next() (Record, error) {
	if t.merger == nil {
		merges, err := t.book.Merges(t.index)
		if err != nil {
			return Record{}, files.RefuseBook(err)
		}
		t.merger = &merger{left: merges, open: make(map[int]merged)}
	}
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
		t.cells = append(t.cells, cell.Shown())
		if flaw := cellFlaw(cell); flaw != "" {
			rec.SetFlaw(i, flaw)
		}
	}
	rec.Blank = len(rec.Flaws) == 0 && IsEmpty(t.cells)
	if t.cells, err = t.merger.fill(&rec, t.cells); err != nil {
		return Record{}, err
	}
	for len(t.cells) < t.width {
		t.cells = append(t.cells, "")
	}
	rec.Cells = t.cells
	return rec, nil
}

// Readings knows one way: the cells as they are.
func (t *Sheet) Readings(rec Record, take func([]string) bool) {
	if take(rec.Cells) {
		t.width = max(t.width, len(rec.Cells))
	}
}

// Split makes the record as wide as Widen has said.
func (t *Sheet) Split(rec Record) Record {
	for len(rec.Cells) < t.width {
		rec.Cells = append(rec.Cells, "")
	}
	return rec
}

// Widen makes rows at least so many columns wide.
func (t *Sheet) Widen(columns int) { t.width = max(t.width, columns) }

// SetFlaw records what is wrong with a cell.
func (r *Record) SetFlaw(column int, reason string) {
	if r.Flaws == nil {
		r.Flaws = make(map[int]string)
	}
	r.Flaws[column] = reason
}

// cellFlaw returns why the text of a cell is not what was put in, or "": a number
// with more than 15 digits, an error, or a formula without a computed value.
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

// wholeDigits returns how many digits a number has before its decimal point, written
// out if it has a positive exponent.
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
