package importers

import (
	"errors"
	"io"
	"iter"

	"reconcile/ledger"
)

// An OrderLine is one record of an order export, the header and blank lines
// aside.
type OrderLine struct {
	Line    int64 // of its first line, from 1
	Verdict Verdict
	Order   ledger.Order // of a record that was Read
	Reason  string       // of a Rejected record: field: cause
}

// maxFooters is how many lines may follow the data.
const maxFooters = 64

// ReadOrders yields every record of an order export in UTF-8, the header and
// blank lines aside (§3.2, §3.5). columns maps fields to headers. Lines before
// the header are Ignored, and so are footers, which nothing but footers follows:
// a row without a trade number that begins with "#", 合计 and the like, or has
// one cell. A footer that a row follows is Rejected, since it may be half a row.
//
// Errors: *RefusedError where no header is recognised; what the reader returns. An error is the last thing that
// is yielded.
func ReadOrders(r io.Reader, columns map[string]string) iter.Seq2[OrderLine, error] {
	return newOrderReader(newRecordReader(r), columns).lines()
}

// errStopped says that who ranges over the lines wants no more of them.
var errStopped = errors.New("stopped")

// An orderReader reads the records of a table as orders, once.
type orderReader struct {
	table    table
	columns  map[string]string // field to header, as the configuration has it
	yield    func(OrderLine, error) bool
	at       int64 // line of the last record before the header
	headline int64 // line of the header
	headings []string
	layout   layout
	held     []OrderLine // what look like footers, and empty rows between them
	items    itemList    // the rows of a trade whose items are still to come
}

// newOrderReader begins a table. columns maps fields to headers.
func newOrderReader(t table, columns map[string]string) *orderReader {
	return &orderReader{table: t, columns: columns}
}

// lines yields every record of the table as ReadOrders does, once.
func (o *orderReader) lines() iter.Seq2[OrderLine, error] {
	return func(yield func(OrderLine, error) bool) {
		o.yield = yield
		if err := o.run(); err != nil && err != errStopped {
			yield(OrderLine{}, err)
		}
	}
}

func (o *orderReader) run() error {
	if err := o.findHeader(); err != nil {
		return err
	}
	for row, err := range readRows(o.table, o.layout.row) {
		if err == nil && row.kind != blankRow {
			err = o.row(row)
		}
		if err != nil {
			return err
		}
	}
	if err := o.settle(); err != nil {
		return err
	}
	return o.release("")
}

func (o *orderReader) emit(line OrderLine) error {
	if !o.yield(line, nil) {
		return errStopped
	}
	return nil
}

// release emits the held lines: footers where nothing else follows, else
// Rejected for this reason.
func (o *orderReader) release(reason string) error {
	for _, line := range o.held {
		if line.Verdict == Rejected {
			line.Reason = reason
		}
		if reason == "" {
			line.Verdict = Ignored
		}
		if err := o.emit(line); err != nil {
			return err
		}
	}
	o.held = o.held[:0]
	return nil
}

// settle emits the items that were held, so that what follows stands behind
// them.
func (o *orderReader) settle() error {
	if len(o.items.held) == 0 {
		return nil
	}
	return o.emitAll(o.items.flush())
}

func (o *orderReader) emitAll(lines []OrderLine) error {
	for _, line := range lines {
		if err := o.emit(line); err != nil {
			return err
		}
	}
	return nil
}

// row emits what the row comes to between those around it.
func (o *orderReader) row(r row) error {
	if len(o.held) < maxFooters {
		switch {
		case r.kind == emptyRow && len(o.held) > 0:
			o.held = append(o.held, OrderLine{Line: r.Line})
			return nil
		case r.kind == footRow:
			o.held = append(o.held, OrderLine{Line: r.Line, Verdict: Rejected})
			return nil
		}
	}
	if len(o.held) > 0 {
		if err := o.settle(); err != nil {
			return err
		}
		if err := o.release("looks like a footer, but more rows follow"); err != nil {
			return err
		}
	}
	if o.layout.items && r.Verdict == Read {
		return o.emitAll(o.items.add(r))
	}
	if err := o.settle(); err != nil {
		return err
	}
	return o.emit(r.OrderLine)
}

// ignoreRecords yields every record of a text but blank lines, all Ignored.
func ignoreRecords(r io.Reader) iter.Seq2[OrderLine, error] {
	rr := newRecordReader(r)
	return func(yield func(OrderLine, error) bool) {
		for {
			rec, err := rr.next()
			if err == io.EOF || err == nil && !rec.blank && !yield(OrderLine{Line: rec.line}, nil) {
				return
			}
			if err != nil {
				yield(OrderLine{}, err)
				return
			}
		}
	}
}
