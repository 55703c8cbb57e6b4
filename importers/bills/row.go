package bills

import (
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
	"reconcile/words"
)

// line reads one line after the header. A row whose amounts cannot be parsed refuses
// the bill, because its totals could not be checked.
func (b *Bill) line(rec tables.Record) (Line, error) {
	out := Line{Number: rec.Line}
	if isNote(rec.Raw) {
		return out, b.foot.read(rec.Line, rec.Raw)
	}
	cells, err := b.cells(rec)
	if err == nil && !tables.IsEmpty(cells) {
		err = b.row(&out, cells)
	}
	if err != nil {
		return out, &files.RefusedError{Reason: fmt.Sprintf("line %d: %v", rec.Line, err)}
	}
	return out, nil
}

// cells returns the cells of a row. Alipay does not quote the names of products, so a
// row with a " in it is split at every comma, if that results in all columns.
func (b *Bill) cells(rec tables.Record) ([]string, error) {
	if reason := tables.Damage(rec.Raw); reason != "" {
		return nil, words.Errorf("%s", reason)
	}
	cells := rec.Cells
	if rec.Fault != "" {
		if cells = strings.Split(strings.TrimRight(rec.Raw, "\r\n"), ","); len(cells) != len(b.headings) {
			return nil, words.Errorf("%s", rec.Fault)
		}
	}
	switch {
	case tables.IsEmpty(cells):
	case b.foot.begun:
		return nil, words.Errorf("a row stands behind the end of the list")
	case len(cells) < len(b.headings):
		return nil, words.Errorf("has %d columns, the header has %d: cut off, or damaged; download it again", len(cells), len(b.headings))
	case len(cells) > len(b.headings):
		return nil, words.Errorf("has %d columns, the header has %d: a comma stands where none should; use the bill as it was downloaded", len(cells), len(b.headings))
	}
	return cells, nil
}

// row reads a row that is a trade or a refund into out. Errors: an amount that is part
// of a total cannot be parsed.
func (b *Bill) row(out *Line, cells []string) error {
	out.Type = tables.Unprotect(cells[b.at.kind])
	sum := &b.trades
	switch out.Type {
	case Trade:
	case Refund:
		sum = &b.refunds
	default:
		return nil
	}
	amount, err := parseSigned(cells[b.at.amount])
	if err != nil {
		return words.Errorf("订单金额: %w", err)
	}
	if err := b.count(sum, cells, amount); err != nil {
		return err
	}
	if out.Type == Refund {
		return b.refund(out, cells, amount)
	}
	return b.trade(out, cells, amount)
}

// refund reads a refund. Its amount is negative, but positive in some copies.
func (b *Bill) refund(out *Line, cells []string, amount alipay.Money) error {
	if amount.Sign() == 0 {
		return nil // refunds nothing
	}
	refund := &ledger.BillRefund{Amount: absolute(amount)}
	var err error
	if refund.TradeNo, err = tables.ParseTradeNo(cells[b.at.trade]); err != nil {
		return out.reject("支付宝交易号", err)
	}
	if refund.BatchNo, err = parseBatchNo(cells[b.at.batch]); err != nil {
		return out.reject("退款批次号", err)
	}
	if refund.FinishedAt, err = parseFinishedAt(cells[b.at.finished]); err != nil {
		return out.reject("完成时间", err)
	}
	out.Verdict, out.Refund = files.Read, refund
	return nil
}

// trade reads a payment.
func (b *Bill) trade(out *Line, cells []string, amount alipay.Money) error {
	order := &ledger.Order{Paid: amount, Status: out.Type}
	var err error
	if order.TradeNo, err = tables.ParseTradeNo(cells[b.at.trade]); err != nil {
		return out.reject("支付宝交易号", err)
	}
	if amount.Sign() < 0 {
		return out.reject("订单金额", words.Errorf("a payment below zero: %s", amount.String()))
	}
	order.OutTradeNo = tables.ParseOutTradeNo(tables.CellAt(cells, b.at.order))
	if order.PaidAt = tables.Unprotect(cells[b.at.finished]); order.PaidAt == "" {
		order.PaidAt = tables.Unprotect(tables.CellAt(cells, b.at.created))
	}
	out.Verdict, out.Order = files.Read, order
	return nil
}

// reject makes the row Rejected.
func (out *Line) reject(column string, cause error) error {
	out.Verdict, out.Reason = files.Rejected, column+": "+cause.Error()
	return nil
}

// parseBatchNo parses a batch number, or the number of a refund by another interface.
// It is empty for a refund that was made by hand.
func parseBatchNo(cell string) (string, error) {
	s := tables.Unprotect(cell)
	switch {
	case tables.IsScientific(s):
		return "", words.Errorf("damaged by a spreadsheet, in scientific notation: %s; use the bill as it was downloaded", alipay.Quote(s))
	case s != "" && !alipay.IsNotifyID(s):
		return "", words.Errorf("not up to 128 printable characters: %s", alipay.Quote(s))
	}
	return s, nil
}

// parseFinishedAt parses a time to the second, in Shanghai. A spreadsheet saves it
// without seconds; with that, one refund in two bills would become two.
func parseFinishedAt(cell string) (time.Time, error) {
	s := tables.Unprotect(cell)
	for _, layout := range []string{alipay.TimeLayout, "2006/1/2 15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, alipay.Shanghai()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, words.Errorf("not yyyy-MM-dd HH:mm:ss: %s; use the bill as it was downloaded", alipay.Quote(s))
}
