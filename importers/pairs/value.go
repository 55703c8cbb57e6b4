package pairs

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// What values are made of.
var (
	signing = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-%")
	id      = without(" \"'`&,;<>{}[]()\\|")
	text    = without(" \"'`&,;<>{}[]()\\")
)

// without are all bytes but control characters and those that are named.
func without(bytes string) (is [256]bool) {
	for c := range is {
		is[c] = c > ' ' && c != 0x7f && strings.IndexByte(bytes, byte(c)) < 0
	}
	return is
}

// read reads the separator and the value after the name of a pair. It reports whether there
// is a pair.
func (n *Names) read(in string, p *Pair) bool {
	kind := n.kinds[p.Name]
	s, ok := attribute(in, *p)
	if !ok {
		if s, ok = separate(in, p.name); !ok {
			return false
		}
	}
	p.from, p.End, p.quote, p.sign = s.end, s.end, s.quote, s.char
	if s.empty {
		p.End = p.name
		return true
	}
	end := valueEnd(in, s.end, kind, s.quote)
	if n.isName(in, s.end) {
		p.End, p.quote = p.name, 0
		return true // the next pair has begun
	}
	p.Start, p.End = min(p.Start, s.end), max(p.name, end)
	if p.Value = plain(in[s.end:end]); s.quote == 0 && absent(p.Value) {
		p.Value = ""
	}
	p.Many = s.list && another(in[end:])
	return true
}

// absent reports whether a value is how a program writes that there is none.
func absent(value string) bool {
	return value == "null" || value == "None" || value == "nil" || value == "NULL" || value == "undefined"
}

// isName reports whether what reads as a value is a name: no parameter has such a value.
func (n *Names) isName(in string, start int) bool {
	end := start
	for ; end < len(in) && word[in[end]]; end++ {
	}
	if end == start {
		return false
	}
	_, ok := n.lookup(in[start:end])
	return ok
}

// another reports whether a list goes on after one of its values.
func another(rest string) bool {
	rest = strings.TrimLeft(rest, "\\\"' \r\n\t")
	return strings.HasPrefix(rest, ",") && !strings.HasPrefix(strings.TrimLeft(rest[1:], " \r\n\t"), "]")
}

// attribute reads the value of a form's field, whose name and value are attributes of one
// element, in any order.
func attribute(in string, p Pair) (separator, bool) {
	before := in[max(0, p.Start-8):p.Start]
	if !strings.Contains(before, "name=") {
		return separator{}, false
	}
	open := strings.LastIndexByte(in[max(0, p.Start-512):p.Start], '<')
	if open < 0 {
		return separator{}, false
	}
	open += max(0, p.Start-512)
	near := in[p.name:min(len(in), p.name+256)]
	if end := strings.IndexByte(near, '>'); end >= 0 {
		near = near[:end]
	}
	for _, part := range [...][2]int{{p.name, p.name + len(near)}, {open, p.Start}} {
		i := strings.Index(in[part[0]:part[1]], "value=")
		if i < 0 {
			continue
		}
		at := part[0] + i + len("value=")
		s := separator{end: at, sign: true, char: '='}
		for s.end < part[1] && (in[s.end] == '\\' || in[s.end] == '"' || in[s.end] == '\'') {
			s.take(in[s.end])
			s.end++
			if s.quote != 0 {
				break
			}
		}
		s.empty = s.end >= len(in)
		return s, true
	}
	return separator{}, false
}

// valueEnd returns where a value ends that begins at an index.
func valueEnd(in string, at int, kind Kind, quote byte) int {
	switch kind {
	case Time:
		return timeEnd(in, at)
	case Word:
		return run(in, at, &word, '-')
	case Signature:
		return escapedRun(in, at, &signing, 0)
	case ID:
		return escapedRun(in, at, &id, quote)
	}
	return escapedRun(in, at, &text, quote)
}

func run(in string, at int, is *[256]bool, also byte) int {
	for at < len(in) && (is[in[at]] || in[at] == also) {
		at++
	}
	return at
}

// timeEnd returns the end of a time, or of any value where there is none.
func timeEnd(in string, at int) int {
	const shape = "2006-01-02 15:04:05"
	if len(in) < at+len(shape) {
		return run(in, at, &id, '-')
	}
	for i, c := range []byte(shape) {
		b := in[at+i]
		switch {
		case c == ' ' && (b == ' ' || b == '+'), c == '-' && b == '-', c == ':' && b == ':':
		case '0' <= c && c <= '9' && '0' <= b && b <= '9':
		default:
			return run(in, at, &id, '-')
		}
	}
	return at + len(shape)
}

