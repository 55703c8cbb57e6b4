package alipaytest

import (
	"strconv"
	"strings"

	"reconcile/alipay"
)

// A Line is one refund of a batch, and what became of it.
type Line struct {
	TradeNo string
	Amount  alipay.Money
	Reason  string

	// Code is the processing result. It is empty where there is none: the batch
	// was refused as a whole, or the trade had its 99 refunds.
	Code     string
	Executed bool // the money moved, whatever Code says
	Fee      alipay.Money
	FeeCode  string // empty where no fee was given back
}

// checkDetail holds detail_data to §4.2, §4.3 and §4.4. It splits text, not
// bytes: the second byte of a character in GBK may be "^" or "|".
func checkDetail(r *request) *refusal {
	items := strings.Split(r.detail, "#")
	if refused := checkBatchNum(r.value("batch_num"), len(items)); refused != nil {
		return refused
	}
	seen := map[string]bool{}
	for i, item := range items {
		line, refused := parseItem(item, r.charset)
		if refused != nil {
			return refuse(refused.code, "line %d: %s", i+1, refused.text)
		}
		if seen[line.TradeNo] {
			return refuse("DUBL_TRADE_NO_IN_SAME_BATCH", "line %d: trade %s stands twice", i+1, line.TradeNo)
		}
		seen[line.TradeNo] = true
		r.lines = append(r.lines, line)
	}
	return nil
}

// checkBatchNum: as many as "#" stands in detail_data, plus 1; at most 1000
// (§4.2).
func checkBatchNum(stated string, items int) *refusal {
	n, err := strconv.Atoi(stated)
	if err != nil || strconv.Itoa(n) != stated || n < 0 {
		return refuse("BATCH_NUM_ERROR", "batch_num is %q", stated)
	}
	if n > 1000 || items > 1000 {
		return refuse("BATCH_NUM_EXCEED_LIMIT", "batch_num is %d, the lines are %d", n, items)
	}
	if n != items {
		return refuse("BATCH_NUM_NOT_EQUAL_TOTAL", "batch_num is %d, the lines are %d", n, items)
	}
	return nil
}

// parseItem reads trade_no^amount^reason (§4.3).
func parseItem(item string, c charset) (Line, *refusal) {
	if _, royalty, ok := strings.Cut(item, "|"); ok && strings.Count(royalty, "^") >= 5 {
		return Line{}, refuse("PWD_REFUND_NOT_ALLOW_ROYALTY", "a royalty: %q", royalty)
	}
	f := strings.Split(item, "^")
	if len(f) != 3 || strings.ContainsAny(item, "|$") {
		return Line{}, refuse("DETAIL_DATA_FORMAT_ERROR", "not trade_no^amount^reason: %q", item)
	}
	if len(f[0]) < 16 || len(f[0]) > 32 || !isNumber(f[0]) {
		return Line{}, refuse("DETAIL_DATA_FORMAT_ERROR", "no trade number: %q", f[0])
	}
	amount, refused := parseAmount(f[1])
	if refused != nil {
		return Line{}, refused
	}
	if n := c.size(f[2]); n > 256 {
		return Line{}, refuse("SINGLE_DETAIL_DATA_EXCEED_LIMIT", "the reason has %d bytes", n)
	}
	return Line{TradeNo: f[0], Amount: amount, Reason: f[2]}, nil
}

func parseAmount(s string) (alipay.Money, *refusal) {
	whole, fraction, point := strings.Cut(s, ".")
	if !isNumber(whole) || point && !isNumber(fraction) {
		return alipay.Money{}, refuse("DETAIL_DATA_FORMAT_ERROR", "no amount: %q", s)
	}
	amount, err := alipay.ParseMoney(s)
	if err != nil || amount.Sign() <= 0 {
		return alipay.Money{}, refuse("REFUND_AMOUNT_NOT_VALID", "not an amount above zero in whole fen: %q", s)
	}
	return amount, nil
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
