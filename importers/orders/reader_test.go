package orders_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"reconcile/importers/files"
	"reconcile/importers/orders"
)

const head = "trade_no,out_trade_no,paid_amount,refund_due,paid_at\n"

// readOrders prints every line as "3 read 2011… 5.00 due 1.00", "4 ignored" or
// "5 rejected: reason", and the error, if any, last.
func readOrders(text string, columns map[string]string) string {
	var b strings.Builder
	for line, err := range orders.Read(strings.NewReader(text), orders.Settings{Columns: columns}) {
		switch {
		case err != nil:
			fmt.Fprintf(&b, "error: %v\n", err)
		case line.Verdict == files.Rejected:
			fmt.Fprintf(&b, "%d rejected: %s\n", line.Number, line.Reason)
		case line.Verdict == files.Ignored:
			fmt.Fprintf(&b, "%d ignored\n", line.Number)
		default:
			fmt.Fprintf(&b, "%d read %s %s", line.Number, line.Order.TradeNo, line.Order.Paid)
			if line.Order.Due != nil {
				fmt.Fprintf(&b, " due %s", line.Order.Due)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestReadOrdersCells(t *testing.T) {
	const no = "2011011201037066"
	for _, c := range []struct{ row, want string }{
		{no + ",M1,5.00,,", "read " + no + " 5.00"},
		{no + ",M1,5.00,0.00,", "read " + no + " 5.00 due 0.00"},
		{no + ",M1,5,5,", "read " + no + " 5.00 due 5.00"},
		{no + "\t,M1,5.00,,", "read " + no + " 5.00"},
		{" '" + no + ",M1,5.00,,", "read " + no + " 5.00"},
		{"`" + no + ",M1,5.00,,", "read " + no + " 5.00"},
		{`="` + no + `",M1,5.00,="1.00",`, "read " + no + " 5.00 due 1.00"},
		{`"=""` + no + `""",M1,5.00,,`, "read " + no + " 5.00"},
		{`"` + no + `","M ""1""","5.00","",""`, "read " + no + " 5.00"},
		{no + ",M1,¥5.00,￥1.50,", "read " + no + " 5.00 due 1.50"},
		{no + ",M1, ¥ 5.00元 ,,", "read " + no + " 5.00"},
		{no + `,M1,"1,234,567.50","1,000.00",`, "read " + no + " 1234567.50 due 1000.00"},
		{no + ",M1,5.00,,,,", "read " + no + " 5.00"},
		{",,,,", "ignored"},
		{no + `,M1,"12,34.5",,`, `rejected: paid_amount: not an amount in yuan: "12,34.5"`},
		{no + `,M1,"1,2345",,`, `rejected: paid_amount: not an amount in yuan: "1,2345"`},
		{no + `,M1,",234",,`, `rejected: paid_amount: not an amount in yuan: ",234"`},
		{no + `,M1,"1234,567",,`, `rejected: paid_amount: not an amount in yuan: "1234,567"`},
		{no + ",M1,1,234.50,,2026-03-01 00:00:00", "rejected: has 6 columns, the header has 5"},
		{no + ",M1,1,234.50,,", `rejected: paid_amount: may be "1,234.50", with a comma that nothing quotes: quote the amount, or leave out the empty cells behind the last column`},
		{no + ",M1,5.00,¥1,000,", `rejected: refund_due: may be "1,000", with a comma that nothing quotes: quote the amount, or leave out the empty cells behind the last column`},
		{no + ",M1,5.00,1.00,,,", "read 2011011201037066 5.00 due 1.00"},
		{no + ",M1,abc,,", `rejected: paid_amount: not an amount in yuan: "abc"`},
		{no + ",M1,,,", "rejected: paid_amount: missing"},
		{no + ",M1,1e5,,", `rejected: paid_amount: not an amount in yuan: "1e5"`},
		{no + ",M1,NaN,,", `rejected: paid_amount: not an amount in yuan: "NaN"`},
		{no + ",M1,-0,,", `rejected: paid_amount: not an amount in yuan: "-0"`},
		{no + ",M1,0.001,,", `rejected: paid_amount: not an amount in yuan: "0.001": less than one fen`},
		{no + ",M1,５.００,,", `rejected: paid_amount: not an amount in yuan: "５.００"`},
		{no + ",M1,5.00,x,", `rejected: refund_due: not an amount in yuan: "x"`},
		{"2.01101E+15,X1,1.00,,", `rejected: trade_no: damaged by a spreadsheet, in scientific notation: "2.01101E+15"; export it as text`},
		{"2e15,X1,1.00,,", `rejected: trade_no: damaged by a spreadsheet, in scientific notation: "2e15"; export it as text`},
		{"2026030122001000000000000000,X1,1.00,,", `rejected: trade_no: damaged by a spreadsheet, which kept 15 digits: "2026030122001000000000000000"; export it as text`},
		{"2026030122001000,M1,5.00,,", "read 2026030122001000 5.00"},
		{"M1,X1,1.00,,", `rejected: trade_no: not 16 to 32 digits: "M1"`},
		{",X1,1.00,,", "rejected: trade_no: missing"},
		{no, "rejected: has 1 columns, the header needs 5"},
		{no + ",M1,5.00", "rejected: has 3 columns, the header needs 5"},
		{no + ",M\x001,5.00,,", "rejected: holds a NUL byte: export it again"},
		{no + ",M1,5.00,,a\r" + no + ",M2,6.00,,", "rejected: holds a carriage return without a line feed: it may be several rows"},
		{no + `,M"1,5.00,,`, `rejected: a " stands in a cell that is not quoted: quote the cell and double the ", or export it again`},
		{no + `,"M"1",5.00,,`, `rejected: a quoted cell does not end where it should: double the " inside it, or export it again`},
	} {
		want := "2 " + c.want + "\n3 read 2011011201037067 6.00\n"
		if got := readOrders(head+c.row+"\n2011011201037067,M2,6.00,,\n", nil); got != want {
			t.Errorf("row %q:\n%swant\n%s", c.row, got, want)
		}
	}
}

func TestReadOrdersFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"LF, no last line end", head + "2011011201037066,M1,5.00,,", "2 read 2011011201037066 5.00\n"},
		{"CRLF and blank lines", "\r\n" + strings.ReplaceAll(head, "\n", "\r\n") + "\r\n2011011201037066,M1,5.00,,\r\n \r\n", "4 read 2011011201037066 5.00\n"},
		{"newline in quotes", head + "2011011201037066,\"M\n1\",5.00,,\n2011011201037067,M,6.00,,\n", "2 read 2011011201037066 5.00\n4 read 2011011201037067 6.00\n"},
		{"no rows", head, ""},
		{"tabs", "支付宝交易号\t订单金额（元）\n2011011201037066\t5.00\n", "2 read 2011011201037066 5.00\n"},
		{"semicolons", "Trade No;Paid Amount\n2011011201037066;5.00\n", "2 read 2011011201037066 5.00\n"},
		{"preamble and footers", "商户：测试\n导出条件,全部\n\n交易号,金额(元),应退金额\n2011011201037066,5.00,1.00\n#------\n合计,5.00,\n导出时间：2026\n",
			"1 ignored\n2 ignored\n5 read 2011011201037066 5.00 due 1.00\n6 ignored\n7 ignored\n8 ignored\n"},
		{"a footer inside", head + "合计,,5.00,,\n2011011201037066,M1,5.00,,\n", "2 rejected: looks like a footer, but more rows follow\n3 read 2011011201037066 5.00\n"},
		{"unclosed quote", head + "2011011201037066,\"M1,5.00,,\n2011011201037067,M2,6.00,,\n2011011201037068,M3,7.00,,\n",
			"2 rejected: a quoted cell does not end where it should: double the \" inside it, or export it again\n3 read 2011011201037067 6.00\n4 read 2011011201037068 7.00\n"},
		{"quotes that swallow two rows", head + "2011011201037066,\"M1,5.00,,\n2011011201037067,M2,6.00,,\n2011011201037068,\"M3\"x,7.00,,\n2011011201037069,M4,8.00,,\n",
			"2 rejected: a quoted cell does not end where it should: double the \" inside it, or export it again\n3 read 2011011201037067 6.00\n4 rejected: a quoted cell does not end where it should: double the \" inside it, or export it again\n5 read 2011011201037069 8.00\n"},
		{"a line over 1 MiB", head + strings.Repeat("x", 2<<20) + "\n2011011201037067,M2,6.00,,\n", "2 rejected: line longer than 1 MiB\n3 read 2011011201037067 6.00\n"},
		{"a cell over 1 MiB", head + "2011011201037066,\"M1,5.00,,\n2011011201037067,M2,6.00,,\n" + strings.Repeat(strings.Repeat("x", 99)+",,,,\n", 11000) + "2011011201037068,M3,7.00,,\n",
			"2 rejected: a quoted cell that runs on for more than 1 MiB\n3 read 2011011201037067 6.00\n"},
		{"empty", "", "error: empty: no header\n"},
		{"blank", "\n \r\n", "error: empty: no header\n"},
		{"bill", "#支付宝业务明细查询\n#账号：[20880211096256330156]\n支付宝交易号,订单金额（元）\n", "error: Alipay's trade bill (业务明细): use it as it was downloaded, as CSV or ZIP\n"},
		{"statement", "支付宝交易记录明细查询,,\n", "error: Alipay's list of transactions (交易记录): purchases and sales stand in it together; download the trade bill (业务明细) instead\n"},
		{"unknown header", "id,refunded\n1,2\n", "1 ignored\n2 ignored\nerror: no header: no column for trade_no (trade_no, alipay_trade_no, 支付宝交易号, 交易号); saw the columns \"id\", \"refunded\"; needs trade_no and paid_amount; map other names under columns:\n"},
		{"refunds only", "交易号,成功退款（元）\n", "1 ignored\nerror: no header: no column for paid_amount (paid_amount, 实付金额, 买家实际支付金额, 买家实付金额); saw the columns \"交易号\", \"成功退款（元）\"; needs trade_no and paid_amount; map other names under columns:\n"},
	} {
		got := readOrders(c.text, nil)
		if c.name == "a cell over 1 MiB" {
			got = got[:min(len(got), len(c.want))]
		}
		if got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// A file of stray quotes takes time in proportion to its size.
func TestReadOrdersStrayQuotes(t *testing.T) {
	const rows = 100_000
	text := head + strings.Repeat("2011011201037066,\"M1,5.00,,\n", rows)
	if got := strings.Count(readOrders(text, nil), "rejected"); got != rows {
		t.Errorf("%d rows rejected, want %d", got, rows)
	}
}

func TestReadOrdersReturnsReaderError(t *testing.T) {
	broken := errors.New("broken")
	r := io.MultiReader(strings.NewReader(head+"2011011201037066,M1,5.00,,\n2011"), failing{broken})
	read, last := 0, error(nil)
	for line, err := range orders.Read(r, orders.Settings{}) {
		if last = err; err == nil && line.Verdict == files.Read {
			read++
		}
	}
	if read != 1 || last != broken {
		t.Errorf("ReadOrders read %d rows and ended with %v, want 1 and %v", read, last, broken)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Whatever stands in an export, every line is read, rejected or ignored once,
// and a row behind it is read unless a quote may have swallowed it.
func FuzzOrders(f *testing.F) {
	f.Add("2011011201037066,M1,5.00,,\n")
	f.Add("\"\n\"\"\n,\"a\r\nb\"\r\n=\"1\",\n")
	f.Add("合计\n\n#,,\x00\n\xff")
	f.Fuzz(func(t *testing.T, text string) {
		seen := make(map[int64]bool)
		last := orders.Line{}
		for line, err := range orders.Read(strings.NewReader(head+text+"\n2011011201037067,M2,6.00,,\n"), orders.Settings{}) {
			if err != nil {
				t.Fatalf("ReadOrders(%q): %v", text, err)
			}
			if seen[line.Number] || line.Number < 2 || (line.Verdict == files.Rejected) != (line.Reason != "") {
				t.Fatalf("ReadOrders(%q): %+v, seen before: %v", text, line, seen[line.Number])
			}
			seen[line.Number] = true
			last = line
		}
		if !strings.Contains(text, `"`) && (last.Order.TradeNo != "2011011201037067" || last.Number != int64(strings.Count(text, "\n"))+3) {
			t.Fatalf("ReadOrders(%q): the row behind it is %+v", text, last)
		}
	})
}
