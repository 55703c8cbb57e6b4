package alipay

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reconcile/words"
)

// Charset is the _input_charset of a request (§4.2): the bytes of its values,
// and of the string that is signed.
type Charset string

// The charsets that the interface names. GBK is read as GB18030, its superset;
// gb2312 is the part of GBK whose two bytes are A1 or more.
const (
	UTF8   Charset = "utf-8"
	GBK    Charset = "GBK"
	GB2312 Charset = "gb2312"
)

// ParseCharset parses the name of a charset, ignoring letter case.
func ParseCharset(name string) (Charset, error) {
	for _, c := range []Charset{UTF8, GBK, GB2312} {
		if strings.EqualFold(name, string(c)) {
			return c, nil
		}
	}
	return "", unknownCharset(Charset(name))
}

func (c Charset) known() bool { return c == UTF8 || c == GBK || c == GB2312 }

func unknownCharset(c Charset) error {
	return words.Errorf("unknown charset %s (want utf-8, GBK or gb2312)", Quote(string(c)))
}

// Encode returns the bytes of s in the charset. A character that the charset
// does not have is an error, never replaced.
func (c Charset) Encode(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", words.Errorf("not valid text: %s", Quote(s))
	}
	switch c {
	case UTF8:
		return s, nil
	case GBK, GB2312:
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		// Only Microsoft's code page 936 has the euro, as 0x80, which is not in GBK.
		if err != nil || strings.ContainsRune(s, '€') || c == GB2312 && !isGB2312(b) {
			return "", words.Errorf("%s cannot carry every character of %s", c, Quote(s))
		}
		return b, nil
	}
	return "", unknownCharset(c)
}

// isGB2312 reports whether text in GBK is in the part that is gb2312.
func isGB2312(b string) bool {
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i++; i == len(b) || b[i-1] < 0xA1 || b[i-1] > 0xF7 || b[i] < 0xA1 {
			return false
		}
	}
	return true
}

// Decode returns the text of bytes in the charset. Bytes that are not of the
// charset are an error, never replaced.
func (c Charset) Decode(b string) (string, error) {
	switch c {
	case GBK, GB2312:
		return decodeGB(c, b)
	case UTF8:
		if !utf8.ValidString(b) {
			return "", words.Errorf("not utf-8: %s", Quote(b))
		}
		return b, nil
	}
	return "", unknownCharset(c)
}

func decodeGB(c Charset, b string) (string, error) {
	// The decoder never fails: it writes U+FFFD for what it cannot read.
	s, err := simplifiedchinese.GB18030.NewDecoder().String(b)
	if err != nil || strings.ContainsRune(s, utf8.RuneError) {
		return "", words.Errorf("not %s: %s", c, Quote(b))
	}
	return s, nil
}
