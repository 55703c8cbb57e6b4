package alipay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// request is a clean one, as captured; a change spoils it.
func request(t *testing.T, changes ...string) alipay.Request {
	t.Helper()
	pairs := []string{
		"service", alipay.Service, "partner", "2088101008267254", "_input_charset", "utf-8", "seller_email", "Jier1105@alitest.com",
		"refund_date", "2011-01-12 11:21:00", "batch_no", "201101120001", "batch_num", "2", "detail_data", "2011011201037066^5.00^a#2011011201037067^0.01^协商退款",
	}
	for i := 0; i < len(changes); i += 2 {
		pairs[slices.Index(pairs, changes[i])+1] = changes[i+1]
	}
	r, err := alipay.ParseRequest(body(pairs...), alipay.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func manyLines(n int) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf("%016d^1.00^a", i)
	}
	return strings.Join(items, "#")
}

func TestCheckRequest(t *testing.T) {
	const one, two = "2011011201037066^5.00^a", "2011011201037067^0.01^b"
	for _, c := range []struct {
		name    string
		changes []string
		want    string // codes
	}{
		{"clean", nil, ""},
		{"1000 lines", []string{"batch_num", "1000", "detail_data", manyLines(1000)}, ""},
		{"letters in the serial", []string{"batch_no", "20110112RP201605260001101"}, ""},
		{"a long serial", []string{"batch_no", "20110112236648747861707090426379"}, ""},
		{"serial 0000", []string{"batch_no", "201101120000"}, ""},
		{"256 bytes of reason", []string{"batch_num", "1", "detail_data", "2011011201037066^5.00^" + strings.Repeat("a", 256)}, ""},
		{"1001 lines", []string{"batch_num", "1001", "detail_data", manyLines(1001)}, "BATCH_NUM_EXCEED_LIMIT"},
		{"count not stated", []string{"batch_num", ""}, "BATCH_NUM_ERROR"},
		{"count no number", []string{"batch_num", "two"}, "BATCH_NUM_ERROR"},
		{"count signed", []string{"batch_num", "+2"}, "BATCH_NUM_ERROR"},
		{"count endless", []string{"batch_num", strings.Repeat("9", 30)}, "BATCH_NUM_ERROR"},
		{"count differs", []string{"batch_num", "3"}, "BATCH_NUM_NOT_EQUAL_TOTAL"},
		{"bad items are counted", []string{"detail_data", one + "#x"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"last item empty", []string{"detail_data", one + "#"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"no date", []string{"refund_date", ""}, "REFUND_DATE_ERROR"},
		{"no such date", []string{"refund_date", "2011-02-30 00:00:00"}, "REFUND_DATE_ERROR"},
		{"batch of another day", []string{"batch_no", "201101110001"}, "BATCH_NO_FORMAT_ERROR"},
		{"batch of no day", []string{"batch_no", "201113320001", "refund_date", "x"}, "REFUND_DATE_ERROR BATCH_NO_FORMAT_ERROR"},
		{"serial 000", []string{"batch_no", "20110112000"}, "BATCH_NO_FORMAT_ERROR"},
		{"serial too short", []string{"batch_no", "2011011201"}, "BATCH_NO_FORMAT_ERROR"},
		{"serial too long", []string{"batch_no", "20110112" + strings.Repeat("1", 25)}, "BATCH_NO_FORMAT_ERROR"},
		{"serial with a dash", []string{"batch_no", "20110112-01"}, "BATCH_NO_FORMAT_ERROR"},
		{"no day at all", []string{"batch_no", "R2011011200"}, "BATCH_NO_FORMAT_ERROR"},
		{"a trade twice", []string{"detail_data", one + "#" + one}, "DUBL_TRADE_NO_IN_SAME_BATCH"},
		{"a trade three times", []string{"batch_num", "3", "detail_data", one + "#" + one + "#" + one}, "DUBL_TRADE_NO_IN_SAME_BATCH"},
		{"nothing to refund", []string{"detail_data", one + "#2011011201037067^0.00^b"}, "REFUND_AMOUNT_NOT_VALID"},
		{"part of a fen", []string{"detail_data", one + "#2011011201037067^0.001^b"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"royalty", []string{"detail_data", two + "#2011011201037066^5.00^a|b^c^d^e^1.00^f"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"^ in the reason", []string{"detail_data", two + "#" + one + "^"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"$ in the reason", []string{"detail_data", two + "#" + one + "$"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"line break in the reason", []string{"detail_data", two + "#" + one + "\n"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"NUL in the reason", []string{"detail_data", two + "#" + one + "\x00"}, "DETAIL_DATA_FORMAT_ERROR"},
		{"reason too long", []string{"batch_num", "1", "detail_data", "2011011201037066^5.00^" + strings.Repeat("a", 257)}, "SINGLE_DETAIL_DATA_EXCEED_LIMIT"},
		{"reason too long in bytes", []string{"batch_num", "1", "detail_data", "2011011201037066^5.00^" + strings.Repeat("退", 86)}, "SINGLE_DETAIL_DATA_EXCEED_LIMIT"},
		{"reason unreadable", []string{"detail_data", two + "#2011011201037066^5.00^\xff\xff"}, "ILLEGAL_ENCODING"},
		{"charset unknown", []string{"_input_charset", "big5"}, "ILLEGAL_CHARSET"},
		{"all at once", []string{"batch_num", "x", "refund_date", "x", "batch_no", "x", "detail_data", "x"}, "BATCH_NUM_ERROR REFUND_DATE_ERROR BATCH_NO_FORMAT_ERROR DETAIL_DATA_FORMAT_ERROR"},
	} {
		if got := codesOf(alipay.CheckRequest(request(t, c.changes...))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// codesOf joins the codes of faults, each of which must be in the error-code
// table and say something.
func codesOf(faults []alipay.Fault) string {
	codes := make([]string, len(faults))
	for i, f := range faults {
		codes[i] = f.Code
		if _, ok := alipay.ErrorCodes().Lookup(f.Code); !ok || f.Text == "" || len(f.Text) > 500 || f.Error() != f.Code+": "+f.Text {
			codes[i] += "?"
		}
	}
	return strings.Join(codes, " ")
}

func TestNewRequestRefuses(t *testing.T) {
	at := noon()
	lines := func(n int) []alipay.Line {
		var out []alipay.Line
		for i := range n {
			out = append(out, alipay.Line{TradeNo: fmt.Sprintf("%016d", i), Amount: alipay.Fen(1), Reason: "a"})
		}
		return out
	}
	with := func(l alipay.Line) []alipay.Line { return append(lines(1), l) }
	from := func(change func(*alipay.Merchant)) alipay.Merchant {
		m := merchant(alipay.GBK)
		change(&m)
		return m
	}
	const trade, batch = "2011011201037066", "201101120001"
	good := from(func(*alipay.Merchant) {})
	for _, c := range []struct {
		name  string
		m     alipay.Merchant
		batch string
		lines []alipay.Line
		want  string
	}{
		{"nothing", good, batch, nil, "DETAIL_DATA_FORMAT_ERROR: no lines"},
		{"1001 lines", good, batch, lines(1001), "BATCH_NUM_EXCEED_LIMIT: 1001 lines, at most 1000"},
		{"another day", good, "201101130001", lines(1), "BATCH_NO_FORMAT_ERROR: batch_no 201101130001 is not of the day of refund_date 2011-01-12 12:00:00"},
		{"serial 000", good, "20110112000", lines(1), "BATCH_NO_FORMAT_ERROR"},
		{"a trade twice", good, batch, append(lines(1), lines(1)...), "DUBL_TRADE_NO_IN_SAME_BATCH: trade 0000000000000000 stands twice"},
		{"zero", good, batch, with(alipay.Line{TradeNo: trade, Reason: "a"}), "REFUND_AMOUNT_NOT_VALID: trade 2011011201037066: amount 0.00"},
		{"negative", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(-1), Reason: "a"}), "amount -0.01"},
		{"too much", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(100_000_000_01), Reason: "a"}), "amount 100000000.01"},
		{"no trade", good, batch, with(alipay.Line{TradeNo: "1", Amount: alipay.Fen(1), Reason: "a"}), `DETAIL_DATA_FORMAT_ERROR: trade_no is not 16 to 32 digits: "1"`},
		{"trade with a separator", good, batch, with(alipay.Line{TradeNo: trade + "^1", Amount: alipay.Fen(1), Reason: "a"}), "DETAIL_DATA_FORMAT_ERROR"},
		{"separator", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(1), Reason: "a#b"}), "DETAIL_DATA_FORMAT_ERROR: trade 2011011201037066: the reason holds one of ^ | $ #"},
		{"tab", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(1), Reason: "a\tb"}), "holds a control character"},
		{"not in GBK", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(1), Reason: "😀"}), "ILLEGAL_ENCODING"},
		{"no text", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(1), Reason: "\xff"}), "ILLEGAL_ENCODING"},
		{"129 characters in GBK", good, batch, with(alipay.Line{TradeNo: trade, Amount: alipay.Fen(1), Reason: strings.Repeat("退", 129)}), "SINGLE_DETAIL_DATA_EXCEED_LIMIT: trade 2011011201037066: the reason has 258 bytes, at most 256"},
		{"no partner", from(func(m *alipay.Merchant) { m.Partner = "" }), batch, lines(1), "ILLEGAL_PARTNER"},
		{"partner of another form", from(func(m *alipay.Merchant) { m.Partner = "1088101008267254" }), batch, lines(1), "ILLEGAL_PARTNER"},
		{"no seller", from(func(m *alipay.Merchant) { m.SellerEmail = "" }), batch, lines(1), "SELLER_INFO_NOT_EXIST"},
		{"seller of another form", from(func(m *alipay.Merchant) { m.SellerUserID = "x" }), batch, lines(1), "SELLER_INFO_NOT_EXIST"},
		{"long notify_url", from(func(m *alipay.Merchant) { m.NotifyURL = "http://" + strings.Repeat("a", 194) }), batch, lines(1), "ILLEGAL_ARGUMENT: notify_url has 201 characters, at most 200"},
		{"no charset", from(func(m *alipay.Merchant) { m.Charset = "" }), batch, lines(1), "ILLEGAL_CHARSET"},
	} {
		r, err := alipay.NewRequest(c.m, c.batch, at, c.lines)
		if err == nil || !strings.Contains(err.Error(), c.want) || r.BatchNo != "" || len(r.Lines) != 0 {
			t.Errorf("%s: %v with %d lines, want %s", c.name, err, len(r.Lines), c.want)
		}
	}
	if _, err := alipay.NewRequest(good, batch, at, lines(1000)); err != nil {
		t.Errorf("1000 lines: %v", err)
	}
}

