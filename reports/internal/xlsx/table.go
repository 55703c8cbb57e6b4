package xlsx

import (
	"fmt"
	"iter"

	"reconcile/words"
)

// A Column is one column of a table: what it is called, how wide it is in
// characters, how its cells look, and what they hold.
type Column[T any] struct {
	header string
	Width  float64
	style  Style
	value  func(*T) Cell
	entry  *Entry            // what people may enter, nil where they enter nothing
	choose func(*T) []string // the choices of a row; nil where all rows have those of the entry
}

// Col is a column of a table.
func Col[T any](header string, width float64, k Style, value func(*T) Cell) Column[T] {
	return Column[T]{header: header, Width: width, style: k, value: value}
}

// Taking is a column that takes what people enter.
func (c Column[T]) Taking(e Entry) Column[T] {
	c.entry = &e
	return c
}

// Choosing is a column in whose rows people choose from different words. The sheet keeps a
// list for all rows with the same ones, and one of all words (those of e) for rows beyond as
// many stretches as it keeps.
func (c Column[T]) Choosing(e Entry, choose func(*T) []string) Column[T] {
	c.entry, c.choose = &e, choose
	return c
}

// A Table is a sheet with one header row and one row per T. Adding a sheet is
// one table in one file.
type Table[T any] struct {
	Name       string
	Layout     Layout
	Columns    []Column[T]
	Each       func(*T, Position) // is called with each row and where it is
	Highlights []Highlight
	Charts     func(*Sheet) error // adds charts
	Empty      string             // what is said where there are no rows, in the second column, below which nobody writes
	Foot       func() [][]Cell    // rows behind those of the table, such as its sums; nil where there are none
}

// WriteTable writes a table, and continues in "name (2)" where a sheet is full. One that
// has charts beside it is short, and stays whole.
func WriteTable[T any](b *Book, t Table[T], rows iter.Seq2[T, error]) error {
	f := &tableWriter[T]{Table: t, book: b, cellStyles: make([]Style, len(t.Columns)), cells: make([]Cell, len(t.Columns))}
	if err := f.next(); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		f.item = row
		if err := f.add(); err != nil {
			return err
		}
	}
	return f.end()
}

// A tableWriter is a table while its rows come in.
type tableWriter[T any] struct {
	Table[T]
	book       *Book
	sheet      *Sheet
	sheets     int
	cellStyles []Style
	item       T      // the current row
	cells      []Cell // and its cells
}

// next begins the table's first or next sheet with the header row.
func (f *tableWriter[T]) next() (err error) {
	name := f.Name
	if f.sheets++; f.sheets > 1 {
		name = continuation(f.Name, f.sheets)
	}
	f.Layout.header, f.Layout.Widths = true, nil
	cellStyles := make([]Style, len(f.Columns))
	for i, c := range f.Columns {
		f.Layout.Widths = append(f.Layout.Widths, c.Width)
		cellStyles[i], f.cells[i], f.cellStyles[i] = headerOf(c.style), c.heading(i, f.book.Names[0]), c.style
	}
	if f.sheet, err = f.book.Open(name, f.Layout); err != nil {
		return err
	}
	f.sheet.highlights, f.sheet.entries, f.sheet.addCharts = f.Highlights, entriesOf(f.Columns), f.Charts
	return f.sheet.Add(cellStyles, f.cells, HeaderHeight(f.Columns))
}

// heading is the cell over a column: the first one of a sheet leads back to the
// contents.
func (c Column[T]) heading(at int, home string) Cell {
	switch {
	case at == 0:
		return Linked(c.header, Position{home, 1})
	case c.header == "":
		return Cell{}
	}
	return Text(c.header)
}

// HeaderHeight is the height of a header row in points.
func HeaderHeight[T any](columns []Column[T]) (height float64) {
	for _, c := range columns {
		k, room := headerOf(c.style), c.Width
		if k == StyleFigureHeader {
			room-- // its indent is deeper
		}
		height = max(height, TextHeight(c.header, room, k)+6)
	}
	return height
}

// headerOf aligns a header with the cells of its column.
func headerOf(k Style) Style {
	switch k {
	case StyleMoney, StyleCount:
		return StyleFigureHeader
	case StyleMargin:
		return StyleMargin
	}
	return StyleHeader
}

// add writes the current row.
func (f *tableWriter[T]) add() error {
	if f.sheet.full() && f.Charts == nil {
		if err := f.sheet.Close(f.Name); err != nil {
			return err
		}
		if err := f.next(); err != nil {
			return err
		}
	}
	for i := range f.Columns {
		f.cells[i] = f.Columns[i].value(&f.item)
	}
	if err := f.sheet.Add(f.cellStyles, f.cells, RowHeight); err != nil {
		return words.Errorf("%s: %w", f.sheet.name, err)
	}
	for i, c := range f.Columns {
		if c.choose != nil {
			f.sheet.choose(ColumnName(i), *c.entry, c.choose(&f.item))
		}
	}
	if f.Each != nil {
		f.Each(&f.item, Position{f.sheet.name, f.sheet.Row})
	}
	return nil
}

// end writes what is behind the rows, and closes the sheet.
func (f *tableWriter[T]) end() error {
	s := f.sheet
	s.data = s.Row
	if s.Row == 1 && f.sheets == 1 && f.Empty != "" {
		if err := f.sayEmpty(); err != nil {
			return err
		}
	}
	if err := f.writeFoot(); err != nil {
		return err
	}
	return s.Close(f.Name)
}

// writeFoot writes what is behind the rows, after a free one that keeps it out of what
// people sort and filter.
func (f *tableWriter[T]) writeFoot() error {
	if f.Foot == nil || f.sheet.data == 1 {
		return nil
	}
	rows := f.Foot()
	if len(rows) == 0 {
		return nil
	}
	looks := make([]Style, len(f.Columns))
	for i := range looks {
		looks[i] = StyleMargin
	}
	if err := f.sheet.Add(looks, make([]Cell, len(f.Columns)), RowHeight/2); err != nil {
		return err
	}
	for _, row := range rows {
		if err := f.addFoot(row); err != nil {
			return err
		}
	}
	return nil
}

// sayEmpty says in a row why there are none. It stands beside the first column, so that
// whoever reads rows by it finds none.
func (f *tableWriter[T]) sayEmpty() error {
	looks, cells := make([]Style, len(f.Columns)), make([]Cell, len(f.Columns))
	at, last := min(1, len(cells)-1), min(7, len(cells)-1)
	for i := range looks {
		looks[i] = StyleMargin
		if at <= i && i <= last {
			looks[i] = StyleSentence
		}
	}
	cells[at] = Styled(f.Empty, StyleSentence)
	if at < last {
		f.sheet.Merge(ColumnName(at)+"2", ColumnName(last)+"2")
	}
	return f.sheet.Add(looks, cells, 2*RowHeight)
}

// addFoot writes a row behind those of the table.
func (f *tableWriter[T]) addFoot(row []Cell) error {
	looks, cells := make([]Style, len(f.Columns)), make([]Cell, len(f.Columns))
	copy(cells, row)
	for i := range looks {
		looks[i] = StyleSum
		if cells[i].holds == anAmount {
			cells[i].Style = StyleSumMoney
		}
		if cells[i].holds == aCount {
			cells[i].Style = StyleSumCount
		}
	}
	return f.sheet.Add(looks, cells, RowHeight)
}

// continuation names the sheets of a table behind its first.
func continuation(table string, sheet int) string { return fmt.Sprintf("%s (%d)", table, sheet) }

// Rows yields a slice as rows.
func Rows[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
