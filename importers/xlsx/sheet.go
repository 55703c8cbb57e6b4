package xlsx

import (
	"io"
	"iter"
	"strconv"
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

// Rows yields the rows of a sheet, by its index in Sheets. Rows that the file leaves
// out are left out. Memory depends on the longest row, not on the sheet. An error is
// yielded last: *DamagedError, *UnsupportedError. The rows must not be used before
// Check has returned nil.
func (b *Book) Rows(sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		f := b.sheets[sheet].file
		raw, err := openPart(f)
		if err != nil {
			yield(Row{}, inPart(err, f.Name))
			return
		}
		x := newSheetReader(b, raw)
		for {
			row, err := x.next()
			if err == io.EOF {
				b.verified[f.Name] = true
				return
			}
			if err != nil {
				yield(Row{}, inPart(err, f.Name))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// A sheetReader reads the rows of one sheet.
type sheetReader struct {
	xml     *scanner
	book    *Book
	started bool
	number  int64 // of the row that was read last
	column  int   // of the cell that was read last, from 1
	cells   []Cell
	width   int // cells up to the last one that is not empty
	texts   []byte
	spans   []span
	gaps    int
}

// A span is the position of a cell's text in that of the row; a shared string has
// none.
type span struct {
	column, start, end int
}

func newSheetReader(b *Book, r io.Reader) *sheetReader {
	return &sheetReader{xml: newScanner(r), book: b}
}

// next reads the next row. Errors: io.EOF after the last one, if the part is not
// damaged to its end.
func (x *sheetReader) next() (Row, error) {
	if !x.started {
		x.started = true
		if err := x.begin(); err != nil {
			return Row{}, err
		}
	}
	more, err := x.xml.child()
	switch {
	case err != nil:
		return Row{}, err
	case !more:
		return Row{}, x.rest()
	case !x.xml.is(spreadsheet, "row"):
		return Row{}, x.xml.wrong("has something else than rows among the rows")
	}
	return x.row()
}

// begin reads up to the rows.
func (x *sheetReader) begin() error {
	if err := x.xml.root(spreadsheet, "worksheet"); err != nil {
		return err
	}
	for {
		more, err := x.xml.child()
		switch {
		case err != nil:
			return err
		case !more:
			return x.xml.wrong("has no rows at all, not even an empty list")
		case x.xml.is(spreadsheet, "sheetData"):
			return nil
		}
		if err := x.xml.skip(); err != nil {
			return err
		}
	}
}

// rest reads what follows the rows. Errors: io.EOF at the end of a part that is not
// damaged.
func (x *sheetReader) rest() error {
	for {
		more, err := x.xml.child()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if x.xml.is(spreadsheet, "sheetData") {
			return x.xml.wrong("has its rows in two lists")
		}
		if err := x.xml.skip(); err != nil {
			return err
		}
	}
	if err := x.xml.finish(); err != nil {
		return err
	}
	return io.EOF
}

// row reads the row whose start tag was read.
func (x *sheetReader) row() (Row, error) {
	number := x.number + 1
	if v := x.xml.value("r"); v != nil {
		n, err := strconv.ParseUint(string(v), 10, 31)
		if err != nil || int64(n) < number {
			return Row{}, x.xml.wrong("has row " + strconv.Quote(string(v)) + " behind row " + strconv.FormatInt(x.number, 10))
		}
		number = int64(n)
	}
	if number > maxRows {
		return Row{}, x.xml.wrong("has a row beyond 1,048,576")
	}
	x.clear()
	x.number = number
	for {
		more, err := x.xml.child()
		if err != nil {
			return Row{}, err
		}
		if !more {
			break
		}
		if err := x.rowElement(); err != nil {
			return Row{}, err
		}
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
	return x.xml.wrong("has something else than cells in row " + strconv.FormatInt(x.number, 10))
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
