package alipay

import (
	"strings"
)

// A Line is one line of a request: trade_no^amount^reason in detail_data (§4.3).
type Line struct {
	TradeNo    string
	Amount     Money
	Reason     string // text, not bytes
	Occurrence int    // the n-th line of this trade in its request: 1, 2, …
}

// ParseDetailData parses detail_data from its raw bytes:
//
//	detail_data = line { "#" line }
//	line        = trade_no "^" amount "^" reason
//
// as in 2011011201037066^5.00^协商退款. It splits before it decodes, which is
// safe because '#' is no byte of any GBK character and only the reason, which
// comes last, may have one whose second byte is '^' or '|'. A line that does
// not parse is reported; the others still count. Whether the lines obey §4 is
// CheckRequest's to say.
func ParseDetailData(raw string, cs Charset) ([]Line, []*ItemError) {
	var (
		lines []Line
		bad   []*ItemError
		item  int
	)
	seen := map[string]int{}
	for text := range strings.SplitSeq(raw, "#") {
		item++
		l, reason := parseLine(text, cs)
		if reason != "" {
			bad = append(bad, &ItemError{item, Quote(text), reason})
			continue
		}
		seen[l.TradeNo]++
		l.Occurrence = seen[l.TradeNo]
		lines = append(lines, l)
	}
	return lines, bad
}

func parseLine(text string, cs Charset) (l Line, reason string) {
	f := strings.SplitN(text, "^", 3)
	if len(f) != 3 {
		return l, "has not 3 fields"
	}
	if !IsTradeNo(f[0]) {
		return l, "trade_no is not 16 to 32 digits: " + Quote(f[0])
	}
	amount, err := ParseMoney(f[1])
	if err != nil {
		return l, err.Error()
	}
	if reason, err := cs.Decode(f[2]); err == nil {
		return Line{TradeNo: f[0], Amount: amount, Reason: reason}, ""
	}
	// The line counts even if its reason cannot be decoded.
	return Line{TradeNo: f[0], Amount: amount, Reason: unreadable}, ""
}

// unreadable is the reason of a line whose bytes are invalid in the request's charset.
// CheckRequest finds it, because no reason may have U+FFFD.
const unreadable = "\uFFFD"

// FormatDetailData returns lines as text, which is still to be encoded in the request's
// charset. ParseDetailData is the inverse.
func FormatDetailData(lines []Line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('#')
		}
		b.WriteString(l.TradeNo + "^" + l.Amount.String() + "^" + l.Reason)
	}
	return b.String()
}
