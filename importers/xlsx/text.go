package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// richText appends the text of the string whose start tag was read, an <si> or an
// <is>: its own or that of its runs, without its pronunciation (ECMA-376-1, 18.4.8).
// Errors: those of the scanner.
func richText(s *scanner, dst []byte) ([]byte, error) {
	start := len(dst)
	err := s.only(func() (err error) {
		switch string(s.local) {
		case "t":
			dst, err = plainText(s, dst)
		case "r":
			err = s.only(func() (err error) {
				if string(s.local) != "t" {
					return s.skip()
				}
				dst, err = plainText(s, dst)
				return err
			})
		default:
			err = s.skip()
		}
		if err == nil && len(dst)-start > maxCell {
			err = errLongText()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return dst[:start+len(unescape(dst[start:]))], nil
}

// plainText appends the text of a <t>. White space around it is part of it only if the
// file says so, as in Excel.
func plainText(s *scanner, dst []byte) ([]byte, error) {
	keep := string(s.valueIn(xmlSpace, "space")) == "preserve"
	start := len(dst)
	dst, err := s.content(dst, maxCell)
	if err != nil || keep {
		return dst, err
	}
	trimmed := bytes.Trim(dst[start:], " \t\r\n")
	return append(dst[:start], trimmed...), nil
}

func errLongText() error {
	return unsupported("a text of more than 32,767 characters in one cell: Excel has none so long")
}

// unescape decodes escapes such as _x000D_ in place: characters that XML cannot hold,
// and _x005F_ for an underscore that would begin an escape (ECMA-376-1, 22.9.2.19).
func unescape(text []byte) []byte {
	at := bytes.Index(text, []byte("_x"))
	if at < 0 {
		return text
	}
	out := text[:at]
	for rest := text[at:]; len(rest) > 0; {
		r, n := escaped(rest)
		if n == 0 {
			out = append(out, rest[0])
			rest = rest[1:]
			continue
		}
		out = utf8.AppendRune(out, r)
		rest = rest[n:]
	}
	return out
}

// escaped decodes the escape that b begins with, or the two of a surrogate
// pair, and returns its length; 0 if there is none.
func escaped(b []byte) (rune, int) {
	unit, ok := escapedUnit(b)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(unit) {
		return unit, 7
	}
	second, ok := escapedUnit(b[7:])
	pair := utf16.DecodeRune(unit, second)
	if !ok || pair == utf8.RuneError {
		return 0, 0
	}
	return pair, 14
}

func escapedUnit(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(unit), err == nil
}
