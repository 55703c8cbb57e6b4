package bills_test

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/importers/bills"
	"reconcile/importers/files"
)

// A bill as it is downloaded: two trades and one refund.
const billHead = `#支付宝业务明细查询
#账号：[20881010082672540156]
#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
`

const billRows = "2026030122001400010000000001\t,T200P1001\t,交易\t,茶杯,2026-03-01 10:00:00,2026-03-01 10:00:05,\t,\t,\t,\t,*明(138****0001)\t,30.00,28.00,0.00,0.00,0.00,2.00,0.00,,0.00\t,0.00,\t,0.17,0.00,\n" +
	"2026030122001400010000000002\t,1002\t,交易\t,茶壶,2026-03-01 11:00:00,2026-03-01 11:00:05,\t,\t,\t,\t,*红(139****0002)\t,12.50,12.50,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,0.08,0.00,\n" +
	"2026030122001400010000000001\t,T200P1001\t,退款\t,茶杯,2026-03-01 10:00:00,2026-03-01 18:20:30,\t,\t,\t,\t,*明(138****0001)\t,-5.00,-4.00,0.00,0.00,0.00,-1.00,0.00,,0.00\t,0.00,20260301000001\t,-0.02,0.00,\n"

const footer = `#-----------------------------------------业务明细列表结束------------------------------------
#交易合计：2笔，商家实收共40.50元，商家优惠共2.00元
#退款合计：1笔，商家实收退款共-4.00元，商家优惠退款共-1.00元
#导出时间：[2026年03月02日 05:46:49]
`

// billAccount is the account of every bill here.
const billAccount = "2088101008267254"

