package alipay

import (
	"strings"

	"github.com/shopspring/decimal"

	"reconcile/words"
)

// Money is an exact amount in yuan, a whole number of fen (1 yuan = 100 fen).
// The zero value is 0.00. A Money may be negative if it is a difference; the amounts
// that Alipay writes never are.
type Money struct{ d decimal.Decimal }

// maxFen is the largest amount that a document may have: 100,000,000.00 yuan.
const maxFen = 100_000_000_00

// Fen returns the Money of n fen.
func Fen(n int64) Money { return Money{decimal.New(n, -2)} }

// ParseMoney parses an amount as Alipay writes it: ASCII digits, optionally a
// point and digits ("80", "5.00", "0.1"), at most 100,000,000.00, a whole
// number of fen. A sign, an exponent, a separator, a blank or a full-width
// digit does not parse, nor does "5." or ".5" (§4.3, §5.2).
//
// ParseMoney(m.String()) returns m for every m that is not negative.
func ParseMoney(s string) (Money, error) {
	whole, frac, point := strings.Cut(s, ".")
	if !digits(whole) || point && !digits(frac) {
		return Money{}, notYuan(s, "")
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > 2 {
		return Money{}, notYuan(s, ": less than one fen")
	}
	fen := value(whole)*100 + value(frac)
	if len(frac) == 1 {
		fen += 9 * value(frac)
	}
	if fen > maxFen {
		return Money{}, notYuan(s, ": over 100,000,000.00")
	}
	return Fen(fen), nil
}

// value parses digits. A number over maxFen becomes maxFen+1, so that no length
// overflows.
func value(digits string) int64 {
	var n int64
	for _, c := range []byte(digits) {
		n = min(n*10+int64(c-'0'), maxFen+1)
	}
	return n
}

func notYuan(s, why string) error {
	return words.Errorf("not an amount in yuan: %s%s", Quote(s), why)
}

// Fen returns the amount in fen.
func (m Money) Fen() int64 {
	if m.d.Exponent() == -2 { // as of Fen, and of sums
		return m.d.CoefficientInt64()
	}
	return m.d.Shift(2).IntPart()
}

// String returns yuan with exactly two decimals: "5.00".
func (m Money) String() string { return m.d.StringFixed(2) }

// Grouped prints for people, thousands apart: "1,234.56".
func (m Money) Grouped() string {
	text := m.String()
	for i := len(text) - len("000.00"); i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// MarshalText returns the same as String, so that in JSON it is a string, never a
// number.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Add returns m + o.
func (m Money) Add(o Money) Money { return Money{m.d.Add(o.d)} }

// Sub returns m − o.
func (m Money) Sub(o Money) Money { return Money{m.d.Sub(o.d)} }

// Cmp returns −1, 0 or +1 as m is less than, equal to or greater than o.
func (m Money) Cmp(o Money) int { return m.d.Cmp(o.d) }

// Sign returns −1, 0 or +1.
func (m Money) Sign() int { return m.d.Sign() }
