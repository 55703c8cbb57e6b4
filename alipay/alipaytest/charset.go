package alipaytest

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A charset is an _input_charset of §4.2, in small letters.
type charset string

const (
	utf8Charset   charset = "utf-8"
	gbkCharset    charset = "gbk"
	gb2312Charset charset = "gb2312"
)

func charsetOf(name string) (charset, bool) {
	c := charset(strings.ToLower(name))
	return c, c == utf8Charset || c == gbkCharset || c == gb2312Charset
}

// decode reads bytes; ok is false where one is not of the charset.
func (c charset) decode(b string) (text string, ok bool) {
	if c == utf8Charset {
		return b, utf8.ValidString(b)
	}
	if !c.pairs(b) {
		return "", false
	}
	text, err := simplifiedchinese.GBK.NewDecoder().String(b)
	return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
}

// pairs reports whether all that is no ASCII stands in pairs of bytes that begin in
// the charset's range. The decoder knows which of them are characters.
func (c charset) pairs(b string) bool {
	least, most, second := byte(0x81), byte(0xFE), byte(0x40)
	if c == gb2312Charset {
		least, most, second = 0xA1, 0xF7, 0xA1
	}
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i++; i == len(b) || b[i-1] < least || b[i-1] > most || b[i] < second {
			return false
		}
	}
	return true
}

// size is how many bytes a text has in the charset.
func (c charset) size(text string) int {
	if c == utf8Charset {
		return len(text)
	}
	n := 0
	for _, r := range text {
		n++
		if r >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// references lists the character references in a text: what a browser sends for
// a character that the form's charset lacks.
func references(text string) []string {
	return regexp.MustCompile(`&#[0-9]+;|&#[xX][0-9a-fA-F]+;`).FindAllString(text, -1)
}
