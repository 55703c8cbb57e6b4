package logs

import (
	"encoding/base64"
	"html"
	"regexp"
	"slices"
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
		plain, ok = entity.ReplaceAllStringFunc(plain, html.UnescapeString), true
	}
	if !ok && strings.IndexByte(plain, '%') >= 0 {
		plain = withoutPercents(text)
	}
	return plain, plain != text
}

// entity is a whole entity: without its end "&not" would be one, and "&notify_id" none.
var entity = regexp.MustCompile(`&#?[0-9A-Za-z]{1,8};`)

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

// leastBase64 is how long a run of base64 is, at least, that may hold a capture.
const leastBase64 = 64

// decoded returns what the runs of base64 in a text hold, of those that hold one of some
// words.
func decoded(text string, words []string) (plain []string) {
	for at := 0; at < len(text); {
		start := at
		for at < len(text) && base64Bytes[text[at]] {
			at++
		}
		if at-start >= leastBase64 {
			if b, ok := decodeRun(text[start:at], words); ok {
				plain = append(plain, b)
			}
		}
		at++
	}
	return plain
}

func decodeRun(run string, words []string) (string, bool) {
	if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(run, word) }) {
		return "", false
	}
	encoding := base64.RawStdEncoding
	if strings.ContainsAny(run, "-_") {
		encoding = base64.RawURLEncoding
	}
	b, err := encoding.DecodeString(run)
	return string(b), err == nil && !slices.ContainsFunc(b, isControl)
}

// isControl reports whether a byte stands in no text: what is decoded from the wrong place
// on has some.
func isControl(c byte) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' }

// base64Bytes are those of both alphabets.
var base64Bytes = func() (is [256]bool) {
	for c := range is {
		is[c] = isWord(byte(c)) || c == '+' || c == '/' || c == '-'
	}
	return is
}()

// unescaped returns the text without the escapes of loggers, however often it was escaped,
// followed by what base64 in it holds. What does not decode stays as it is.
func (t *trace) unescaped(text string) string {
	for _, plain := range decoded(text, t.encoded) {
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
