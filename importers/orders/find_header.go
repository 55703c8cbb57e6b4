package orders

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"reconcile/importers/files"
	"reconcile/importers/tables"
)

// emptyExport is the reason to refuse a file without any record.
const emptyExport = "empty: no header"

// findHeader reads up to the header, which also decides the delimiter, and emits the
// records before it.
func (o *Reader) findHeader() error {
	var near nearHeader
	for o.at < files.MaxPreamble {
		rec, err := o.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if rec.Blank {
			continue
		}
		found, err := o.tryHeader(rec, &near)
		if found || err != nil {
			return err
		}
		if err := o.emit(Line{Number: rec.Line}); err != nil {
			return err
		}
		o.at = rec.Line
	}
	return near.refusal(o.at == 0)
}

// next returns the record that was looked at in advance, else the next one of the table.
func (o *Reader) next() (tables.Record, error) {
	if rec := o.ahead; rec != nil {
		o.ahead = nil
		return *rec, nil
	}
	return o.table.Next()
}

// lookAhead returns the record after the one that is read, which next returns then; nil at
// the end of the table.
func (o *Reader) lookAhead() (*tables.Record, error) {
	if o.ahead == nil {
		rec, err := o.table.Next()
		if err != nil {
			return nil, err
		}
		rec.Cells = slices.Clone(rec.Cells)
		o.ahead = &rec
	}
	*o.ahead = o.table.Split(*o.ahead)
	return o.ahead, nil
}

// A nearHeader is the record that is most like a header: the one with most columns.
type nearHeader struct {
	cells []string
	why   string // it is not one
}

// note considers a record that is not a header.
func (n *nearHeader) note(cells []string, why string) {
	if n.why == "" || len(cells) > len(n.cells) {
		n.cells, n.why = slices.Clone(cells), why
	}
}

// refusal returns why no header was found, a *files.RefusedError.
func (n *nearHeader) refusal(empty bool) error {
	if empty {
		return &files.RefusedError{Reason: emptyExport}
	}
	if strings.Contains(strings.TrimRight(strings.Join(n.cells, ""), "\r\n"), "\r") {
		return &files.RefusedError{Reason: "its lines end with a carriage return alone: save it with line feeds"}
	}
	if advice := adviceOn(n.cells); advice != "" {
		return &files.RefusedError{Reason: advice}
	}
	return &files.RefusedError{Reason: fmt.Sprintf("no header: %s; saw the columns %s; needs %s and %s; map other names under columns:",
		n.why, tables.ListColumns(n.cells), fieldTradeNo, fieldPaidAmount)}
}

// adviceOn returns what to do about a well-known export of a shop that has no trade
// numbers of Alipay's; empty for any other.
func adviceOn(cells []string) string {
	has := make(map[string]bool)
	for _, cell := range cells {
		has[files.PlainName(cell)] = true
	}
	switch {
	case has["订单编号"] && (has["买家会员名"] || has["买家支付宝账号"]):
		return "Taobao's list of orders (已卖出的宝贝), which has no trade numbers of Alipay's: export the list of items (宝贝, 子订单), which has 支付单号, or " + files.TakeBill
	case has["实际退票金额"], has["支付宝交易号"] && has["退款时间"]:
		return "a list of refunds, which does not say what was paid: export the orders, or " + files.TakeBill
	}
	return ""
}

// tryHeader tries to read a record as the header, with each delimiter. Errors:
// *files.RefusedError if the record shows that the file is one of Alipay's that must
// not be imported as orders.
func (o *Reader) tryHeader(rec tables.Record, near *nearHeader) (found bool, err error) {
	if rec.Fault != "" {
		near.note(nil, "not a record: "+rec.Fault)
	}
	if from := files.OriginOfTitle(rec.Title(), o.at == 0); from.Name != "" {
		return false, from.Refusal()
	}
	o.table.Readings(rec, func(cells []string) bool {
		if from := files.OriginOfHeader(cells); from.Name != "" {
			err = from.Refusal()
			return true
		}
		found, err = o.take(rec, slices.Clone(cells), near)
		return found || err != nil
	})
	return found, err
}

