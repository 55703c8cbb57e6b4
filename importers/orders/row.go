package orders

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
	"reconcile/words"
)

// A layout is what the header of an export determines about its rows. It is not
// changed while they are read.
type layout struct {
	header    Header
	at        orderColumns
	width     int         // columns of the header
	need      int         // columns that a row must have
	items     bool        // each row is an item, and a trade may have several
	price     int         // column of 买家应付货款, of an export of items
	spans     map[int]int // by column of a field, over how many columns its heading is merged
	paid, due unit        // of paid_amount and refund_due
	filters   []filter
	methods   []int // columns with the way to pay
	currency  int   // column with the currency, −1 if there is none
	sameTrade ledger.SameTrade
}

// orderColumns has the column of each field, from 0; −1 if the export does not have it.
type orderColumns struct {
	tradeNo, paid, due, outTradeNo, paidAt, status, reason, seller int
}

// newLayout returns the layout of a header. spans has, by column, over how many columns a
// heading is merged.
func newLayout(h Header, headings []heading, filters []filter, spans map[int]int) layout {
	at := func(field string) int {
		if column, ok := h[field]; ok {
			return column
		}
		return -1
	}
	l := layout{header: h, width: len(headings), filters: filters, at: orderColumns{
		tradeNo: at(fieldTradeNo), paid: at(fieldPaidAmount), due: at(fieldRefundDue), outTradeNo: at(fieldOutTradeNo),
		paidAt: at(fieldPaidAt), status: at(fieldStatus), reason: at(fieldRefundReason), seller: at(fieldSeller),
	}}
	for _, column := range h {
		l.widen(column, spans[column])
	}
	for _, f := range filters {
		l.widen(f.column, 1)
	}
	l.width = max(l.width, l.need)
	l.paid = headings[l.at.paid].unit()
	if l.at.due >= 0 {
		l.due = headings[l.at.due].unit()
	}
	if column, _, _ := pick(headings, []string{"子订单编号"}); column >= 0 {
		l.items = true
		l.price, _, _ = pick(headings, []string{"买家应付货款"})
	}
	l.methods, l.currency = payColumns(h, headings)
	return l
}

// widen makes rows need a column, and those that its heading is merged over.
func (l *layout) widen(column, span int) {
	if span > 1 {
		if l.spans == nil {
			l.spans = make(map[int]int)
		}
		l.spans[column] = span
	}
	l.need = max(l.need, column+max(span, 1))
}

// A rowKind is what a row may be other than an order.
type rowKind int

const (
	plainRow  rowKind = iota
	blankRow          // a blank line
	emptyRow          // its cells are blank
	footRow           // looks like a footer
	goesOnRow         // may go on with the order above
)

// A row is what is read of one record after the header, independently of the records
// around it.
type row struct {
	line       Line // if it is not a footer, and does not go on
	kind       rowKind
	price      string // 买家应付货款, of an export of items
	excluded   bool   // by rows: of the job
	outTradeNo string
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
	if fault != "" {
		return row{line: Line{Number: rec.Line, Verdict: files.Rejected, Reason: fault}}
	}
	l.gather(&rec)
	out := l.read(rec)
	switch {
	case tables.IsEmpty(rec.Cells):
		out.kind = emptyRow
	case l.isFooter(rec.Cells):
		out.kind = footRow
	}
	if l.items && l.price < len(rec.Cells) {
		out.price = tables.CellAt(rec.Cells, l.price)
	}
	if at := l.at.outTradeNo; out.line.Verdict == files.Read {
		out.outTradeNo = out.line.Order.OutTradeNo
	} else if at >= 0 && at < len(rec.Cells) {
		out.outTradeNo = tables.ParseOutTradeNo(rec.Cells[at])
	}
	return out
}

// read reads a record as a row that is not a footer.
func (l *layout) read(rec tables.Record) row {
	nothing := row{line: Line{Number: rec.Line}}
	if l.isNothing(rec.Cells) {
		return nothing
	}
	out := row{line: Line{Number: rec.Line, Verdict: files.Rejected}}
	err := l.checkWidth(rec.Cells)
	if err == nil {
		switch out.excluded = l.excludes(rec.Cells); {
		case out.excluded, l.isUnpaid(rec.Cells), l.isPaidOtherwise(rec.Cells):
			out.line.Verdict = files.Ignored
			return out
		case l.goesOn(rec):
			out.kind = goesOnRow
		}
		err = l.flaw(rec)
	}
	if err == nil {
		err = l.order(&out.line.Order, rec.Cells)
	}
	if err != nil {
		out.line = Line{Number: rec.Line, Verdict: files.Rejected, Reason: err.Error(), TradeNo: l.tradeNo(rec)}
		return out
	}
	out.line.Verdict = files.Read
	return out
}

// gather puts what stands in one of the columns that a heading is merged over into the
// first of them.
func (l *layout) gather(rec *tables.Record) {
	for column, span := range l.spans {
		filled := -1
		for at := column; at < min(column+span, len(rec.Cells)); at++ {
			switch {
			case strings.TrimSpace(rec.Cells[at]) == "":
			case filled < 0:
				filled = at
			case rec.Cells[at] != rec.Cells[filled]:
				rec.SetFlaw(column, fmt.Sprintf("columns %d and %d, over which one heading is merged, both hold something: unmerge the heading and name each", filled+1, at+1))
			}
		}
		if filled > column {
			rec.Cells[column] = rec.Cells[filled]
			if flaw := rec.Flaws[filled]; flaw != "" {
				rec.SetFlaw(column, flaw)
			}
		}
	}
}

