package alipay

import (
	"strconv"
	"strings"
)

// fields splits a section at its carets into as many fields as f has room for,
// and returns how many fields the section has.
func fields(f []string, section string) int {
	for n := 0; ; n++ {
		field, rest, more := section, "", false
		if end := strings.IndexByte(section, '^'); end >= 0 {
			field, rest, more = section[:end], section[end+1:], true
		}
		if n < len(f) {
			f[n] = field
		}
		if section = rest; !more {
			return n + 1
		}
	}
}

func parseTrade(r *Result, section string) string {
	var f [5]string
	n := fields(f[:], section)
	if n != 3 && n != 5 {
		return "the trade section has " + strconv.Itoa(n) + " fields, not 3 or 5"
	}
	if !IsTradeNo(f[0]) {
		return "trade_no is not 16 to 32 digits: " + Quote(f[0])
	}
	var err error
	if r.Amount, err = ParseMoney(f[1]); err != nil {
		return err.Error()
	}
	if !isCode(f[2]) {
		return "not a processing result: " + Quote(f[2])
	}
	if n == 5 {
		r.Dback = section[len(f[0])+len(f[1])+len(f[2])+3:]
		if !isDback(f[3], f[4]) {
			return "not a bank card section: " + Quote(r.Dback)
		}
	}
	r.TradeNo, r.Code = f[0], f[2]
	return ""
}

func isDback(is, result string) bool {
	if is != "true" && is != "false" {
		return false
	}
	return result == "S" || result == "F" || result == "P" || result == "null"
}

func parseFee(section string) (*Fee, string) {
	var f [4]string
	if n := fields(f[:], section); n != len(f) {
		return nil, "the fee section has " + strconv.Itoa(n) + " fields, not 4"
	}
	if strings.Contains(section, "$") {
		return nil, "more than one fee section"
	}
	amount, err := ParseMoney(f[2])
	if err != nil {
		return nil, "fee: " + err.Error()
	}
	if f[3] != "" && !isCode(f[3]) {
		return nil, "fee: not a processing result: " + Quote(f[3])
	}
	return &Fee{Account: f[0], AccountID: f[1], Amount: amount, Code: f[3]}, ""
}