func TestNewRequestNamesEveryFault(t *testing.T) {
	_, err := alipay.NewRequest(alipay.Merchant{}, "x", noon(), nil)
	for _, code := range []string{"ILLEGAL_PARTNER", "SELLER_INFO_NOT_EXIST", "ILLEGAL_CHARSET", "DETAIL_DATA_FORMAT_ERROR", "BATCH_NO_FORMAT_ERROR"} {
		if err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// The day of a batch is the day in Shanghai.
func TestTheDayIsShanghais(t *testing.T) {
	lines := []alipay.Line{{TradeNo: "2011011201037066", Amount: alipay.Fen(1), Reason: "a"}}
	midnight := time.Date(2011, 1, 11, 16, 0, 0, 0, time.UTC)
	if r, err := alipay.NewRequest(merchant(alipay.GBK), "20110112001", midnight, lines); err != nil || r.RefundDate != "2011-01-12 00:00:00" {
		t.Errorf("at midnight: %q, %v", r.RefundDate, err)
	}
	if _, err := alipay.NewRequest(merchant(alipay.GBK), "20110112001", midnight.Add(-time.Second), lines); err == nil {
		t.Error("a second before midnight passes")
	}
}

func TestCheckReason(t *testing.T) {
	for reason, want := range map[string]string{
		"协商退款": "", "": "", "a b": "", "a^b": "DETAIL_DATA_FORMAT_ERROR", "a|b": "DETAIL_DATA_FORMAT_ERROR", "a$b": "DETAIL_DATA_FORMAT_ERROR", "a#b": "DETAIL_DATA_FORMAT_ERROR",
		"a\r\nb": "DETAIL_DATA_FORMAT_ERROR", "a\u0085b": "DETAIL_DATA_FORMAT_ERROR", "\uFFFD": "ILLEGAL_ENCODING", "ह": "ILLEGAL_ENCODING", strings.Repeat("退", 128): "", strings.Repeat("退", 128) + "a": "SINGLE_DETAIL_DATA_EXCEED_LIMIT",
	} {
		got := ""
		if f := alipay.CheckReason(reason, alipay.GBK); f != nil {
			got = f.Code
		}
		if got != want {
			t.Errorf("CheckReason(%.20q) = %q, want %q", reason, got, want)
		}
	}
}
