package xlsx

import (
	"iter"
	"strconv"

	"reconcile/words"
)

// The size of the largest sheet of Excel, and limits of its rows.
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
	maxRowText = 4 << 20 // bytes of a row's text, without shared strings
	maxGaps    = 1 << 28 // empty cells before others, in all rows
)

// A Row is one row of a sheet up to its last cell that is not empty. Cells are valid
// until the next row, their texts forever.
type Row struct {
	Number int64  // from 1, as the sheet counts
	Cells  []Cell // by column; gaps are Empty
}

// errStopped is returned within Rows if the caller wants no more rows.
var errStopped = words.Errorf("stopped")

// Rows yields the rows of a sheet, by its index in Sheets. Rows that the file leaves
// out are left out. Memory depends on the longest row, not on the sheet. An error is
// yielded last: *DamagedError, *UnsupportedError. The rows must not be used before
// Check has returned nil.
func (b *Book) Rows(sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		err := b.read(b.files[sheet], "worksheet", func(s *scanner) error {
			x := sheetReader{xml: s, book: b}
			return x.rows(yield)
		})
		if err != nil && err != errStopped {
			yield(Row{}, err)
		}
	}
}

// A sheetReader reads the rows of one sheet.
type sheetReader struct {
	xml    *scanner
	book   *Book
	number int64 // of the row that was read last
	column int   // of the cell that was read last, from 1
	cells  []Cell
	width  int // cells up to the last one that is not empty
	texts  []byte
	spans  []span
	gaps   int
}

// A span is the position of a cell's text in that of the row; a shared string has
// none.
type span struct {
	column, start, end int
}

// rows reads the whole sheet. Errors: errStopped; *DamagedError if there is not exactly
// one list of rows.
func (x *sheetReader) rows(yield func(Row, error) bool) error {
	listed := false
	err := x.xml.children(func() error {
		switch {
		case !x.xml.is(spreadsheet, "sheetData"):
			return x.xml.skip()
		case listed:
			return x.xml.wrong("has its rows in two lists")
		}
		listed = true
		return x.xml.children(func() error {
			row, err := x.row()
			if err == nil && !yield(row, nil) {
				err = errStopped
			}
			return err
		})
	})
	if err == nil && !listed {
		err = x.xml.wrong("has no rows at all, not even an empty list")
	}
	return err
}

// row reads the row whose start tag was read.
func (x *sheetReader) row() (Row, error) {
	if !x.xml.is(spreadsheet, "row") {
		return Row{}, x.xml.wrong("has something else than rows among the rows")
	}
	number := x.number + 1
	if v := x.xml.value("r"); v != nil {
		n, err := strconv.ParseUint(string(v), 10, 31)
		if err != nil || int64(n) < number {
			return Row{}, x.xml.wrong("has row %q behind row %d", v, x.number)
		}
		number = int64(n)
	}
	if number > maxRows {
		return Row{}, x.xml.wrong("has a row beyond 1,048,576")
	}
	x.clear()
	x.number = number
	if err := x.xml.children(x.rowElement); err != nil {
		return Row{}, err
	}
	x.setTexts()
	return Row{Number: number, Cells: x.cells[:x.width]}, nil
}

// rowElement reads a cell, or skips an extension.
func (x *sheetReader) rowElement() error {
	switch {
	case x.xml.is(spreadsheet, "c"):
		return x.cell()
	case x.xml.is(spreadsheet, "extLst"):
		return x.xml.skip()
	}
	return x.xml.wrong("has something else than cells in row %d", x.number)
}

// clear empties the cells of the row before; the others are empty already.
func (x *sheetReader) clear() {
	for _, sp := range x.spans {
		x.cells[sp.column-1] = Cell{}
	}
	x.spans, x.texts = x.spans[:0], x.texts[:0]
	x.width, x.column = 0, 0
}

// setTexts sets the texts of the cells: parts of one string for the whole row.
func (x *sheetReader) setTexts() {
	all := string(x.texts)
	for _, sp := range x.spans {
		if sp.end > sp.start {
			x.cells[sp.column-1].Text = all[sp.start:sp.end]
		}
	}
}
