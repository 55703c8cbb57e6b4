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
	// rows yields what is left as the layout has it, in order. What the table reads
	// from is not the caller's to use before the end.
	rows(l *layout) iter.Seq2[row, error]
	// readings calls take with each way to read a record as cells, until take
	// returns true. Records behind it are read that way.
	readings(rec record, take func(cells []string) bool)
}

// readings tries one delimiter after the other.
func (rr *recordReader) readings(rec record, take func(cells []string) bool) {
	for _, comma := range []rune{',', '\t', ';'} {
		rr.cells = newCellSplitter(comma)
		if cells, err := rr.cells.split(rec.raw); err == nil && take(cells) {
			return
		}
	}
	rr.cells = newCellSplitter(',')
}

// rows splits and reads records on all cores.
func (rr *recordReader) rows(l *layout) iter.Seq2[row, error] {
	comma := rr.cells.comma
	return parallel(rr.scan, func() func(stretch, string) row {
		cells := newCellSplitter(comma)
		return func(s stretch, raw string) row { return l.row(s.split(raw, cells)) }
	})
}

// rows reads one row after the other.
func (t *sheetTable) rows(l *layout) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for {
			rec, err := t.next()
			if err == io.EOF || err == nil && !yield(l.row(rec), nil) {
				return
			}
			if err != nil {
				yield(row{}, err)
				return
			}
		}
	}
}