// escapedRun returns the end of a run of bytes, or of escapes that stand for them. In
// quotes it is any text up to the next such quote.
func escapedRun(in string, at int, is *[256]bool, quote byte) int {
	for at < len(in) {
		c := in[at]
		switch {
		case c == 0xEF && quote == 0 && (strings.HasPrefix(in[at:], "，") || strings.HasPrefix(in[at:], "；")):
			return at
		case is[c]:
			at++
		case c == '\\':
			char, width := unescape(in, at)
			if width == 0 || char < 0x80 && (byte(char) == quote || quote == 0 && !is[char] || char < ' ') {
				return at
			}
			at += width
		case quote != 0 && c != quote && c != '\n':
			at++
		case c == ' ' && isClock(in, at): // a time within the value
			at++
		default:
			return at
		}
	}
	return at
}

// isClock reports whether the blank at an index stands within a time.
func isClock(in string, at int) bool {
	return at >= 3 && len(in) > at+3 && in[at-3] == '-' && in[at+3] == ':'
}

// unescape decodes the escape of one character at an index, however many backslashes it
// has. width is 0 where the backslashes escape nothing.
func unescape(in string, at int) (char rune, width int) {
	end := at
	for end < len(in) && in[end] == '\\' {
		end++
	}
	if end == len(in) {
		return 0, 0
	}
	digits := 0
	switch c := in[end]; c {
	case 'n':
		return '\n', end + 1 - at
	case 'r':
		return '\r', end + 1 - at
	case 't':
		return '\t', end + 1 - at
	case 'u':
		digits = 4
	case 'x':
		digits = 2
	case '/', '"', '\'', '&', '=', '+', '$', '#', '@':
		return rune(c), end + 1 - at
	}
	if digits == 0 || len(in) < end+1+digits {
		return 0, 0
	}
	n, err := strconv.ParseUint(in[end+1:end+1+digits], 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(n), end + 1 + digits - at
}

// plain returns a value without its escapes.
func plain(value string) string {
	if strings.IndexByte(value, '\\') < 0 {
		return value
	}
	b := make([]byte, 0, len(value))
	for at := 0; at < len(value); {
		if value[at] != '\\' {
			b = append(b, value[at])
			at++
			continue
		}
		char, width := unescape(value, at)
		switch {
		case width == 0:
			b = append(b, '\\')
			width = 1
		case char >= 0x80 && value[at+width-3] == 'x': // \xNN is a byte
			b = append(b, byte(char))
		default:
			b = utf8.AppendRune(b, char)
		}
		at += width
	}
	return string(b)
}

// Long returns the longest value that a pair may have: up to the separators before what
// follows at an index.
func (p Pair) Long(in string, until int) string {
	if until <= p.from {
		return p.Value
	}
	value := in[p.from:until]
	for _, end := range [...]string{"]]>", "</"} { // of an element
		value, _, _ = strings.Cut(value, end)
	}
	value = strings.TrimRight(value, " \t\r\n\"'`&,;<>{}[]()\\/|")
	if len(value) < p.End-p.from {
		return p.Value
	}
	return plain(value)
}

// Separator returns what stands between the name of a pair and its value.
func (p Pair) Separator(in string) string {
	if p.from < p.name { // the value comes first
		return ""
	}
	return in[p.name:p.from]
}

// Alike reports whether pairs that follow one another are written alike: with the same sign
// between name and value, and the same one before each name. A text in which a value holds
// another pair is not.
func Alike(in string, pairs []Pair) bool {
	before := byte(0)
	for i := range pairs {
		p := &pairs[i]
		if p.Value == "" {
			continue
		}
		if p.sign != pairs[0].sign && pairs[0].Value != "" {
			return false
		}
		if i == 0 || pairs[i-1].Value == "" {
			continue
		}
		c := lastSign(in[min(pairs[i-1].End, p.Start):p.Start])
		if before == 0 {
			before = c
		}
		if c != before {
			return false
		}
	}
	return true
}

// lastSign returns the last sign before a name, quotes and brackets that open aside: a blank
// where none stands there.
func lastSign(between string) byte {
	blank := false
	for i := len(between) - 1; i >= 0; i-- {
		switch c := between[i]; c {
		case '"', '\'', '`', '\\', '[', '(', '{':
		case ' ', '\t':
			blank = true
		default:
			if blank && !separating[c] { // the end of a value
				return ' '
			}
			return c
		}
	}
	return ' '
}
