package store

import (
	"strings"
	"unicode/utf8"
)

// Text is a text without what some engine cannot keep: bytes that are no UTF-8, and the zero
// byte. Both are rare, and shown as what they are.
func Text(text string) string {
	if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\u2400")
}
