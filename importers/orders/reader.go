// Package orders reads exports of orders, of any shop system's columns. "§" names a
// section of the contract.
package orders

import (
	"errors"
	"io"
	"iter"

	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

// An Line is one record of an order export, the header and blank lines
// aside.
type Line struct {
	Number  int64 // of its first line, from 1
	Verdict files.Verdict
	Order   ledger.Order // of a record that was Read
	Reason  string       // of a Rejected record: field: cause
}

// maxFooters is how many lines may follow the data.
const maxFooters = 64

// Read yields every record of an order export in UTF-8, the header and
// blank lines aside (§3.2, §3.5). columns maps fields to headers. Lines before
// the header are Ignored, and so are footers, which nothing but footers follows:
// a row without a trade number that begins with "#", 合计 and the like, or has
// one cell. A footer that a row follows is Rejected, since it may be half a row.
//
// Errors: *RefusedError where no header is recognised; what the reader returns. An error is the last thing that
// is yielded.
func Read(r io.Reader, columns map[string]string) iter.Seq2[Line, error] {
	return NewReader(tables.NewReader(r), columns).Lines()
}

// errStopped says that who ranges over the lines wants no more of them.
var errStopped = errors.New("stopped")

// An Reader reads the records of a table as orders, once.
type Reader struct {
	table    tables.Table
	columns  map[string]string // field to header, as the configuration has it
	yield    func(Line, error) bool
	at       int64 // line of the last record before the header
	headline int64 // line of the header
	headings []string
	layout   layout
	pending  []Line   // what look like footers, and empty rows between them
	items    itemList // the rows of a trade whose items are still to come
}

// NewReader begins a table. columns maps fields to headers.
func NewReader(t tables.Table, columns map[string]string) *Reader {
	return &Reader{table: t, columns: columns}
}

// Lines yields every record of the table as ReadOrders does, once.
func (o *Reader) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		o.yield = yield
		if err := o.run(); err != nil && err != errStopped {
			yield(Line{}, err)
		}
	}
}

func (o *Reader) run() error {
	if err := o.findHeader(); err != nil {
		return err
	}
	for row, err := range tables.Map(o.table, o.layout.row) {
		if err == nil && row.kind != blankRow {
			err = o.row(row)
		}
		if err != nil {
			return err
		}
	}
	if err := o.flushItems(); err != nil {
		return err
	}
	return o.flushFooters("")
}

func (o *Reader) emit(line Line) error {
	if !o.yield(line, nil) {
		return errStopped
	}
	return nil
}

// flushFooters emits the held lines: footers where nothing else follows, else
// Rejected for this reason.
func (o *Reader) flushFooters(reason string) error {
	for _, line := range o.pending {
		if line.Verdict == files.Rejected {
			line.Reason = reason
		}
		if reason == "" {
			line.Verdict = files.Ignored
		}
		if err := o.emit(line); err != nil {
			return err
		}
	}
	o.pending = o.pending[:0]
	return nil
}

// flushItems emits the items that were held, so that what follows stands behind
// them.
func (o *Reader) flushItems() error {
	if len(o.items.held) == 0 {
		return nil
	}
	return o.emitAll(o.items.flush())
}

func (o *Reader) emitAll(lines []Line) error {
	for _, line := range lines {
		if err := o.emit(line); err != nil {
			return err
		}
	}
	return nil
}

// row emits what the row comes to between those around it.
func (o *Reader) row(r row) error {
	if len(o.pending) < maxFooters {
		switch {
		case r.kind == emptyRow && len(o.pending) > 0:
			o.pending = append(o.pending, Line{Number: r.line.Number})
			return nil
		case r.kind == footRow:
			o.pending = append(o.pending, Line{Number: r.line.Number, Verdict: files.Rejected})
			return nil
		}
	}
	if len(o.pending) > 0 {
		if err := o.flushItems(); err != nil {
			return err
		}
		if err := o.flushFooters("looks like a footer, but more rows follow"); err != nil {
			return err
		}
	}
	if o.layout.items && r.line.Verdict == files.Read {
		return o.emitAll(o.items.add(r))
	}
	if err := o.flushItems(); err != nil {
		return err
	}
	return o.emit(r.line)
}

// IgnoreAll yields every record of a text but blank lines, all Ignored.
func IgnoreAll(r io.Reader) iter.Seq2[Line, error] {
	rr := tables.NewReader(r)
	return func(yield func(Line, error) bool) {
		for {
			rec, err := rr.Next()
			if err == io.EOF || err == nil && !rec.Blank && !yield(Line{Number: rec.Line}, nil) {
				return
			}
			if err != nil {
				yield(Line{}, err)
				return
			}
		}
	}
}
