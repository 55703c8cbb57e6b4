package orders_test

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/importers/files"
	"reconcile/importers/orders"
)

// readShop reads an export as readOrders does, under settings.
func readShop(text string, s orders.Settings) string {
	var b strings.Builder
	for line, err := range orders.Read(strings.NewReader(text), s) {
		switch {
		case err != nil:
			fmt.Fprintf(&b, "error: %v\n", err)
		case line.Verdict == files.Rejected:
			fmt.Fprintf(&b, "%d rejected: %s\n", line.Number, line.Reason)
		case line.Verdict == files.Ignored:
			fmt.Fprintf(&b, "%d ignored\n", line.Number)
		default:
			fmt.Fprintf(&b, "%d read %s %s", line.Number, strings.TrimPrefix(line.Order.TradeNo, noHead), line.Order.Paid)
			if line.Order.Due != nil {
				fmt.Fprintf(&b, " due %s", line.Order.Due)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// noHead begins the trade numbers of these exports, of which the last digits are shown.
const noHead = "20260301220014000000000000"

// TestShops reads exports as shop systems write them.
func TestShops(t *testing.T) {
	for _, c := range []struct {
		name, text string
		settings   orders.Settings
		want       string
	}{
		{"all ways to pay", "订单号,订单状态,买家付款时间,付款方式,支付流水号,实付金额\n" +
			"E1,交易完成,2026-03-01 10:00:09,支付宝,NO01\t,50.00\n" +
			"E2,交易完成,2026-03-01 10:00:09,微信支付,4200002203202603000000000077\t,20.00\n" +
			"E3,交易关闭,,,,0.00\n" +
			"E4,交易完成,2026-03-01 10:01:00,储值卡,,20.00\n" +
			"E5,等待付款,,,,\n" +
			"E6,交易完成,2026-03-01 10:01:00,支付宝,,20.00\n" +
			"E7,交易完成,2026-03-01 10:01:00,,4200002203202603000000000078,20.00\n" +
			"E8,交易完成,2026-03-01 10:01:00,银行卡,NO08,20.00\n" +
			"E9,交易完成,2026-03-01 10:01:00,微信,20260301000000000001,20.00\n" +
			"E10,交易完成,2026-03-01 10:01:00,支付宝+储值卡,NO10,20.00\n",
			orders.Settings{Columns: map[string]string{"trade_no": "支付流水号"}},
			"2 read 01 50.00\n3 ignored\n4 ignored\n5 ignored\n6 ignored\n7 rejected: trade_no: missing\n" +
				"8 rejected: trade_no: none of Alipay's, which begin with a date (WeChat's begin with 4200): \"4200002203202603000000000078\"; if not all orders are paid by Alipay, write into the job which rows are, such as rows: { 付款方式: [支付宝] }\n" +
				"9 read 08 20.00\n10 ignored\n11 read 10 20.00\n"},
		{"rows of a job", "订单号,店铺,支付方式,支付宝交易号,实付金额\n1,茶店,支付宝,NO01,5.00\n2,酒店,支付宝,NO02,6.00\n3, 茶店 ,微信,4200002203202603000000000077,7.00\n4,茶店,余额,broken,8.00\n5,茶店,alipay,NO05,9.00\n",
			orders.Settings{Rows: map[string][]string{"店铺": {"茶店"}, "支付方式": {"支付宝", "Alipay"}}}, "2 read 01 5.00\n3 ignored\n4 ignored\n5 ignored\n6 read 05 9.00\n"},
		{"rows of no column", "支付宝交易号,实付金额\nNO01,5.00\n", orders.Settings{Rows: map[string][]string{"店铺": {"茶店"}}},
			"error: rows: no column is called \"店铺\"; saw the columns \"支付宝交易号\", \"实付金额\": write one of them under rows:, or leave it out\n"},
		{"orders with their goods below", "订单编号,支付宝交易号,实付金额,应退金额,商品\nA1,NO01,50.00,12.50,红茶\n,,,,绿茶\nA1,,,,茶杯\nA2,,,,茶壶\nA3,,0.00,,茶壶\n,,,,茶匙\n,,9.00,,茶盘\n,,,1.00,茶盘\n",
			orders.Settings{}, "2 read 01 50.00 due 12.50\n3 ignored\n4 ignored\n5 rejected: trade_no: missing\n6 ignored\n7 ignored\n8 rejected: trade_no: missing\n9 rejected: trade_no: missing\n"},
		{"goods without an order above", "支付宝交易号,实付金额,商品\n,,绿茶1\nNO01,5.00,红茶\n", orders.Settings{}, "2 rejected: trade_no: missing\n3 read 01 5.00\n"},
		{"closed after it was paid", "支付宝交易号,实付金额,订单状态,付款时间\n,20.00,交易关闭,2026-03-01 10:00:00\n,20.00,交易关闭,\n-,20.00,WAIT_BUYER_PAY,\nNULL,20.00,Unpaid,\n,20.00,退款关闭,\n",
			orders.Settings{}, "2 rejected: trade_no: missing\n3 ignored\n4 ignored\n5 ignored\n6 rejected: trade_no: missing\n"},
		{"WooCommerce", "order_id,status,payment_method,transaction_id,order_total,currency\n7,wc-completed,alipay,NO01,12.00,CNY\n8,wc-cancelled,,,12.00,CNY\n9,wc-completed,cod,,12.00,CNY\n10,wc-completed,alipay,NO02,12.00,USD\n",
			orders.Settings{Columns: map[string]string{"trade_no": "transaction_id", "paid_amount": "order_total"}},
			"2 read 01 12.00\n3 ignored\n4 ignored\n5 rejected: paid_amount: in \"USD\", and only yuan is read: leave the row out with rows:, or export its amount in yuan\n"},
		{"fen", "支付宝交易号,金额（分）,应退_分\nNO01,5000,1250\nNO02,\"999,900\",5\nNO03,50.5,\nNO04,¥50,\nNO05,,\nNO06,100.00,\nNO07,10000000001,\n",
			orders.Settings{Columns: map[string]string{"refund_due": "应退_分"}},
			"2 read 01 50.00 due 12.50\n3 read 02 9999.00 due 0.05\n4 rejected: paid_amount: not a whole number of fen, as its heading says: \"50.5\"\n5 rejected: paid_amount: not a whole number of fen, as its heading says: \"¥50\"\n6 rejected: paid_amount: missing\n7 read 06 1.00\n8 rejected: paid_amount: not an amount in yuan: \"100000000.01\": over 100,000,000.00\n"},
		{"two rows", "订单信息,,金额（分）,,\n订单号,支付宝交易号,实付,应退,优惠\n1,NO01,500,100,\n", orders.Settings{}, "3 read 01 5.00 due 1.00\n"},
		{"a line before the header, with commas", "导出条件,全部,,\n订单号,支付宝交易号,实付金额,应退金额\n1,NO01,5.00,1.00\n", orders.Settings{}, "1 ignored\n3 read 01 5.00 due 1.00\n"},
		{"a unit before the header", "订单,,单位：分,\n订单号,支付宝交易号,实付金额,应退金额\n1,NO01,500,100\n", orders.Settings{}, "3 read 01 5.00 due 1.00\n"},
		{"two rows, the first one a header", "支付宝交易号,金额,,订单号\n,实付,应退,\nNO01,5.00,1.00,7\n", orders.Settings{}, "3 read 01 5.00 due 1.00\n"},
		{"two rows, tabs", "支付宝交易号\t支付\t\n\t金额\t时间\nNO01\t5.00\t2026\n", orders.Settings{}, "3 read 01 5.00\n"},
		{"one row, and goods", "支付宝交易号,实付金额,\nNO01,5.00,a\n,,b\n", orders.Settings{}, "2 read 01 5.00\n3 ignored\n"},
		{"tabs and a cell of two lines", "支付宝交易号\t实付金额\t备注\nNO01\t5.00\t\"a,\nb\"\nNO02\t6.00\t\n", orders.Settings{}, "2 read 01 5.00\n4 read 02 6.00\n"},
	} {
		if got := readShop(strings.ReplaceAll(c.text, "NO", noHead), c.settings); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestPrices refuses a header in which a price would be taken for what was paid, and no
// other one.
func TestPrices(t *testing.T) {
	for _, c := range []struct{ header, mapped, want string }{
		{"支付宝交易号,订单金额,实收款", "", `"订单金额" is a price, and "实收款" may say`},
		{"支付宝交易号,总金额,实付款(元)", "", `"总金额" is a price, and "实付款(元)" may say`},
		{"交易号,金额,应付金额", "", `"金额" is a price, and "应付金额" may say`},
		{"trade_no,total_amount,Amount Paid,pay_time,pay_status", "", `"total_amount" is a price, and "Amount Paid" may say`},
		{"支付宝交易号,总金额,实付款(元)", "总金额", ""},
		{"支付宝交易号,订单金额,付款时间,付款方式,支付状态,支付宝账号,付款人,是否付款,支付流水号,货到付款", "", ""},
		{"trade_no,amount,paid_at,payment_method,payer,paid_on,pay_channel", "", ""},
		{"支付宝交易号,支付金额,实收款,订单金额", "", ""},
		{"支付宝交易号,实付金额(万元)", "", `"实付金额(万元)" is in 万元`},
		{"支付宝交易号,钱(美元)", "钱(美元)", `"钱(美元)" is in 美元`},
		{"trade_no,amount_usd", "", `"amount_usd" is in usd`},
		{"trade_no,paid amount in cents", "", ""},
		{"trade_no,paidAmountFen", "", ""},
		{"支付宝交易号,实付金额(含运费)", "实付金额(含运费)", ""},
		{"支付宝交易号,订单金额（元）,应退金额(千元)", "", `refund_due: "应退金额(千元)" is in 千元`},
	} {
		columns := map[string]string{}
		if c.mapped != "" {
			columns["paid_amount"] = c.mapped
		}
		_, err := orders.ParseHeader(strings.Split(c.header, ","), columns)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("ParseHeader(%q) = %v, want %q", c.header, err, c.want)
		}
	}
}