// tradeNo returns the trade number of a row that does not read as an order, empty if it
// does not read either, or is none of Alipay's.
func (l *layout) tradeNo(rec tables.Record) string {
	if l.at.tradeNo >= len(rec.Cells) || rec.Flaws[l.at.tradeNo] != "" {
		return ""
	}
	no, err := parseTradeNo(rec.Cells[l.at.tradeNo])
	if err != nil {
		return ""
	}
	return no
}

// isNothing reports whether a row holds no order: its cells are blank, or it is an item
// that was not paid for.
func (l *layout) isNothing(cells []string) bool {
	if tables.IsEmpty(cells) {
		return true
	}
	return l.items && len(cells) >= l.need && isUnpaidItem(cells[l.at.tradeNo], cells[l.at.paid])
}

// isUnpaidItem reports whether a row is an item that was not paid for, which has no trade.
func isUnpaidItem(tradeNo, paid string) bool {
	amount, err := tables.ParseAmount(paid)
	return tables.Unprotect(tradeNo) == "" && (tables.Unprotect(paid) == "" || err == nil && amount.Sign() == 0)
}

// flaw returns the flaw of a cell of a sheet whose amount or number would be wrong.
func (l *layout) flaw(rec tables.Record) error {
	if len(rec.Flaws) == 0 {
		return nil
	}
	for _, field := range []string{fieldTradeNo, fieldPaidAmount, fieldRefundDue} {
		if at, ok := l.header[field]; ok && rec.Flaws[at] != "" {
			return words.Errorf("%s: %s", field, rec.Flaws[at])
		}
	}
	return nil
}

// order reads the cells of a row into out.
func (l *layout) order(out *ledger.Order, cells []string) (err error) {
	if out.TradeNo, err = parseTradeNo(cells[l.at.tradeNo]); err != nil {
		return words.Errorf("%s: %w", fieldTradeNo, err)
	}
	if err = l.checkCurrency(cells); err != nil {
		return err
	}
	if out.Paid, err = l.paid.parse(cells[l.at.paid]); err != nil {
		return words.Errorf("%s: %w", fieldPaidAmount, err)
	}
	if out.Due, err = l.parseDue(tables.CellAt(cells, l.at.due)); err != nil {
		return words.Errorf("%s: %w", fieldRefundDue, err)
	}
	out.OutTradeNo = tables.ParseOutTradeNo(tables.CellAt(cells, l.at.outTradeNo))
	out.PaidAt = tables.Unprotect(tables.CellAt(cells, l.at.paidAt))
	out.Status = strings.TrimSpace(tables.CellAt(cells, l.at.status))
	out.RefundReason = strings.TrimSpace(tables.CellAt(cells, l.at.reason))
	out.Seller = strings.TrimSpace(tables.CellAt(cells, l.at.seller))
	out.SameTrade = l.sameTrade
	return nil
}

// checkWidth returns an error for a row that is longer than the header, because an
// amount with a comma and without quotes shifts every cell after it. Empty cells at
// the end are accepted, unless an amount and the cell after it may be one amount.
func (l *layout) checkWidth(cells []string) error {
	if len(cells) < l.need {
		return words.Errorf("has %d columns, the header needs %d", len(cells), l.need)
	}
	if len(cells) <= l.width {
		return nil
	}
	if !tables.IsEmpty(cells[l.width:]) {
		return words.Errorf("has %d columns, the header has %d", len(cells), l.width)
	}
	for _, field := range []string{fieldPaidAmount, fieldRefundDue} {
		at, ok := l.header[field]
		if !ok {
			continue
		}
		if whole, split := tables.JoinAmount(cells[at], cells[at+1]); split {
			return words.Errorf("%s: may be %s, with a comma that nothing quotes: quote the amount, or leave out the empty cells behind the last column", field, alipay.Quote(whole))
		}
	}
	return nil
}

// parseDue parses a refund due. It is nil if the cell is empty: unknown, not 0.00.
func (l *layout) parseDue(cell string) (*alipay.Money, error) {
	if tables.Unprotect(cell) == "" {
		return nil, nil
	}
	due, err := l.due.parse(cell)
	return &due, err
}

// isFooter reports whether a row looks like one of those that follow the orders.
func (l *layout) isFooter(cells []string) bool {
	if at := l.at.tradeNo; at < len(cells) && tables.IsDigits(tables.Unprotect(cells[at])) {
		return false
	}
	if len(cells) == 1 {
		return true
	}
	first := ""
	for i := 0; first == "" && i < len(cells); i++ {
		first = strings.TrimSpace(cells[i])
	}
	for _, head := range []string{"#", "--", "共", "合计", "小计", "总计", "总额", "总数", "总金额", "总笔数", "导出时间"} {
		if strings.HasPrefix(first, head) {
			return true
		}
	}
	return false
}