// take takes a record as the header, alone or with the one below it. Errors: those of the
// table; *headerFlaw.
func (o *Reader) take(rec tables.Record, cells []string, near *nearHeader) (found bool, err error) {
	headings := oneRow(cells)
	header, cause := parseHeader(headings, o.settings.Columns)
	spans := rec.Spans
	if cause == nil || isGroups(cells, rec.Spans) {
		below, err := o.secondRow(cells, rec.Spans)
		if err != nil {
			return false, err
		}
		if below != nil {
			both := twoRows(cells, below.Cells)
			h, second := parseHeader(both, o.settings.Columns)
			if (second == nil || isFlaw(second)) && (cause == nil || o.needsUpper(h, both, *below, rec.Spans)) {
				header, headings, cause, spans = h, both, second, below.Spans
				o.ahead = nil
			}
		}
	}
	if cause != nil && !isFlaw(cause) {
		near.note(cells, cause.Error())
		return false, nil
	}
	if cause != nil {
		return false, cause
	}
	filters, err := o.settings.filters(headings)
	if err != nil {
		return false, err
	}
	o.headerAt, o.headings = rec.Line, headings
	o.layout = newLayout(header, headings, filters, spans)
	o.layout.sameTrade = o.settings.SameTrade
	o.table.Widen(o.layout.need)
	return true, nil
}

// isGroups reports whether a record may be the upper row of a header of two: names that
// stand over several columns, or none over some.
func isGroups(cells []string, spans map[int]int) bool {
	names, gaps := 0, 0
	for _, cell := range cells {
		if strings.TrimSpace(cell) == "" {
			gaps++
		} else {
			names++
		}
	}
	return names >= 2 && (gaps > 0 || len(spans) > 0)
}

// secondRow returns the record below one that may be the upper row of a header, if it may
// be the lower one: it holds names alone, no figure, and one where the upper row has
// none of its own. Errors: those of the table.
func (o *Reader) secondRow(upper []string, spans map[int]int) (*tables.Record, error) {
	rec, err := o.lookAhead()
	if err == io.EOF {
		return nil, nil
	}
	if err != nil || rec.Blank || rec.Fault != "" || len(rec.Flaws) > 0 {
		return nil, err
	}
	lower := false
	for i, cell := range rec.Cells {
		switch name := strings.TrimSpace(cell); {
		case strings.ContainsAny(name, "0123456789"):
			return nil, nil
		case name != "" && !rec.Above[i]:
			lower = lower || nameAt(upper, i) == "" || spans[i] > 1
		}
	}
	if !lower {
		return nil, nil
	}
	return rec, nil
}

// needsUpper reports whether the header h of two rows says more than the lower one alone:
// without merged cells the upper one may be a line before the header, which is counted.
func (o *Reader) needsUpper(h Header, both []heading, lower tables.Record, spans map[int]int) bool {
	if len(spans) > 0 || h == nil {
		return true
	}
	alone := oneRow(lower.Cells)
	if _, err := parseHeader(alone, o.settings.Columns); err != nil {
		return true
	}
	for _, field := range []string{fieldPaidAmount, fieldRefundDue} {
		if at, ok := h[field]; ok && (at >= len(alone) || both[at].unit() != alone[at].unit()) {
			return true
		}
	}
	return false
}

// isFlaw reports whether an error is that of a header which cannot be used.
func isFlaw(err error) bool {
	var flaw *headerFlaw
	return errors.As(err, &flaw)
}

// Columns returns which column is read as which field. It is empty until Lines has
// yielded something.
func (o *Reader) Columns() []tables.Column {
	columns := make([]tables.Column, len(o.headings))
	for i, heading := range o.headings {
		columns[i].Header = strings.TrimSpace(heading.shown)
	}
	for field, at := range o.layout.header {
		columns[at].Field, columns[at].By = field, "alias"
		if want, ok := o.settings.Columns[field]; ok {
			if column, _, _ := pick(o.headings, []string{want}); column == at {
				columns[at].By = "columns:"
			}
		}
	}
	return columns
}

// HeaderLine returns the line of the header, from 1; 0 if none was found yet.
func (o *Reader) HeaderLine() int64 { return o.headerAt }
