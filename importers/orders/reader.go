// Package orders reads exports of orders, from any shop system: it finds the header
// and the fields in it, and reads each row as an order. "§" names a section of the
// contract.
package orders

import (
	"io"
	"iter"

	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
	"reconcile/words"
)

// A Line is one record of an export, other than the header and blank lines.
type Line struct {
	Number  int64 // of its first line, from 1
	Verdict files.Verdict
	Order   ledger.Order // of a record that was Read
	Reason  string       // of a Rejected record: field: cause
	TradeNo string       // of a Rejected record, if that much of it reads
}

// maxFooters is how many lines may follow the orders.
const maxFooters = 64

// Read yields every record of an export in UTF-8, other than the header and blank
// lines (§3.2, §3.5). Lines before the header are
// Ignored, and so are footers, which only footers may follow: a row without a trade
// number that begins with "#", 合计 and the like, or has one cell. A footer followed
// by a row is Rejected, because it may be half a row.
//
// Errors: *files.RefusedError if no header is recognised; those of the reader. An
// error is yielded last.
func Read(r io.Reader, settings Settings) iter.Seq2[Line, error] {
	return NewReader(tables.NewReader(r), settings).Lines()
}

// errStopped is returned by emit when the caller stops ranging over the lines.
var errStopped = words.Errorf("stopped")

// A Reader reads the records of a table as orders, once.
type Reader struct {
	table    tables.Table
	settings Settings
	yield    func(Line, error) bool
	at       int64          // line of the last record before the header
	headerAt int64          // line of the header
	headings []heading      // of its columns
	ahead    *tables.Record // the next record, if it was looked at already
	layout   layout
	above    above    // what the next row may go on with
	pending  []Line   // what looks like footers, and empty rows between them
	items    itemList // the rows of the last trade, of which more may follow
}

// NewReader begins a table.
func NewReader(t tables.Table, settings Settings) *Reader {
	return &Reader{table: t, settings: settings}
}

// Lines yields every record of the table as Read does. They can be ranged over once.
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
	if o.ahead != nil {
		if err := o.row(o.layout.row(o.table.Split(*o.ahead))); err != nil {
			return err
		}
	}
	for row, err := range tables.Map(o.table, o.layout.row) {
		if err == nil {
			err = o.row(*row)
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

// flushFooters emits the pending lines: Ignored if reason is empty, because nothing
// else follows, else Rejected for the reason.
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

// flushItems emits the items of the last trade, so that what follows comes after them.
func (o *Reader) flushItems() error {
	if len(o.items.pending) == 0 {
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

// row emits a row, or keeps it until those after it are known.
func (o *Reader) row(r row) error {
	if r.kind == blankRow {
		return nil
	}
	o.above.judge(&r)
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

// IgnoreAll yields every record of a text except blank lines, all Ignored. An error is
// the reader's and yielded last.
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
