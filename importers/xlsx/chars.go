package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Classes of bytes in XML.
const (
	inName     = 1 << iota // of a tag or an attribute
	beginsName             // may begin one
	isSpace
	isPlain // needs no decoding in text and attributes
	isWhole // needs none if all is UTF-8
)

// classes has the classes of each byte.
var classes = classify()

func classify() (table [256]uint8) {
	for c := range 256 {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if letter {
			table[c] |= inName | beginsName
		}
		if c >= '0' && c <= '9' || c == '-' || c == '.' {
			table[c] |= inName
		}
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			table[c] |= isSpace
		}
		if c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != ']' {
			table[c] |= isPlain | isWhole
		}
		if c >= 0x80 && c != 0xef { // 0xef may begin U+FFFE and U+FFFF, which are no characters
			table[c] |= isWhole
		}
	}
	return table
}

// place is where characters are, which their meaning depends on.
type place int

const (
	inText place = iota
	inAttribute
	inSection
	inComment
)

// decode returns the characters of raw, with references resolved, line ends as \n
// (XML 1.0, 2.11) and white space in attributes as blanks (3.3.3). Errors:
// *DamagedError for anything that is not a character of XML (2.2).
func (s *scanner) decode(raw []byte, where place) ([]byte, error) {
	plain := run(raw, isPlain)
	if plain == len(raw) {
		return raw, nil
	}
	if !utf8.Valid(raw) {
		return nil, s.wrong("holds bytes that are no UTF-8")
	}
	if plain = run(raw, isWhole); plain == len(raw) {
		return raw, nil
	}
	if where == inText && bytes.Contains(raw, []byte("]]>")) {
		return nil, s.wrong("has ]]> in a text")
	}
	if where != inAttribute {
		s.scratch = s.scratch[:0]
	}
	start := len(s.scratch)
	s.scratch = append(s.scratch, raw[:plain]...)
	for rest := raw[plain:]; len(rest) > 0; {
		n, err := s.character(rest, where)
		if err != nil {
			return nil, err
		}
		whole := run(rest[n:], isWhole)
		s.scratch = append(s.scratch, rest[n:n+whole]...)
		rest = rest[n+whole:]
	}
	return s.scratch[start:], nil
}

// run returns how many bytes of a class b begins with.
func run(b []byte, class uint8) int {
	n := 0
	for n < len(b) && classes[b[n]]&class != 0 {
		n++
	}
	return n
}

// character decodes what b begins with, and returns its length.
func (s *scanner) character(b []byte, where place) (int, error) {
	c := b[0]
	switch {
	case c == '&' && (where == inText || where == inAttribute):
		return s.reference(b)
	case c == '<' && where == inAttribute:
		return 0, s.wrong("has < in an attribute")
	case classes[c]&isSpace != 0:
		return s.white(b, where), nil
	case c < 0x20, bytes.HasPrefix(b, []byte("\ufffe")), bytes.HasPrefix(b, []byte("\uffff")):
		return 0, s.wrong("holds a control character")
	}
	s.scratch = append(s.scratch, c)
	return 1, nil
}

// white decodes one character of white space.
func (s *scanner) white(b []byte, where place) int {
	c, n := b[0], 1
	if c == '\r' {
		c = '\n'
		if len(b) > 1 && b[1] == '\n' {
			n = 2
		}
	}
	if where == inAttribute {
		c = ' '
	}
	s.scratch = append(s.scratch, c)
	return n
}

// reference decodes "&…;" at the beginning of b. Only the five names of
// XML exist: there is no document type that declares others.
func (s *scanner) reference(b []byte) (int, error) {
	length := bytes.IndexByte(b[:min(len(b), 16)], ';')
	if length < 2 {
		return 0, s.wrong("has an & that begins no reference")
	}
	name := string(b[1:length])
	r, ok := namedCharacters[name]
	if !ok && name[0] == '#' {
		r, ok = numberedCharacter(name[1:])
	}
	if !ok {
		return 0, s.wrong("refers to the character &%q;, which there is not", b[1:length])
	}
	s.scratch = utf8.AppendRune(s.scratch, r)
	return length + 1, nil
}

var namedCharacters = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// numberedCharacter returns the character of "65" or "x41".
func numberedCharacter(digits string) (rune, bool) {
	base := 10
	if digits != "" && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	r := rune(n)
	switch {
	case r == '\t', r == '\n', r == '\r':
		return r, true
	case r < 0x20, r >= 0xd800 && r < 0xe000, r == 0xfffe, r == 0xffff:
		return 0, false
	}
	return r, true
}

// blank reports whether a text is only white space.
func blank(text []byte) bool { return skipSpace(text, 0) == len(text) }
