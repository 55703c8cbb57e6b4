package xlsx

import (
	"io"
	"iter"
	"strconv"
)

// The greatest sheet of Excel, and what a row may hold beside it.
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
	maxRowText = 4 << 20 // bytes of a row's own text, shared strings aside
	maxGaps    = 1 << 28 // empty cells that stand before filled ones, in all rows
)

// A Row is one row of a sheet, as far as its last cell that holds something.
// Cells are valid until the next row, their texts for ever.
type Row struct {
	Number int64  // from 1, as the sheet counts
	Cells  []Cell // by column; gaps are Empty
}

// Rows reads a sheet of the list that Sheets gives, one row at a time; a row
// that the file leaves out is left out. Memory follows the longest row, not the
// sheet. Errors end the sequence: *DamagedError, *UnsupportedError. Rows before
// an error are not to be believed; see Check for when they are.
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
	*scanner
	book    *Book
	started bool
	number  int64 // of the row that was read last
	column  int   // of the cell that was read last, from 1
	cells   []Cell
	width   int // cells up to the last one that holds something
	texts   []byte
	spans   []span
	gaps    int
}

// A span is the place of a cell's text in the row's own text; a shared string
// has none.
type span struct {
	column, start, end int
}

func newSheetReader(b *Book, r io.Reader) *sheetReader {
	return &sheetReader{scanner: newScanner(r), book: b}
}

// next reads the next row. Errors: io.EOF behind the last one, where the part
// was sound to its end.
func (x *sheetReader) next() (Row, error) {
	if !x.started {
		x.started = true
		if err := x.begin(); err != nil {
			return Row{}, err
		}
	}
	more, err := x.child()
	switch {
	case err != nil:
		return Row{}, err
	case !more:
		return Row{}, x.rest()
	case !x.is(spreadsheet, "row"):
		return Row{}, x.wrong("has something else than rows among the rows")
	}
	return x.row()
}

// begin reads up to the rows.
func (x *sheetReader) begin() error {
	if err := x.root(spreadsheet, "worksheet"); err != nil {
		return err
	}
	for {
		more, err := x.child()
		switch {
		case err != nil:
			return err
		case !more:
			return x.wrong("has no rows at all, not even an empty list")
		case x.is(spreadsheet, "sheetData"):
			return nil
		}
		if err := x.skip(); err != nil {
			return err
		}
	}
}

// rest reads what follows the rows. Errors: io.EOF at the end of a sound part.
func (x *sheetReader) rest() error {
	for {
		more, err := x.child()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if x.is(spreadsheet, "sheetData") {
			return x.wrong("has its rows in two lists")
		}
		if err := x.skip(); err != nil {
			return err
		}
	}
	if err := x.finish(); err != nil {
		return err
	}
	return io.EOF
}

// row reads the row that has just begun.
func (x *sheetReader) row() (Row, error) {
	number := x.number + 1
	if v := x.value("r"); v != nil {
		n, err := strconv.ParseUint(string(v), 10, 31)
		if err != nil || int64(n) < number {
			return Row{}, x.wrong("has row " + strconv.Quote(string(v)) + " behind row " + strconv.FormatInt(x.number, 10))
		}
		number = int64(n)
	}
	if number > maxRows {
		return Row{}, x.wrong("has a row beyond 1,048,576")
	}
	x.clear()
	x.number = number
	for {
		more, err := x.child()
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
	x.settle()
	return Row{Number: number, Cells: x.cells[:x.width]}, nil
}

// rowElement reads a cell, or skips an extension.
func (x *sheetReader) rowElement() error {
	switch {
	case x.is(spreadsheet, "c"):
		return x.cell()
	case x.is(spreadsheet, "extLst"):
		return x.skip()
	}
	return x.wrong("has something else than cells in row " + strconv.FormatInt(x.number, 10))
}

// clear empties the cells of the row before; the others are empty already.
func (x *sheetReader) clear() {
	for _, sp := range x.spans {
		x.cells[sp.column-1] = Cell{}
	}
	x.spans, x.texts = x.spans[:0], x.texts[:0]
	x.width, x.column = 0, 0
}

// settle gives the cells their texts: one string for the whole row.
func (x *sheetReader) settle() {
	all := string(x.texts)
	for _, sp := range x.spans {
		if sp.end > sp.start {
			x.cells[sp.column-1].Text = all[sp.start:sp.end]
		}
	}
}
