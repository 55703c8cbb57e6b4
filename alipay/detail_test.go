package alipay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
)

func dumpLines(lines []alipay.Line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = fmt.Sprintf("%s/%d %s %s", l.TradeNo, l.Occurrence, l.Amount, l.Reason)
	}
	return out
}

func TestParseDetailData(t *testing.T) {
	const no = "2011011201037066"
	for _, c := range []struct {
		name, raw string
		cs        alipay.Charset
		want      []string
	}{
		{"the document's, GBK", gbk(t, no+"^5.00^协商退款"), alipay.GBK, []string{no + "/1 5.00 协商退款"}},
		{"the document's, UTF-8", no + "^5.00^协商退款", alipay.UTF8, []string{no + "/1 5.00 协商退款"}},
		{"short amounts", no + "^20^a#" + no + "^0.1^b", alipay.UTF8, []string{no + "/1 20.00 a", no + "/2 0.10 b"}},
		{"second bytes ^ and |", gbk(t, no+"^1.00^乛俕亅倈#2011011201037067^2.00^絕倈"), alipay.GBK, []string{no + "/1 1.00 乛俕亅倈", "2011011201037067/1 2.00 絕倈"}},
		{"carets in the reason", no + "^1.00^a^b|c$d", alipay.UTF8, []string{no + "/1 1.00 a^b|c$d"}},
		{"empty reason", no + "^1.00^", alipay.UTF8, []string{no + "/1 1.00 "}},
		{"zero counts as a line", no + "^0.00^a", alipay.UTF8, []string{no + "/1 0.00 a"}},
		{"a reason of another charset", gbk(t, no+"^5.00^协商退款"), alipay.UTF8, []string{no + "/1 5.00 \uFFFD"}},
		{"a reason of no charset", no + "^5.00^ok", "big5", []string{no + "/1 5.00 \uFFFD"}},
	} {
		lines, bad := alipay.ParseDetailData(c.raw, c.cs)
		if got := dumpLines(lines); !slices.Equal(got, c.want) || len(bad) != 0 {
			t.Errorf("%s: %q, %v, want %q", c.name, got, bad, c.want)
		}
	}
}

func TestBadLines(t *testing.T) {
	const good = "2011011201037066^5.00^a"
	for item, reason := range map[string]string{
		"": "has not 3 fields", "2011011201037066": "has not 3 fields", "2011011201037066^5.00": "has not 3 fields",
		"1^0.01^test": "trade_no is not 16 to 32 digits", "^5.00^a": "trade_no is not", "2011011201037066^^a": "not an amount in yuan",
		"2011011201037066^0.001^a": "less than one fen", "2011011201037066^-5.00^a": "not an amount", "2011011201037066^1e5^a": "not an amount",
		"2011011201037066^1,000.00^a": "not an amount", "2011011201037066^100000000.01^a": "over 100,000,000.00",
		"2011011201037066|5.00|a": "has not 3 fields", strings.Repeat("x", 1<<20): "has not 3 fields",
	} {
		lines, bad := alipay.ParseDetailData(good+"#"+item+"#"+good, alipay.UTF8)
		if len(lines) != 2 || len(bad) != 1 || bad[0].Item != 2 || !strings.Contains(bad[0].Reason, reason) || len(bad[0].Error()) > 400 {
			t.Errorf("%.40q: %v, %v, want item 2: %s", item, lines, bad, reason)
		}
		if len(lines) == 2 && lines[1].Occurrence != 2 {
			t.Errorf("%.40q: occurrence %d, want 2", item, lines[1].Occurrence)
		}
	}
}

func TestFormatDetailDataReadsBack(t *testing.T) {
	lines := []alipay.Line{
		{TradeNo: "2011011201037066", Amount: alipay.Fen(500), Reason: "协商退款", Occurrence: 1},
		{TradeNo: "2016031721001004670245932381", Amount: alipay.Fen(1), Reason: "", Occurrence: 1},
	}
	raw := alipay.FormatDetailData(lines)
	if want := "2011011201037066^5.00^协商退款#2016031721001004670245932381^0.01^"; raw != want {
		t.Errorf("FormatDetailData = %q, want %q", raw, want)
	}
	again, bad := alipay.ParseDetailData(raw, alipay.UTF8)
	if !slices.Equal(dumpLines(again), dumpLines(lines)) || len(bad) != 0 {
		t.Errorf("reads back as %q, %v, want %q", dumpLines(again), bad, dumpLines(lines))
	}
	if got := alipay.FormatDetailData(nil); got != "" {
		t.Errorf("FormatDetailData of nothing = %q", got)
	}
}