// readBill prints every line of a bill, the ignored ones aside, and the error,
// if any, last.
func readBill(text string) string {
	bill, err := bills.Open(strings.NewReader(text), billAccount)
	if err != nil {
		return fmt.Sprintf("refused: %v\n", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s - %s\n", bill.Account, bill.From.Format("01-02 15:04:05"), bill.Until.Format("01-02 15:04:05"))
	for line, err := range bill.Lines() {
		switch {
		case err != nil:
			fmt.Fprintf(&b, "refused: %v\n", err)
		case line.Verdict == files.Rejected:
			fmt.Fprintf(&b, "%d rejected %s %s\n", line.Number, line.Type, line.Reason)
		case line.Order != nil:
			fmt.Fprintf(&b, "%d paid %s %s %s %s\n", line.Number, line.Order.TradeNo, line.Order.Paid, line.Order.OutTradeNo, line.Order.PaidAt)
		case line.Refund != nil:
			fmt.Fprintf(&b, "%d refund %s %q %s %s\n", line.Number, line.Refund.TradeNo, line.Refund.BatchNo, line.Refund.Amount, line.Refund.FinishedAt)
		}
	}
	return b.String()
}

const billRead = `2088101008267254 03-01 00:00:00 - 03-02 00:00:00
6 paid 2026030122001400010000000001 30.00 1001 2026-03-01 10:00:05
7 paid 2026030122001400010000000002 12.50 1002 2026-03-01 11:00:05
8 refund 2026030122001400010000000001 "20260301000001" 5.00 2026-03-01 18:20:30 +0800 Asia/Shanghai
`

func TestReadBill(t *testing.T) {
	whole := billHead + billRows + footer
	swap := func(old, new string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("the bill does not hold %q", old)
		}
		return strings.ReplaceAll(whole, old, new)
	}
	const untied, asIs, cut = "its totals do not tie: ", "; use the bill as it was downloaded", "cut off: the end of the list (业务明细列表结束) or a total (交易合计, 退款合计) is missing; download it again"
	for _, c := range []struct{ name, text, want string }{
		{"as downloaded", whole, billRead},
		{"CRLF", strings.ReplaceAll(whole, "\n", "\r\n"), billRead},
		{"padded by a spreadsheet", strings.ReplaceAll(strings.ReplaceAll(whole, "]\n", "],,,,\n"), "元\n", "元,,,,\n"), billRead},
		{"blank and empty lines", strings.ReplaceAll(whole, "#--", "\n,,,,\n#--"), strings.NewReplacer("\n6 ", "\n8 ", "\n7 ", "\n9 ", "\n8 ", "\n10 ").Replace(billRead)},
		{"the last second", swap("终止日期：[2026年03月02日 00:00:00]", "终止日期：[2026年03月01日 23:59:59]"), billRead},
		{"a masked account", swap("20881010082672540156", "2088***********540156"), strings.TrimPrefix(billRead, billAccount)},
		{"a quote in a name", swap("茶杯", "3\" 茶杯"), billRead},
		{"positive refunds", swap(",-5.00,-4.00,0.00,0.00,0.00,-1.00,", ",5.00,4.00,0.00,0.00,0.00,1.00,"), billRead},
		{"another name of the batch", swap("退款批次号/请求号", "退款批次号"), billRead},
		{"refunded by hand", swap("20260301000001", "\t"), strings.Replace(billRead, `"20260301000001"`, `""`, 1)},
		{"another kind of row", swap(footer, "1\t,2\t,收费"+strings.Repeat(",", 22)+"\n"+footer), billRead},
		{"a refund of nothing", swap(footer, strings.NewReplacer("-5.00,-4.00,0.00,0.00,0.00,-1.00", "0.00,0.00,0.00,0.00,0.00,0.00").Replace(strings.SplitAfter(billRows, "\n")[2])+strings.Replace(footer, "退款合计：1笔", "退款合计：2笔", 1)), billRead},
		{"a damaged batch", swap("20260301000001", "2.02603E+13"), strings.SplitAfter(billRead, "11:00:05\n")[0] + "8 rejected 退款 退款批次号: damaged by a spreadsheet, in scientific notation: \"2.02603E+13\"" + asIs + "\n"},
		{"a time without seconds", swap("2026-03-01 18:20:30", "2026/3/1 18:20"), strings.SplitAfter(billRead, "11:00:05\n")[0] + "8 rejected 退款 完成时间: not yyyy-MM-dd HH:mm:ss: \"2026/3/1 18:20\"" + asIs + "\n"},
	} {
		if got := readBill(c.text); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
	for _, c := range []struct{ name, text, want string }{
		{"another account", swap("20881010082672540156", "20880000000000010156"), "a bill of account 2088000000000001, not of " + billAccount},
		{"no period", swap("起始日期", "日期"), "a trade bill without a period (起始日期, 终止日期): download it again"},
		{"an empty period", swap("03月02日 00", "03月01日 00"), "a trade bill without a period (起始日期, 终止日期): download it again"},
		{"an unreadable period", swap("2026年03月02日", "2026-03-02"), "终止日期: not a time such as 2019年09月16日 00:00:00: \"2026-03-02 00:00:00\""},
		{"a column twice", swap("备注\n", "业务类型\n"), `column "业务类型" stands twice`},
		{"cut behind a row", strings.SplitAfter(whole, "0.08,0.00,\n")[0], cut},
		{"cut before the refunds' total", strings.Split(whole, "#退款合计")[0], cut},
		{"no end", swap("业务明细列表结束", ""), cut},
		{"a row less", swap(strings.SplitAfter(billRows, "\n")[1], ""), untied + "交易合计 says 笔 2, its rows come to 1" + asIs},
		{"a row twice", swap(strings.SplitAfter(billRows, "\n")[2], strings.Repeat(strings.SplitAfter(billRows, "\n")[2], 2)), untied + "退款合计 says 笔 1, its rows come to 2" + asIs},
		{"a fen more", swap("28.00", "28.01"), untied + "交易合计 says 商家实收 40.50, its rows come to 40.51" + asIs},
		{"a fen of discount", swap(",-1.00,", ",-1.01,"), untied + "退款合计 says 商家优惠 -1.00, its rows come to -1.01" + asIs},
		{"an amount that is none", swap(",30.00,", ",3o.00,"), "line 6: 订单金额: not an amount in yuan: \"3o.00\""},
		{"a refund of nothing that gave something back", swap(",-5.00,-4.00,", ",0.00,-4.00,"), "line 8: 订单金额 0.00 is less than 商家实收 -4.00: damaged; download it again"},
		{"an amount that lost a digit", swap(",30.00,28.00,", ",3.00,28.00,"), "line 6: 订单金额 3.00 is less than 商家实收 28.00: damaged; download it again"},
		{"a cell more", swap("茶杯", "茶,杯"), "line 6: has 26 columns, the header has 25: a comma stands where none should" + asIs},
		{"a row cut off", strings.SplitAfter(whole, "2026-03-01 11:00")[0], "line 7: has 5 columns, the header has 25: cut off, or damaged; download it again"},
		{"a row behind the end", whole + strings.SplitAfter(billRows, "\n")[0], "line 13: a row stands behind the end of the list"},
		{"a total that is none", swap("共40.50元", "共4O.50元"), "line 10: not a sum in yuan: \"4O.50\""},
		{"NUL", swap("茶壶", "\x00"), "line 7: holds a NUL byte: export it again"},
	} {
		got := readBill(c.text)
		if !strings.HasSuffix(got, "refused: "+c.want+"\n") {
			t.Errorf("%s:\n%swant\nrefused: %s", c.name, got, c.want)
		}
	}
}

// A bank's layout has columns of its own, in another order.
func TestReadBillOfABank(t *testing.T) {
	const text = "#支付宝业务明细查询\n#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年04月01日 00:00:00]\n" +
		"银联交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号,服务费（元）,实收净额（元）,商户识别号,交易方式,备注,花呗分期手续费,花呗分期数\n" +
		"2026030122001400010000000009\t,A1\t,退款\t,茶,2026-03-01 10:00:00,2026-03-02 10:00:05,\t,\t,\t,\t,*明\t,-150000000.00,-1.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,R1\t,0.00,-1.00,898\t,扫码,,0.00,0\n" +
		"2026030122001400010000000009\t,A1\t,退款\t,茶,2026-03-01 10:00:00,2026-03-02 10:00:06,\t,\t,\t,\t,*明\t,-1.00,-1.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,R2\t,0.00,-1.00,898\t,扫码,,0.00,0\n" +
		"#---业务明细列表结束---\n#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元\n#退款合计：2笔，商家实收退款共-2.00元，商家优惠退款共0.00元\n"
	for _, c := range []struct{ old, new, want string }{
		{"150000000", "1", " 03-01 00:00:00 - 04-01 00:00:00\n4 refund 2026030122001400010000000009 \"R1\" 1.00 2026-03-02 10:00:05 +0800 Asia/Shanghai\n5 refund 2026030122001400010000000009 \"R2\" 1.00 2026-03-02 10:00:06 +0800 Asia/Shanghai\n"},
		{"", "", " 03-01 00:00:00 - 04-01 00:00:00\nrefused: line 4: 订单金额: not an amount in yuan: \"150000000.00\": over 100,000,000.00\n"},
	} {
		if got := readBill(strings.Replace(text, c.old, c.new, 1)); got != c.want {
			t.Errorf("with %q for %q:\n%swant\n%s", c.new, c.old, got, c.want)
		}
	}
}
