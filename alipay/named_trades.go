package alipay

import (
	"regexp"
	"slices"
	"strings"
)

var digitRun = regexp.MustCompile(`[0-9]+`)

// NamedTrades returns the trade numbers that can be read in a text, in any escape, in
// order and each once: runs of 16 to 32 digits that begin with a year from 2003 on. It is
// for lines that do not read otherwise.
func NamedTrades(text string) []string {
	var named []string
	for _, run := range digitRun.FindAllString(unescapeLoosely(text), -1) {
		if len(run) >= 16 && len(run) <= 32 && run >= "2003" && run < "21" && !slices.Contains(named, run) {
			named = append(named, run)
		}
	}
	return named
}

// unescapeLoosely decodes %XX where it is one, as often as anything changes, up to twice.
func unescapeLoosely(text string) string {
	for range 2 {
		if !strings.Contains(text, "%") {
			break
		}
		var b strings.Builder
		for i := 0; i < len(text); i++ {
			if c, ok := hexByte(text[i:]); ok {
				b.WriteByte(c)
				i += 2
				continue
			}
			b.WriteByte(text[i])
		}
		text = b.String()
	}
	return text
}

// hexByte decodes the %XX that a text begins with.
func hexByte(text string) (byte, bool) {
	if len(text) < 3 || text[0] != '%' {
		return 0, false
	}
	high, low := strings.IndexByte(hexDigits, lower(text[1])), strings.IndexByte(hexDigits, lower(text[2]))
	return byte(16*high + low), high >= 0 && low >= 0
}

const hexDigits = "0123456789abcdef"

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
