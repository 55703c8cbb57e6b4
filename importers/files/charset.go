package files

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// An Encoding is the charset of an export and how it was detected.
type Encoding struct {
	Name string // "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"
	How  string // such as "byte order mark"
}

// DetectEncoding decides the charset of an export by reading all of it, twice if it
// is not UTF-8: a byte order mark decides; else it is UTF-8 if all of it is valid
// UTF-8; else it is GB18030, which includes GBK and GB2312, if all of it is valid.
// Nothing is guessed, and no replacement character is ever inserted.
//
// Errors: *RefusedError with the first position that is valid in neither; errors of
// open and of its reader.
func DetectEncoding(open func() (io.ReadCloser, error)) (Encoding, error) {
	mark, err := readBOM(open)
	if err != nil {
		return Encoding{}, err
	}
	found := Encoding{"UTF-8", "valid UTF-8"}
	switch {
	case bytes.HasPrefix(mark, []byte("\xEF\xBB\xBF")):
		found.How = "byte order mark"
	case bytes.HasPrefix(mark, []byte("\xFF\xFE")):
		found = Encoding{"UTF-16LE", "byte order mark"}
	case bytes.HasPrefix(mark, []byte("\xFE\xFF")):
		found = Encoding{"UTF-16BE", "byte order mark"}
	}
	bad, err := found.check(open)
	if err != nil || bad == nil {
		return found, err
	}
	if found.How == "byte order mark" {
		return Encoding{}, &RefusedError{Reason: fmt.Sprintf("not %s, though its byte order mark says so, from %s on", found.Name, bad)}
	}
	gb := Encoding{"GB18030", "not UTF-8, valid GB18030"}
	worse, err := gb.check(open)
	if err == nil && worse != nil {
		err = &RefusedError{Reason: fmt.Sprintf("neither UTF-8, from %s on, nor GB18030, from %s on: save it as UTF-8", bad, worse)}
	}
	return gb, err
}

// readBOM returns the first three bytes.
func readBOM(open func() (io.ReadCloser, error)) ([]byte, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	mark := make([]byte, 3)
	n, err := io.ReadFull(r, mark)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return mark[:n], err
}

// NewReader returns r decoded to UTF-8, without a byte order mark. Bytes that are
// invalid in the encoding, which DetectEncoding rules out, become U+FFFD.
func (e Encoding) NewReader(r io.Reader) io.Reader {
	if e.Name == "UTF-8" {
		br := bufio.NewReaderSize(r, 64<<10)
		if mark, err := br.Peek(3); err == nil && string(mark) == "\xEF\xBB\xBF" {
			br.Discard(3) // cannot fail: they are buffered
		}
		return br
	}
	return transform.NewReader(r, e.decoder())
}

func (e Encoding) decoder() *encoding.Decoder {
	switch e.Name {
	case "UTF-16LE":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case "UTF-16BE":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	}
	return simplifiedchinese.GB18030.NewDecoder()
}

// A position is a line and a character in it, both from 1.
type position struct{ line, column int64 }

func (s position) String() string { return fmt.Sprintf("line %d, character %d", s.line, s.column) }

// check returns the first position that is invalid in the encoding, nil if there is
// none.
func (e Encoding) check(open func() (io.ReadCloser, error)) (*position, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text := e.NewReader(r)
	at := position{1, 1}
	buf := make([]byte, 64<<10)
	rest := 0 // bytes of a character that the last chunk has only the beginning of
	for {
		n, err := text.Read(buf[rest:])
		n += rest
		done, ok := at.walk(buf[:n], err == io.EOF, e.Name == "UTF-8")
		if !ok {
			return &at, nil
		}
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		rest = copy(buf, buf[done:n])
	}
}

// walk advances over text to its end, or to an incomplete character at its end
// unless the text is final, or to an invalid one: then ok is false. U+FFFD is valid
// in raw text, and in decoded text what the decoder writes for invalid bytes.
func (s *position) walk(text []byte, final, raw bool) (done int, ok bool) {
	if raw {
		if whole := wholeRunes(text); utf8.Valid(whole) {
			s.pass(whole)
			done = len(whole)
		}
	}
	for done < len(text) {
		c := text[done]
		if c < utf8.RuneSelf {
			s.column++
			if done++; c == '\n' {
				s.line, s.column = s.line+1, 1
			}
			continue
		}
		if !final && !utf8.FullRune(text[done:]) {
			return done, true
		}
		r, size := utf8.DecodeRune(text[done:])
		if r == utf8.RuneError && (size == 1 || !raw) {
			return done, false
		}
		done += size
		s.column++
	}
	return done, true
}

// pass advances over text that is valid UTF-8.
func (s *position) pass(text []byte) {
	if lines := bytes.Count(text, []byte{'\n'}); lines > 0 {
		s.line, s.column = s.line+int64(lines), 1
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	s.column += int64(utf8.RuneCount(text))
}

// wholeRunes returns text without an incomplete character at its end.
func wholeRunes(text []byte) []byte {
	for at := len(text) - 1; at >= max(0, len(text)-utf8.UTFMax); at-- {
		if utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				return text[:at]
			}
			break
		}
	}
	return text
}
