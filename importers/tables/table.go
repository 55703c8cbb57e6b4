// Package tables reads exports as records of cells, from text or from the sheet of a
// workbook, and the cells that all of them share.
package tables

import (
	"io"
	"iter"

	"reconcile/importers/pipeline"
)

// A Table is where the records of an export come from: lines of text, or the
// rows of a sheet.
type Table interface {
	// Next returns the next record. Errors: io.EOF after the last one.
	Next() (Record, error)
	// Readings calls take with each way to read a record as cells, until take
	// returns true. Records behind it are read that way.
	Readings(rec Record, take func(cells []string) bool)
}

// Map yields what read makes of each record that is left, in order. Lines of
// text are split and read on all cores, so that read is called on several
// goroutines at once. What the table reads from is not the caller's to use before
// the end.
func Map[T any](t Table, read func(Record) T) iter.Seq2[T, error] {
	if text, ok := t.(*Reader); ok {
		comma := text.cells.comma
		return pipeline.Map(text.scan, func() func(rawRecord, string) T {
			cells := newCellSplitter(comma)
			return func(s rawRecord, raw string) T { return read(s.split(raw, cells)) }
		})
	}
	return func(yield func(T, error) bool) {
		for {
			rec, err := t.Next()
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
