package orders_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"strings"
	"testing"

	"reconcile/importers/orders"
)

func TestParseHeader(t *testing.T) {
	for _, c := range []struct {
		name, header string
		columns      map[string]string
		want         orders.Header
		err          string
	}{
		{"own names", "trade_no,paid_amount,refund_due", nil, orders.Header{"trade_no": 0, "paid_amount": 1, "refund_due": 2}, ""},
		{"letter case, blanks, units", " Trade No ,订单 金额（元）\t,应退金额(元),商户订单号", nil, orders.Header{"trade_no": 0, "paid_amount": 1, "refund_due": 2, "out_trade_no": 3}, ""},
		{"byte order mark", "\uFEFF支付宝交易号,金额", nil, orders.Header{"trade_no": 0, "paid_amount": 1}, ""},
		{"surer name", "支付宝流水号,交易号,支付宝交易号,总金额,实付金额", nil, orders.Header{"trade_no": 2, "paid_amount": 4}, ""},
		{"own name first", "支付宝交易号,trade_no,amount,paid_amount", nil, orders.Header{"trade_no": 1, "paid_amount": 3}, ""},
		{"exact spelling first", "交易号,金额（元）,金额", nil, orders.Header{"trade_no": 0, "paid_amount": 2}, ""},
		{"what should be paid, last", "支付单号,买家应付货款,买家实际支付金额", nil, orders.Header{"trade_no": 0, "paid_amount": 2}, ""},
		{"what should be paid, alone", "支付单号,买家应付货款", nil, orders.Header{"trade_no": 0, "paid_amount": 1}, ""},
		{"refunded is not due", "交易号,金额,退款金额,成功退款（元）,申请退款金额", nil, orders.Header{"trade_no": 0, "paid_amount": 1}, ""},
		{"mapped", "编号,钱,该退", map[string]string{"trade_no": "编号", "paid_amount": "钱", "refund_due": "该退"}, orders.Header{"trade_no": 0, "paid_amount": 1, "refund_due": 2}, ""},
		{"mapped goes first", "trade_no,paid_amount,退款金额", map[string]string{"refund_due": "退款金额"}, orders.Header{"trade_no": 0, "paid_amount": 1, "refund_due": 2}, ""},
		{"mapped elsewhere", "trade_no,paid_amount", map[string]string{"paid_amount": "钱"}, orders.Header{"trade_no": 0, "paid_amount": 1}, ""},
		{"mapped, missing", "trade_no,paid_amount", map[string]string{"refund_due": "该退"}, nil, `no column is called "该退", which refund_due is mapped to`},
		{"twice", "trade_no,金额,金额", nil, nil, `paid_amount may be column 2 or 3, both "金额": rename one`},
		{"one for two", "trade_no,paid_amount", map[string]string{"refund_due": "paid_amount"}, nil, `column "paid_amount" stands for paid_amount and for refund_due`},
		{"fen", "trade_no,金额（分）", nil, orders.Header{"trade_no": 0, "paid_amount": 1}, ""},
		{"fen or yuan", "trade_no,金额(分),金额(元)", nil, orders.Header{"trade_no": 0, "paid_amount": 2}, ""},
		{"cents", "trade_no,amount (cents),refund_due_fen", nil, orders.Header{"trade_no": 0, "paid_amount": 1, "refund_due": 2}, ""},
		{"income", "trade_no,收入（+元）,支出（-元）", nil, nil, "no column for paid_amount (paid_amount, 实付金额, 买家实际支付金额, 买家实付金额)"},
	} {
		got, err := orders.ParseHeader(strings.Split(c.header, ","), c.columns)
		if c.err != "" {
			if err == nil || err.Error() != c.err {
				t.Errorf("%s: ParseHeader(%q) = %v, want error %q", c.name, c.header, err, c.err)
			}
			continue
		}
		if err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%s: ParseHeader(%q) = %v, %v, want %v", c.name, c.header, got, err, c.want)
		}
	}
}

// What is recognised maps each field to a column of its own, and the header
// printed and read again is recognised alike.
func FuzzCSVHeader(f *testing.F) {
	f.Add("trade_no,out_trade_no,paid_amount,refund_due,paid_at", "", "")
	f.Add("支付宝交易号,商户订单号,订单金额（元）,应退金额,付款时间", "refund_due", "应退金额")
	f.Add("\uFEFF\"Trade No\", 金额 ,金额（元）", "seller", "\"")
	f.Fuzz(func(t *testing.T, line, field, header string) {
		cells, err := csv.NewReader(strings.NewReader(line)).Read()
		if err != nil {
			return
		}
		columns := map[string]string{field: header}
		got, err := orders.ParseHeader(cells, columns)
		if err != nil {
			return
		}
		taken := make(map[int]bool)
		for name, at := range got {
			if at < 0 || at >= len(cells) || taken[at] {
				t.Fatalf("ParseHeader(%q) maps %s to column %d", cells, name, at)
			}
			taken[at] = true
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		printed, err := csv.NewReader(&b).Read()
		if err != nil {
			t.Fatalf("%q printed does not read: %v", cells, err)
		}
		again, err := orders.ParseHeader(printed, columns)
		if err != nil || !maps.Equal(got, again) {
			t.Fatalf("ParseHeader(%q) = %v, printed and read again %v, %v", cells, got, again, err)
		}
	})
}
