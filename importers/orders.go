package importers

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"reconcile/alipay"
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
	return func(yield func(OrderLine, error) bool) {
		o := &orderReader{table: newRecordReader(r), yield: yield}
		if err := o.run(columns); err != nil && err != errStopped {
			yield(OrderLine{}, err)
		}
	}
}

// errStopped says that who ranges over the lines wants no more of them.
var errStopped = errors.New("stopped")

type orderReader struct {
	table    table
	yield    func(OrderLine, error) bool
	at       int64 // line of the last record before the header
	headline int64 // line of the header
	headings []string
	header   Header
	width    int     // columns of the header
	need     int     // columns that a row must have
	held     []int64 // lines that look like footers
}

func (o *orderReader) run(columns map[string]string) error {
	if err := o.findHeader(columns); err != nil {
		return err
	}
	for {
		rec, err := o.table.next()
		if err == io.EOF {
			return o.release(Ignored, "")
		}
		if err != nil {
			return err
		}
		if rec.blank {
			continue
		}
		if err := o.row(rec); err != nil {
			return err
		}
	}
}

func (o *orderReader) emit(line OrderLine) error {
	if !o.yield(line, nil) {
		return errStopped
	}
	return nil
}

// release gives the held footers their verdict.
func (o *orderReader) release(v Verdict, reason string) error {
	for _, line := range o.held {
		if err := o.emit(OrderLine{Line: line, Verdict: v, Reason: reason}); err != nil {
			return err
		}
	}
	o.held = o.held[:0]
	return nil
}

func (o *orderReader) row(rec record) error {
	out := OrderLine{Line: rec.line, Verdict: Rejected, Reason: rec.fault}
	if rec.fault == "" {
		out.Reason = damage(rec.raw)
	}
	if out.Reason == "" {
		if isEmpty(rec.cells) {
			return o.emit(OrderLine{Line: rec.line})
		}
		if o.isFooter(rec.cells) && len(o.held) < maxFooters {
			o.held = append(o.held, rec.line)
			return nil
		}
		var err error
		if err = o.flaw(rec); err == nil {
			out.Order, err = o.order(rec.cells)
		}
		if err == nil {
			out.Verdict = Read
		} else {
			out.Reason = err.Error()
		}
	}
	if err := o.release(Rejected, "looks like a footer, but more rows follow"); err != nil {
		return err
	}
	return o.emit(out)
}

func (o *orderReader) isFooter(cells []string) bool {
	if at := o.header[fieldTradeNo]; at < len(cells) && isDigits(unprotect(cells[at])) {
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

// checkWidth refuses a row that is longer than the header, because an amount
// with a comma that nothing quotes shifts every cell behind it. Empty cells at
// the end are let pass, unless an amount and the cell behind it are one amount.
func (o *orderReader) checkWidth(cells []string) error {
	if len(cells) < o.need {
		return fmt.Errorf("has %d columns, the header needs %d", len(cells), o.need)
	}
	if len(cells) <= o.width {
		return nil
	}
	if !isEmpty(cells[o.width:]) {
		return fmt.Errorf("has %d columns, the header has %d", len(cells), o.width)
	}
	for _, field := range []string{fieldPaidAmount, fieldRefundDue} {
		at, ok := o.header[field]
		if !ok {
			continue
		}
		if whole := withoutCurrency(cells[at]) + "," + withoutCurrency(cells[at+1]); ungroup(whole) != whole {
			return fmt.Errorf("%s: may be %s, with a comma that nothing quotes: quote the amount, or leave out the empty cells behind the last column", field, alipay.Quote(whole))
		}
	}
	return nil
}

// flaw says what is wrong with a cell that is needed, and not with its text.
func (o *orderReader) flaw(rec record) error {
	if len(rec.flaws) == 0 {
		return nil
	}
	for _, field := range Fields() {
		if at, ok := o.header[field]; ok && rec.flaws[at] != "" {
			return fmt.Errorf("%s: %s", field, rec.flaws[at])
		}
	}
	return nil
}

// order reads a row.
func (o *orderReader) order(cells []string) (ledger.Order, error) {
	if err := o.checkWidth(cells); err != nil {
		return ledger.Order{}, err
	}
	var out ledger.Order
	var err error
	if out.TradeNo, err = parseTradeNo(o.cell(cells, fieldTradeNo)); err != nil {
		return out, fmt.Errorf("%s: %w", fieldTradeNo, err)
	}
	if out.Paid, err = parseAmount(o.cell(cells, fieldPaidAmount)); err != nil {
		return out, fmt.Errorf("%s: %w", fieldPaidAmount, err)
	}
	if out.Due, err = parseDue(o.cell(cells, fieldRefundDue)); err != nil {
		return out, fmt.Errorf("%s: %w", fieldRefundDue, err)
	}
	out.OutTradeNo = parseOutTradeNo(o.cell(cells, fieldOutTradeNo))
	out.PaidAt = unprotect(o.cell(cells, fieldPaidAt))
	out.Status = strings.TrimSpace(o.cell(cells, fieldStatus))
	out.RefundReason = strings.TrimSpace(o.cell(cells, fieldRefundReason))
	out.Seller = strings.TrimSpace(o.cell(cells, fieldSeller))
	return out, nil
}

// cell returns the cell of a field, empty where the export does not have it.
func (o *orderReader) cell(cells []string, field string) string {
	if at, ok := o.header[field]; ok {
		return cells[at]
	}
	return ""
}
