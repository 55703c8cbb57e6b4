package xlsx

import (
	"bytes"
	"strconv"
	"strings"
)

// isNumber reports whether raw is a decimal number as a workbook writes one:
// sign, digits with or without a point, an exponent.
func isNumber(raw []byte) bool {
	raw = bytes.TrimPrefix(raw, []byte("-"))
	whole := digits(raw)
	rest := raw[whole:]
	fraction := 0
	if len(rest) > 0 && rest[0] == '.' {
		fraction = digits(rest[1:])
		rest = rest[1+fraction:]
	}
	if whole+fraction == 0 {
		return false
	}
	if len(rest) == 0 {
		return true
	}
	if rest[0] != 'E' && rest[0] != 'e' {
		return false
	}
	rest = rest[1:]
	if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	return len(rest) > 0 && digits(rest) == len(rest)
}

// digits counts the digits that b begins with.
func digits(b []byte) int {
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return n
}

// Shown gives a Number as Excel shows it where its binary form is all that the
// file has of it: "19.899999999999999" was entered as 19.9, and
// "7.0000000000000007E-2" as 0.07. Excel keeps numbers as doubles, writes them
// with 17 digits and shows 15. So a text that stands for the same double as a
// decimal of 15 digits or fewer becomes that decimal; there is one at most.
// Whole numbers, and those of 10 and more with an exponent, stay as they are.
func Shown(number string) string {
	mantissa, exponent, scientific := strings.Cut(strings.ToUpper(number), "E")
	if scientific && !strings.HasPrefix(exponent, "-") || !scientific && !strings.Contains(number, ".") {
		return number
	}
	if n := significant(mantissa); n > 17 || !scientific && n <= 15 {
		return number
	}
	// The one place where a float is right: the question is what double Excel
	// had, and the shortest decimal of that double answers it exactly.
	double, err := strconv.ParseFloat(number, 64)
	if err != nil || double < 1e-15 && double > -1e-15 {
		return number
	}
	shortest := strconv.FormatFloat(double, 'f', -1, 64)
	if significant(shortest) > 15 {
		return number
	}
	return shortest
}

// significant counts the digits of a plain decimal between the first and the
// last that are not zero.
func significant(decimal string) int {
	all := strings.Replace(strings.TrimPrefix(decimal, "-"), ".", "", 1)
	return len(strings.Trim(all, "0"))
}

// Shown returns the text of the cell as Excel shows it, of a Number as Shown does.
func (c Cell) Shown() string {
	if c.Kind == Number {
		return Shown(c.Text)
	}
	return c.Text
}
