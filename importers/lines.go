package importers

import (
	"bufio"
	"bytes"
	"io"
)

// maxLine is the longest line of a log, in bytes without its end. A
// notification of 1000 results has some 120 KiB.
const maxLine = 4 << 20

// tooLong is the reason why a line over maxLine is rejected.
const tooLong = "line longer than 4 MiB"

// A logLine is one line of a log, without its end.
type logLine struct {
	text   []byte // valid until the next line is read; nil where the line is too long
	number int64  // from 1
	long   bool   // longer than maxLine, and read past
	hit    bool   // a long line that holds the parameter looked for
}

// A lineScanner splits a log into lines. A line beyond maxLine is never held,
// but searched as it streams by, so that it cannot hide what it is.
type lineScanner struct {
	r      *bufio.Reader
	needle string
	buf    []byte
	count  int64
}

func newLineScanner(r io.Reader, needle string) *lineScanner {
	return &lineScanner{r: bufio.NewReaderSize(r, 256<<10), needle: needle}
}

// next returns the next line. Errors: io.EOF after the last one, and what the
// reader returns.
func (s *lineScanner) next() (logLine, error) {
	chunk, err := s.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		return s.gather(chunk)
	}
	if err != nil && (err != io.EOF || len(chunk) == 0) {
		return logLine{}, err
	}
	s.count++
	return logLine{text: trimEnd(chunk), number: s.count}, nil
}

// gather reads a line that is longer than the reader's buffer.
func (s *lineScanner) gather(chunk []byte) (logLine, error) {
	var err error
	s.buf = append(s.buf[:0], chunk...)
	for {
		chunk, err = s.r.ReadSlice('\n')
		s.buf = append(s.buf, chunk...)
		if err != bufio.ErrBufferFull || len(s.buf) > maxLine+2 {
			break
		}
	}
	if err != nil && err != bufio.ErrBufferFull && err != io.EOF {
		return logLine{}, err
	}
	s.count++
	text := trimEnd(s.buf)
	if len(text) <= maxLine {
		return logLine{text: text, number: s.count}, nil
	}
	hit := paramIndex(text, s.needle, 0) >= 0
	if err == bufio.ErrBufferFull {
		var later bool
		later, err = s.skip()
		hit = hit || later
	}
	if err != nil && err != io.EOF {
		return logLine{}, err
	}
	return logLine{number: s.count, long: true, hit: hit}, nil
}

// skip reads to the end of a long line and tells whether the needle stands in
// it. The last bytes of each chunk are kept, so that no border splits a needle
// from itself or from the byte before it.
func (s *lineScanner) skip() (hit bool, err error) {
	keep := len(s.needle)
	for {
		s.buf = append(s.buf[:0], s.buf[len(s.buf)-keep:]...)
		chunk, err := s.r.ReadSlice('\n')
		s.buf = append(s.buf, chunk...)
		hit = hit || paramIndex(s.buf, s.needle, 1) >= 0
		if err != bufio.ErrBufferFull {
			return hit, err
		}
	}
}

// trimEnd takes off one line end, LF or CRLF.
func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// paramIndex returns where a needle such as "notify_id=" stands in b from an
// index on as a parameter of its own, that is, not behind a letter, a digit or
// an underscore; −1 where it does not.
func paramIndex(b []byte, needle string, from int) int {
	for at := from; at <= len(b); {
		i := bytes.Index(b[at:], []byte(needle))
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || !isWord(b[at-1]) {
			return at
		}
		at++
	}
	return -1
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
