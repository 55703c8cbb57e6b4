package logs

import (
	"encoding/base64"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxEscapes is how often the text of a logger may be escaped.
const maxEscapes = 6

// undo returns a text with the outermost escapes of a logger undone: the backslashes and
// entities, where it has any, else those of a url. ok is false where there are none. What
// does not decode stays as it is.
func undo(text string) (plain string, ok bool) {
	if strings.IndexByte(text, '\\') >= 0 {
		plain = withoutBackslashes(text)
		ok = plain != text
	}
	if !ok {
		plain = text
	}
	if strings.Contains(plain, "&amp;") || strings.Contains(plain, "&quot;") || strings.Contains(plain, "&#") {
		plain, ok = html.UnescapeString(plain), true
	}
	if !ok && strings.IndexByte(plain, '%') >= 0 {
		plain = withoutPercents(text)
	}
	return plain, plain != text
}

// withoutBackslashes undoes one level of backslashes, as in JSON, in nginx's default
// escapes and in the strings of programs.
func withoutBackslashes(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		at := strings.IndexByte(text, '\\')
		if at < 0 || at+1 == len(text) {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at])
		text = text[at:]
		width := writeEscape(&b, text)
		text = text[width:]
	}
}

// writeEscape writes what the escape at the beginning of a text stands for and returns its
// length.
func writeEscape(b *strings.Builder, text string) int {
	digits := 0
	switch text[1] {
	case 'n', 'r', 't':
		b.WriteByte(map[byte]byte{'n': '\n', 'r': '\r', 't': '\t'}[text[1]])
		return 2
	case 'u':
		digits = 4
	case 'x':
		digits = 2
	}
	if digits > 0 && len(text) >= 2+digits {
		if n, err := strconv.ParseUint(text[2:2+digits], 16, 32); err == nil {
			if digits == 2 {
				b.WriteByte(byte(n))
			} else {
				b.Write(utf8.AppendRune(nil, rune(n)))
			}
			return 2 + digits
		}
	}
	if c := text[1]; c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' {
		b.WriteByte(c) // quotes, slashes and backslashes
		return 2
	}
	b.WriteByte('\\')
	return 1
}

// withoutPercents undoes one level of the escapes of a url. A plus stays one.
func withoutPercents(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		at := strings.IndexByte(text, '%')
		if at < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at])
		width := 1
		if at+3 <= len(text) {
			if n, err := strconv.ParseUint(text[at+1:at+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				width = 3
			}
		}
		if width == 1 {
			b.WriteByte('%')
		}
		text = text[at+width:]
	}
}

var base64Run = regexp.MustCompile(`[0-9A-Za-z+/]{64,}={0,2}|[0-9A-Za-z_-]{64,}={0,2}`)

// decoded returns what the base64 in a text holds.
func decoded(text string) (plain []string) {
	for _, run := range base64Run.FindAllString(text, 64) {
		encoding := base64.RawStdEncoding
		if strings.ContainsAny(run, "-_") {
			encoding = base64.RawURLEncoding
		}
		if b, err := encoding.DecodeString(strings.TrimRight(run, "=")); err == nil {
			plain = append(plain, string(b))
		}
	}
	return plain
}

// unescaped returns the text without the escapes of loggers, however often it was escaped,
// followed by what base64 in it holds. What does not decode stays as it is.
func unescaped(text string) string {
	for _, plain := range decoded(text) {
		text += "\n" + plain
	}
	for range maxEscapes {
		plain, ok := undo(text)
		if !ok {
			break
		}
		text = plain
	}
	return text
}
