package importers

import (
	"io"
	"iter"
)

// A table is where the records of an export come from: lines of text, or the
// rows of a sheet.
type table interface {
	// next returns the next record. Errors: io.EOF after the last one.
	next() (record, error)
	// readings calls take with each way to read a record as cells, until take
	// returns true. Records behind it are read that way.
	readings(rec record, take func(cells []string) bool)
}

// readRows yields what read makes of each record that is left, in order. Lines of
// text are split and read on all cores, so that read is called on several
// goroutines at once. What the table reads from is not the caller's to use before
// the end.
func readRows[T any](t table, read func(record) T) iter.Seq2[T, error] {
	if text, ok := t.(*recordReader); ok {
		comma := text.cells.comma
		return parallel(text.scan, func() func(stretch, string) T {
			cells := newCellSplitter(comma)
			return func(s stretch, raw string) T { return read(s.split(raw, cells)) }
		})
	}
	return func(yield func(T, error) bool) {
		for {
			rec, err := t.next()
			if err == io.EOF || err == nil && !yield(read(rec), nil) {
				return
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
		}
	}
}
