package orders

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/tables"
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

// fieldSheet is the key under columns: that names the sheet to read.
const fieldSheet = "sheet"

// An alias is one field and what exports call it, the surest name first.
//
// refund_due is what the buyer is owed back in total. What was refunded already
// (退款金额, 成功退款) or was asked for (申请退款金额) is not that, so such a
// column never stands for it. What a buyer should have paid (买家应付货款) and what
// the merchant keeps (商家实收) stand for paid_amount only where no better column
// does, and a flow of an account (收入) never: its other rows would be orders of
// 0.00.
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

// Fields lists what a configuration may name under columns: the header of each
// field, and the sheet of a workbook.
func Fields() []string {
	var names []string
	for _, a := range aliases() {
		names = append(names, a.field)
	}
	return append(names, fieldSheet)
}

// A Header says in which column, from 0, each recognised field of an export
// stands. Fields that the export does not have are absent.
type Header map[string]int

// ParseHeader recognises the header of an export by the names of its columns,
// letter case, blanks, underscores and a unit such as （元） aside; mapped, field
// to header, goes before them. Where several columns may be one field, a mapped
// one wins, then the surest name, then the one that is spelled exactly so.
//
// Errors: a needed field is missing, a mapped one is, or two columns are equally
// good. The header of no export gives an error too.
func ParseHeader(cells []string, mapped map[string]string) (Header, error) {
	h := Header{}
	taken := make(map[int]string)
	for _, a := range aliases() {
		names := a.names
		want, isMapped := mapped[a.field]
		if isMapped {
			names = append([]string{want}, names...)
		}
		column, twice := tables.Pick(cells, names)
		switch {
		case twice >= 0:
			return nil, fmt.Errorf("%s may be column %d or %d, both %s: rename one", a.field, column+1, twice+1, alipay.Quote(cells[column]))
		case column >= 0 && taken[column] != "":
			return nil, fmt.Errorf("column %s stands for %s and for %s", alipay.Quote(cells[column]), taken[column], a.field)
		case column >= 0:
			h[a.field], taken[column] = column, a.field
		case isMapped:
			return nil, fmt.Errorf("no column is called %s, which %s is mapped to", alipay.Quote(want), a.field)
		case a.field == fieldTradeNo || a.field == fieldPaidAmount:
			return nil, fmt.Errorf("no column for %s (%s)", a.field, strings.Join(names[:4], ", "))
		}
	}
	return h, nil
}
