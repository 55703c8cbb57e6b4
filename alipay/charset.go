package alipay

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Charset is the _input_charset of a request (§4.2): the bytes of its values,
// and of the string that is signed.
type Charset string

// The charsets that the interface names. gb2312 is written and read as GBK,
// whose subset it is.
const (
	UTF8   Charset = "utf-8"
	GBK    Charset = "GBK"
	GB2312 Charset = "gb2312"
)

// ParseCharset reads a charset's name, letter case aside.
func ParseCharset(name string) (Charset, error) {
	for _, c := range []Charset{UTF8, GBK, GB2312} {
		if strings.EqualFold(name, string(c)) {
			return c, nil
		}
	}
	return "", fmt.Errorf("unknown charset %s (want utf-8, GBK or gb2312)", Quote(name))
}

// Encode returns the bytes of s in the charset. A character that the charset
// cannot carry is an error, never a replacement.
func (c Charset) Encode(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("not valid text: %s", Quote(s))
	}
	if c == UTF8 {
		return s, nil
	}
	b, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		return "", fmt.Errorf("%s cannot carry every character of %s", c, Quote(s))
	}
	return b, nil
}

// Decode returns the text of bytes in the charset. Bytes that are not of the
// charset are an error, never a replacement. GBK is read as GB18030, its
// superset.
func (c Charset) Decode(b string) (string, error) {
	if c == UTF8 {
		if !utf8.ValidString(b) {
			return "", fmt.Errorf("not utf-8: %s", Quote(b))
		}
		return b, nil
	}
	// The decoder never fails: it writes U+FFFD for what it cannot read.
	s, err := simplifiedchinese.GB18030.NewDecoder().String(b)
	if err != nil || strings.ContainsRune(s, utf8.RuneError) {
		return "", fmt.Errorf("not %s: %s", c, Quote(b))
	}
	return s, nil
}
