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
	switch c := rest[0]; {
	case '0' <= c && c <= '9':
		return s.index(rest)
	case c == 's':
		return s.length(rest) || s.word(rest, "string")
	case c == 'v':
		if !s.word(rest, "value") {
			return false
		}
		s.sign, s.quote, s.closing, s.opening = false, 0, 0, 0 // its own separator follows
		return true
	case c == 'A' || c == 'a':
		ok := s.word(rest, "Array") || s.word(rest, "array")
		s.nested = s.nested || ok
		return ok
	case strings.HasPrefix(rest, "![CDATA["):
		s.end += len("![CDATA[")
		return true
	case len(rest) > 1 && (c == 'u' || c == 'b') && (rest[1] == '\'' || rest[1] == '"'):
		s.end++
		return true
	}
	return false
}

// word takes a word.
func (s *separator) word(rest, w string) bool {
	if !strings.HasPrefix(rest, w) || len(rest) > len(w) && word[rest[len(w)]] {
		return false
	}
	s.end += len(w)
	return true
}

// length takes the type of a string with its length: string(34), str(34), s:34:.
func (s *separator) length(rest string) bool {
	for _, w := range [...]struct{ open, shut string }{{"string(", ")"}, {"str(", ")"}, {"s:", ":"}} {
		if !strings.HasPrefix(rest, w.open) {
			continue
		}
		n := digitsAfter(rest, len(w.open))
		if n == 0 || !strings.HasPrefix(rest[len(w.open)+n:], w.shut) {
			continue
		}
		s.end += len(w.open) + n + len(w.shut)
		if w.open == "s:" {
			s.sign, s.quote, s.opening = true, 0, 0
		}
		return true
	}
	return false
}

// index takes the index in a list of one.
func (s *separator) index(rest string) bool {
	n := digitsAfter(rest, 0)
	if !strings.HasPrefix(rest[n:], "] =>") && !strings.HasPrefix(rest[n:], " =>") {
		return false
	}
	s.end += n
	return true
}

// digitsAfter counts the digits from an index on.
func digitsAfter(s string, at int) int {
	n := 0
	for at+n < len(s) && '0' <= s[at+n] && s[at+n] <= '9' {
		n++
	}
	return n
}
