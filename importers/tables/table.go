// Package tables reads the text of an export or a sheet of a workbook as records of
// cells, finds columns by their names, and parses the cells that orders and bills
// have in common.
package tables

import (
	"io"
	"iter"

	"reconcile/importers/pipeline"
)

// A Table is a source of records: a text, or a sheet of a workbook.
type Table interface {
	// Next returns the next record. Errors: io.EOF after the last one.
	Next() (Record, error)
	// Readings calls take with each way to split a record into cells, until take
	// returns true. The records after it are split that way.
	Readings(rec Record, take func(cells []string) bool)
	// Split returns a record that was read before Readings had found the way, and Widen
	// was called, as if it were read since.
	Split(rec Record) Record
	// Widen tells how many columns the header has. A row of a sheet may end before them.
	Widen(columns int)
}

// Map yields what read makes of each record that is left, in order. The records of a
// text are split and read on all cores, so read is called on several goroutines at
// once; until the end the caller must not use what the table reads from. An error is
// the table's and yielded last, with nil; what is yielded is valid until the next iteration.
func Map[T any](t Table, read func(Record) T) iter.Seq2[*T, error] {
	if text, ok := t.(*Reader); ok {
		comma := text.cells.comma
		return pipeline.Map(text.scan, func() func(rawRecord, string, *T) {
			cells := newCellSplitter(comma)
			return func(s rawRecord, raw string, into *T) { *into = read(s.split(raw, cells)) }
		})
	}
	return func(yield func(*T, error) bool) {
		var row T
		for {
			rec, err := t.Next()
			if err != nil {
				if err != io.EOF {
					yield(nil, err)
				}
				return
			}
			if row = read(rec); !yield(&row, nil) {
				return
			}
		}
	}
}
