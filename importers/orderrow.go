package importers

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// isNothing tells whether a row holds no order: empty cells, or an item that was
// never paid for.
func (o *orderReader) isNothing(cells []string) bool {
	if isEmpty(cells) {
		return true
	}
	return o.items != nil && len(cells) >= o.need && isUnpaid(o.cell(cells, fieldTradeNo), o.cell(cells, fieldPaidAmount))
}

// isFooter tells whether a row is one of those that may stand behind the data.
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
	for _, field := range []string{fieldTradeNo, fieldPaidAmount, fieldRefundDue} {
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
