package config

import (
	"cmp"
	"strings"
)

// naturalOrder compares paths with their numbers as numbers: 9 comes before 10 (§3.2), so
// that the newest of daily files is imported last. Names that differ in nothing but
// leading zeros are in the order of their bytes.
func naturalOrder(a, b string) int {
	for x, y := a, b; x != "" && y != ""; {
		p, q := leadingNumber(x), leadingNumber(y)
		if p == "" || q == "" {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		m, n := strings.TrimLeft(p, "0"), strings.TrimLeft(q, "0")
		if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
			return c
		}
		x, y = x[len(p):], y[len(q):]
	}
	return cmp.Or(cmp.Compare(lengthWithoutZeros(a), lengthWithoutZeros(b)), cmp.Compare(a, b))
}

// leadingNumber returns the digits that s begins with.
func leadingNumber(s string) string { return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))] }

// lengthWithoutZeros returns the length of a path without the leading zeros of its
// numbers, by which a path comes after those that it goes on from.
func lengthWithoutZeros(s string) int {
	length := 0
	for s != "" {
		if n := leadingNumber(s); n != "" {
			length += len(strings.TrimLeft(n, "0"))
			s = s[len(n):]
			continue
		}
		length++
		s = s[1:]
	}
	return length
}
