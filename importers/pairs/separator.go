package pairs

import "strings"

// maxSeparator is how many bytes may stand between a name and its value, indentation and
// the words of dumps among them.
const maxSeparator = 96

// separating are the bytes that may stand between a name and its value.
var separating = table(" \t\r\n\"'`\\[](){}<>=:;,|-&")

// A separator is what stands between a name and its value.
type separator struct {
	end   int  // of it, where the value begins
	sign  bool // it holds a sign that tells a pair from two words
	char  byte // that sign, the last of them
	quote byte // the value stands in
	list  bool // the value stands in square brackets
	empty bool // the value is missing

	broken bool // the line ends before the value
	nested bool // the value stands in a list of its own

	closing, opening int // quotes before the sign and after it
}

// separate reads the separator after a name that ends at an index. ok is false where there
// is none, because the name is only talked of.
func separate(text string, at int) (s separator, ok bool) {
	defer func() { s.empty = s.empty || s.broken && s.quote == 0 && !s.nested }()
	limit := min(len(text), at+maxSeparator)
	for s.end = at; s.end < limit; {
		c := text[s.end]
		switch {
		case s.isEmpty() && c != '"' && c != '\'' && c != '`' && c != '\\':
			s.empty = true
			return s, true
		case c == '<' && s.sign && strings.HasPrefix(text[s.end:], "</"):
			s.empty = true // an element without text
			return s, true
		case c == '&':
			if !s.entity(text) {
				s.empty = true
				return s, s.sign
			}
			continue
		case c == '\\':
			if !s.escape(text) {
				return s, s.sign
			}
			continue
		case c >= 0x80:
			if !s.wide(text) {
				return s, s.sign
			}
			continue
		case !separating[c]:
			if s.words(text) {
				continue
			}
			return s, s.sign
		case c == '-' && !strings.HasPrefix(strings.TrimLeft(text[s.end:limit], "-"), ">"):
			return s, s.sign
		}
		s.take(c)
		s.end++
	}
	s.empty = s.end == len(text)
	return s, s.sign && s.empty
}

// isEmpty reports whether the quotes of a value have been closed. Where quotes are doubled,
// those of the name are too.
func (s *separator) isEmpty() bool { return s.opening > 0 && s.opening == 2*max(1, s.closing) }

// take notes one byte of a separator.
func (s *separator) take(c byte) {
	switch c {
	case '=', ':', '>', ',', '\t', '|':
		s.sign, s.char, s.quote, s.list, s.opening = true, c, 0, false, 0
	case '"', '\'', '`':
		s.quote = c
		if s.opening++; !s.sign {
			s.closing, s.opening = s.closing+1, 0
		}
	case '[':
		s.list, s.quote = true, 0
	case '\n':
		s.broken = s.broken || s.sign
	case ' ', '\r', '\\':
	default:
		s.quote = 0
	}
}

// entity takes the entity of a quote or an angle bracket; false is for any other "&".
func (s *separator) entity(text string) bool {
	for _, e := range [...]struct {
		text string
		char byte
	}{{"&quot;", '"'}, {"&#34;", '"'}, {"&#39;", '\''}, {"&#039;", '\''}, {"&apos;", '\''}, {"&gt;", '>'}, {"&lt;", '<'}} {
		if strings.HasPrefix(text[s.end:], e.text) {
			s.take(e.char)
			s.end += len(e.text)
			return true
		}
	}
	return false
}

// escape takes an escaped byte; false is for one that belongs to a value.
func (s *separator) escape(text string) bool {
	char, width := unescape(text, s.end)
	switch {
	case width == 0:
		s.end++
		return true
	case char < 0x80 && separating[char]:
		s.take(byte(char))
		s.end += width
		return true
	}
	return false
}

// wide takes a full-width colon or equals sign.
func (s *separator) wide(text string) bool {
	rest := text[s.end:]
	if strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, "＝") {
		s.take(':')
		s.end += len("：")
		return true
	}
	return false
}

// words takes a word that dumps and forms write between a name and its value: the type and
// length of PHP's, the attribute of a form.
func (s *separator) words(text string) bool {
	rest := text[s.end:]
	for _, w := range [...]string{"string(", "str("} {
		if n := digitsAfter(rest, len(w)); strings.HasPrefix(rest, w) && n > 0 && strings.HasPrefix(rest[len(w)+n:], ")") {
			s.end += len(w) + n + 1
			return true
		}
	}
	if n := digitsAfter(rest, 2); strings.HasPrefix(rest, "s:") && n > 0 && strings.HasPrefix(rest[2+n:], ":") {
		s.end += 2 + n + 1
		s.sign, s.quote, s.opening = true, 0, 0
		return true
	}
	for _, w := range [...]string{"value", "Array", "array", "string"} {
		if strings.HasPrefix(rest, w) && (len(rest) == len(w) || !word[rest[len(w)]]) {
			s.end += len(w)
			s.nested = s.nested || w == "Array" || w == "array"
			if w == "value" { // its own separator follows
				s.sign, s.quote, s.closing, s.opening = false, 0, 0, 0
			}
			return true
		}
	}
	if n := digitsAfter(rest, 0); n > 0 && strings.HasPrefix(rest[n:], "] =>") || n > 0 && strings.HasPrefix(rest[n:], " =>") {
		s.end += n // the index in a list of one
		return true
	}
	if strings.HasPrefix(rest, "![CDATA[") {
		s.end += len("![CDATA[")
		return true
	}
	if len(rest) > 1 && (rest[0] == 'u' || rest[0] == 'b') && (rest[1] == '\'' || rest[1] == '"') {
		s.end++
		return true
	}
	return false
}

// digitsAfter counts the digits from an index on.
func digitsAfter(s string, at int) int {
	n := 0
	for at+n < len(s) && '0' <= s[at+n] && s[at+n] <= '9' {
		n++
	}
	return n
}
