package reports

import (
	"fmt"
	"iter"
)

// A column is one column of a table: what it is called, how wide it is in
// characters, how its cells look, and what they hold.
type column[T any] struct {
	header string
	width  float64
	kind   kind
	value  func(*T) cell
}

// newColumn is a column of a table.
func newColumn[T any](header string, width float64, k kind, value func(*T) cell) column[T] {
	return column[T]{header, width, k, value}
}

// A table is a sheet with one header row and one row per T. Adding a sheet is
// one table in one file.
type table[T any] struct {
	name    string
	layout  layout
	columns []column[T]
	each    func(*T, position) // told where each row stands
	marks   []mark
	lists   []list
	finish  func(*sheet) error // adds charts
}

// fill writes a table, and goes on in "name (2)" where a sheet is full. One that
// has charts beside it is short, and stays whole.
func fill[T any](b *book, t table[T], rows iter.Seq2[T, error]) error {
	f := &filler[T]{table: t, book: b, kinds: make([]kind, len(t.columns)), cells: make([]cell, len(t.columns))}
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

// A filler is a table while its rows come in.
type filler[T any] struct {
	table[T]
	book   *book
	sheet  *sheet
	sheets int
	kinds  []kind
	item   T      // the row at hand
	cells  []cell // and its cells
}

// next begins the table's first or next sheet with the header row.
func (f *filler[T]) next() (err error) {
	name := f.name
	if f.sheets++; f.sheets > 1 {
		name = fmt.Sprintf("%s (%d)", f.name, f.sheets)
	}
	f.layout.header, f.layout.widths = true, nil
	kinds := make([]kind, len(f.columns))
	for i, c := range f.columns {
		f.layout.widths = append(f.layout.widths, c.width)
		kinds[i], f.cells[i], f.kinds[i] = headerOf(c.kind), c.heading(i, f.book.names[0]), c.kind
	}
	if f.sheet, err = f.book.open(name, f.layout); err != nil {
		return err
	}
	f.sheet.marks, f.sheet.lists, f.sheet.finish = f.marks, f.lists, f.finish
	return f.sheet.add(kinds, f.cells, headerHeight(f.columns))
}

// heading is the cell over a column: the first one of a sheet leads back to the
// contents.
func (c column[T]) heading(at int, home string) cell {
	switch {
	case at == 0:
		return linkedCell(c.header, position{home, 1})
	case c.header == "":
		return cell{}
	}
	return textCell(c.header)
}

// headerHeight is the height of a header row in points.
func headerHeight[T any](columns []column[T]) (height float64) {
	for _, c := range columns {
		k, room := headerOf(c.kind), c.width
		if k == asFigureHeader {
			room-- // its indent is deeper
		}
		height = max(height, textHeight(c.header, room, k)+6)
	}
	return height
}

// headerOf puts a header where its column's cells stand.
func headerOf(k kind) kind {
	switch k {
	case asMoney, asCount:
		return asFigureHeader
	case asNothing:
		return asNothing
	}
	return asHeader
}

// add writes the row at hand.
func (f *filler[T]) add() error {
	if f.sheet.full() && f.layout.tabled == 0 {
		if err := f.end(); err != nil {
			return err
		}
		if err := f.next(); err != nil {
			return err
		}
	}
	for i := range f.columns {
		f.cells[i] = f.columns[i].value(&f.item)
	}
	if err := f.sheet.add(f.kinds, f.cells, rowHeight); err != nil {
		return fmt.Errorf("%s: %w", f.sheet.name, err)
	}
	if f.each != nil {
		f.each(&f.item, position{f.sheet.name, f.sheet.row})
	}
	return nil
}

func (f *filler[T]) end() error { return f.sheet.close(f.name) }

// each yields a slice as rows.
func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
