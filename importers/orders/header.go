package orders

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/words"
)

// The fields of an order export (§3.2).
const (
	fieldTradeNo      = "trade_no"
	fieldPaidAmount   = "paid_amount"
	fieldRefundDue    = "refund_due"
	fieldOutTradeNo   = "out_trade_no"
	fieldPaidAt       = "paid_at"
	fieldStatus       = "status"
	fieldRefundReason = "refund_reason"
	fieldSeller       = "seller"
)

// fieldSheet is the key under columns: with the name of the sheet to read.
const fieldSheet = "sheet"

// An alias is one field and its names in exports, the most certain one first.
//
// refund_due is what the buyer is owed back in total. What was refunded already
// (退款金额, 成功退款) or was requested (申请退款金额) is something else, so such a
// column is never read as it. What a buyer should have paid (买家应付货款) and what
// the merchant received (商家实收) are read as paid_amount only if there is no better
// column, and the income of an account (收入) never: the other rows of its statement
// would become orders of 0.00.
type alias struct {
	field string
	names []string
}

func aliases() []alias {
	return []alias{
		{fieldTradeNo, []string{"trade_no", "alipay_trade_no", "支付宝交易号", "交易号", "交易订单号", "支付宝交易流水号", "支付单号", "支付宝单号", "支付宝流水号", "业务流水号", "渠道订单号"}},
		{fieldPaidAmount, []string{"paid_amount", "实付金额", "买家实际支付金额", "买家实付金额", "实际支付金额", "支付金额", "付款金额", "订单金额", "交易金额", "订单总金额", "总金额", "金额", "order_amount", "total_amount", "total_fee", "amount", "买家应付货款", "商家实收"}},
		{fieldRefundDue, []string{"refund_due", "应退金额", "应退款", "应退总额", "应退款金额", "应退总金额", "应退款总额"}},
		{fieldOutTradeNo, []string{"out_trade_no", "商户订单号", "商家订单号", "商户单号", "订单编号", "订单号", "主订单编号", "子订单编号", "业务基础订单号", "业务订单号", "order_no", "order_id"}},
		{fieldPaidAt, []string{"paid_at", "付款时间", "支付时间", "订单付款时间", "交易付款时间", "gmt_payment", "payment_time"}},
		{fieldStatus, []string{"status", "订单状态", "交易状态", "trade_status"}},
		{fieldRefundReason, []string{"refund_reason", "退款原因", "退款理由"}},
		{fieldSeller, []string{"seller", "seller_email", "卖家", "卖家账号", "卖家支付宝账号"}},
	}
}

// Fields returns the keys that a configuration may have under columns: one for the
// header of each field, and one for the sheet of a workbook.
func Fields() []string {
	var names []string
	for _, a := range aliases() {
		names = append(names, a.field)
	}
	return append(names, fieldSheet)
}

// A Header maps each field to its column in an export, from 0. Fields that the export
// does not have are absent.
type Header map[string]int

// ParseHeader recognises the header of an export by the names of its columns, which
// may differ as files.PlainName allows and in the unit that they name. mapped, from field
// to header, takes precedence. If several columns may be one field, a mapped one wins,
// then the most certain name, then the one spelled exactly like it.
//
// It is an error if trade_no or paid_amount or a mapped field is missing, or if two
// columns are equally good: cells are not the header of an export then. It is an error,
// too, where what was paid cannot be told from a header of an export.
func ParseHeader(cells []string, mapped map[string]string) (Header, error) {
	return parseHeader(oneRow(cells), mapped)
}

func parseHeader(headings []heading, mapped map[string]string) (Header, error) {
	h := Header{}
	taken := make(map[int]string)
	named := make(map[string]string) // by field, the name that its column was recognised by
	for _, a := range aliases() {
		names := a.names
		want, isMapped := mapped[a.field]
		if isMapped {
			names = append([]string{want}, names...)
		}
		column, twice, name := pick(headings, names)
		switch {
		case twice >= 0:
			return nil, words.Errorf("%s may be column %d or %d, both %s: rename one", a.field, column+1, twice+1, alipay.Quote(headings[column].shown))
		case column >= 0 && taken[column] != "":
			return nil, words.Errorf("column %s stands for %s and for %s", alipay.Quote(headings[column].shown), taken[column], a.field)
		case column >= 0:
			h[a.field], taken[column], named[a.field] = column, a.field, name
			if isMapped && name == want {
				named[a.field] = ""
			}
		case isMapped:
			return nil, words.Errorf("no column is called %s, which %s is mapped to", alipay.Quote(want), a.field)
		case a.field == fieldTradeNo || a.field == fieldPaidAmount:
			return nil, words.Errorf("no column for %s (%s)", a.field, strings.Join(names[:4], ", "))
		}
	}
	if err := h.checkUnits(headings); err != nil {
		return nil, err
	}
	return h, h.checkPrice(headings, named[fieldPaidAmount])
}

// checkUnits returns the flaw of a header with amounts that are neither yuan nor fen
// (§3.2), mapped or not.
func (h Header) checkUnits(headings []heading) error {
	for _, field := range []string{fieldPaidAmount, fieldRefundDue} {
		at, ok := h[field]
		if !ok {
			continue
		}
		switch of := headings[at].unit(); of {
		case noUnit, yuan, fen:
		default:
			return flawf("%s: %s is in %s, and only yuan (元) and fen (分) are read: export the column in yuan, or map another one under columns:",
				field, alipay.Quote(headings[at].shown), of)
		}
	}
	return nil
}

// A headerFlaw is the error of a header that is recognised and cannot be used: its file is
// refused, whatever else stands in it.
type headerFlaw struct{ refused files.RefusedError }

func flawf(format string, args ...any) error {
	return &headerFlaw{files.RefusedError{Reason: fmt.Sprintf(format, args...)}}
}

func (f *headerFlaw) Error() string { return f.refused.Reason }

// Unwrap makes it a *files.RefusedError.
func (f *headerFlaw) Unwrap() error { return &f.refused }
