package orders

import (
	"reconcile/importers/files"
	"reconcile/importers/tables"
)

// A layout is what the header of an export says of its rows. It does not change
// while they are read.
type layout struct {
	header Header
	at     orderColumns
	width  int // columns of the header
	need   int // columns that a row must have
	items  bool
	price  int // column of 买家应付货款, of an export of items
}

// orderColumns says in which column, from 0, each field stands; −1 where the export
// does not have it.
type orderColumns struct {
	tradeNo, paid, due, outTradeNo, paidAt, status, reason, seller int
}

// newLayout makes a layout of a header that is so many columns wide.
func newLayout(h Header, headings []string) layout {
	at := func(field string) int {
		if column, ok := h[field]; ok {
			return column
		}
		return -1
	}
	l := layout{header: h, width: len(headings), at: orderColumns{
		tradeNo: at(fieldTradeNo), paid: at(fieldPaidAmount), due: at(fieldRefundDue), outTradeNo: at(fieldOutTradeNo),
		paidAt: at(fieldPaidAt), status: at(fieldStatus), reason: at(fieldRefundReason), seller: at(fieldSeller),
	}}
	for _, column := range h {
		l.need = max(l.need, column+1)
	}
	if column, _ := tables.Pick(headings, []string{"子订单编号"}); column >= 0 {
		l.items = true
		l.price, _ = tables.Pick(headings, []string{"买家应付货款"})
	}
	return l
}

// A rowKind says what a row may be beside an order.
type rowKind int

const (
	plainRow rowKind = iota
	blankRow         // none at all
	emptyRow         // its cells hold nothing
	footRow          // looks like one that stands behind the data
)

// A row is what is read of one record behind the header, whatever stands before it
// and behind it.
type row struct {
	line  Line // as it is read where it is no footer
	kind  rowKind
	price string // 买家应付货款, of an export of items
}

// row reads a record. It may be called on several goroutines at once.
func (l *layout) row(rec tables.Record) row {
	if rec.Blank {
		return row{kind: blankRow}
	}
	fault := rec.Fault
	if fault == "" {
		fault = tables.Damage(rec.Raw)
	}
	out := row{line: l.line(rec, fault)}
	switch {
	case fault != "":
	case tables.IsEmpty(rec.Cells):
		out.kind = emptyRow
	case l.isFooter(rec.Cells):
		out.kind = footRow
	}
	if l.items && l.price < len(rec.Cells) {
		out.price = tables.CellAt(rec.Cells, l.price)
	}
	return out
}

// line makes a line of a row that is no footer.
func (l *layout) line(rec tables.Record, fault string) Line {
	out := Line{Line: rec.Line, Verdict: files.Rejected, Reason: fault}
	if fault != "" {
		return out
	}
	if l.isNothing(rec.Cells) {
		return Line{Line: rec.Line}
	}
	err := l.flaw(rec)
	if err == nil {
		err = l.order(&out.Order, rec.Cells)
	}
	if err != nil {
		return Line{Line: rec.Line, Verdict: files.Rejected, Reason: err.Error()}
	}
	out.Verdict = files.Read
	return out
}
