package xlsx

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxCell is where text is cut, in UTF-16 units as Excel counts; beyond 32,767
// it would be cut without a word.
const maxCell = 32_000

// CellText is text from outside as a cell can hold it: what cannot be seen, or
// turns the direction of reading, is shown as an escape (\x01), and what is too
// long is visibly cut.
func CellText(s, note string) string {
	if len(s) <= maxCell && isShown(s) {
		return s
	}
	var b strings.Builder
	units := 0
	for i, r := range s {
		shown := showRune(r, s[i:])
		if units += len(utf16.Encode([]rune(shown))); units > maxCell {
			return b.String() + note
		}
		b.WriteString(shown)
	}
	return b.String()
}

// isShown reports whether every character of text is shown as it is.
func isShown(s string) bool {
	ascii := 0
	for ascii < len(s) && s[ascii]-' ' <= '~'-' ' {
		ascii++
	}
	for _, r := range s[ascii:] {
		if r >= ' ' && r <= '~' {
			continue
		}
		if r == utf8.RuneError || unicode.IsControl(r) || turnsReading(r) || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

func turnsReading(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

func showRune(r rune, rest string) string {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(rest, string(utf8.RuneError)):
		return fmt.Sprintf(`\x%02x`, rest[0])
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case unicode.IsControl(r):
		return fmt.Sprintf(`\x%02x`, r)
	case turnsReading(r), r == 0xFFFE, r == 0xFFFF:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return string(r)
}
