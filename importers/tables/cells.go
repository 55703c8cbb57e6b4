package tables

import (
	"strings"

	"reconcile/alipay"
	"reconcile/words"
)

// Unprotect removes what exports put around the text of a cell so that spreadsheets do
// not change it: white space, quotes, a leading ' or `, and ="…".
func Unprotect(s string) string {
	if s == "" || isAlphanumeric(s[0]) && isAlphanumeric(s[len(s)-1]) {
		return s // nearly every cell
	}
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "=")
	s = strings.TrimLeft(s, "'`")
	s = strings.Trim(s, `"`)
	return strings.TrimSpace(strings.Trim(s, "'`"))
}

// ParseTradeNo parses the cell of a trade number: 16 to 32 digits. One in scientific
// notation is an error: a spreadsheet keeps 15 digits, and the others are lost.
func ParseTradeNo(cell string) (string, error) {
	s := Unprotect(cell)
	switch {
	case alipay.IsTradeNo(s):
		return s, nil
	case s == "":
		return "", words.Errorf("missing")
	case IsScientific(s):
		return "", words.Errorf("damaged by a spreadsheet, in scientific notation: %s; export it as text", alipay.Quote(s))
	}
	return "", words.Errorf("not 16 to 32 digits: %s", alipay.Quote(s))
}

// ParseOutTradeNo parses the cell of a merchant's order number. It leaves out the
// prefix, such as T200P, that Alipay adds to the numbers of Taobao's orders.
func ParseOutTradeNo(cell string) string {
	s := Unprotect(cell)
	if kind, number, found := strings.Cut(s, "P"); found && strings.HasPrefix(kind, "T") && IsDigits(kind[1:]) && IsDigits(number) {
		return number
	}
	return s
}

// IsScientific reports whether s is a number such as 2.01101E+15.
func IsScientific(s string) bool {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(s), "E")
	whole, frac, point := strings.Cut(mantissa, ".")
	exponent = strings.TrimLeft(exponent, "+-")
	return found && IsDigits(whole) && (!point || IsDigits(frac)) && IsDigits(exponent)
}

// IsDigits reports whether s is ASCII digits, one or more.
func IsDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// isAlphanumeric reports whether c is an ASCII letter or digit.
func isAlphanumeric(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// ParseAmount parses the cell of an amount in yuan, in the form of alipay.ParseMoney
// but optionally with ¥ or 元, blanks, and commas every three digits.
func ParseAmount(cell string) (alipay.Money, error) {
	s := withoutCurrency(cell)
	if s == "" {
		return alipay.Money{}, words.Errorf("missing")
	}
	return alipay.ParseMoney(ungroup(s))
}

// ParseFen parses the cell of an amount in fen: a whole number, optionally with commas
// every three digits and zeros behind a point, and without ¥ or 元, which contradict it.
func ParseFen(cell string) (alipay.Money, error) {
	s := Unprotect(cell)
	if s == "" {
		return alipay.Money{}, words.Errorf("missing")
	}
	whole, frac, _ := strings.Cut(ungroup(s), ".")
	if !IsDigits(whole) || strings.Trim(frac, "0") != "" {
		return alipay.Money{}, words.Errorf("not a whole number of fen, as its heading says: %s", alipay.Quote(s))
	}
	whole = strings.Repeat("0", max(0, 3-len(whole))) + whole
	return alipay.ParseMoney(whole[:len(whole)-2] + "." + whole[len(whole)-2:])
}

// withoutCurrency returns the cell of an amount without ¥, 元 and blanks.
func withoutCurrency(cell string) string {
	s := strings.TrimPrefix(strings.TrimPrefix(Unprotect(cell), "¥"), "￥")
	return strings.TrimSpace(strings.TrimSuffix(s, "元"))
}

// JoinAmount reports whether two neighbouring cells may be one amount that was split
// at a comma without quotes, such as 1 and 234.50, and returns it.
func JoinAmount(cell, next string) (whole string, may bool) {
	whole = withoutCurrency(cell) + "," + withoutCurrency(next)
	return whole, ungroup(whole) != whole
}

// ungroup removes thousands separators if each is in the right place, as in
// 1,234,567.50. It leaves 12,34.5 as it is, which does not parse.
func ungroup(s string) string {
	if strings.IndexByte(s, ',') < 0 {
		return s
	}
	whole, frac, point := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	if len(groups) == 1 || len(groups[0]) > 3 { // a comma after the point, or too late
		return s
	}
	for i, group := range groups {
		if !IsDigits(group) || i > 0 && len(group) != 3 {
			return s
		}
	}
	if point {
		frac = "." + frac
	}
	return strings.Join(groups, "") + frac
}

// Damage returns the reason to reject a row with bytes that no export writes: a NUL,
// or a carriage return without a line feed. It is empty if there is none.
func Damage(raw string) string {
	if strings.IndexByte(raw, 0) >= 0 {
		return "holds a NUL byte: export it again"
	}
	for rest := raw; ; {
		i := strings.IndexByte(rest, '\r')
		if i < 0 || i+1 == len(rest) {
			return ""
		}
		if rest[i+1] != '\n' {
			return "holds a carriage return without a line feed: it may be several rows"
		}
		rest = rest[i+1:]
	}
}

// CellAt returns the cell of a column, empty if at is negative: the table does not
// have the column.
func CellAt(cells []string, at int) string {
	if at < 0 {
		return ""
	}
	return cells[at]
}

// IsEmpty reports whether all cells are blank.
func IsEmpty(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
