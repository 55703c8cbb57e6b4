// Package logs reads logs line by line: notify logs, whose lines hold notifications,
// and logs of submissions, whose lines hold requests. "§" names a section of the
// contract.
package logs

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"hash"
	"io"

	"reconcile/ledger"
)

// maxLine is the length of the longest line that is read, in bytes without its end.
// A notification of 1000 results has some 120 KiB.
const maxLine = 4 << 20

// tooLong is the reason to reject a line longer than maxLine.
const tooLong = "line longer than 4 MiB"

// A Line is one line of a log, without its end.
type Line struct {
	Number int64           // from 1
	Mark   ledger.LineHash // zero unless the log is hashed; see Resume
	text   []byte          // valid until the next line is read; nil if the line is too long
	long   bool            // longer than maxLine, and skipped
	found  bool            // of a long line: it holds the parameter that is searched
}

// A Scanner splits a log into lines. A line longer than maxLine is never in memory
// as a whole: it is searched while it is skipped.
type Scanner struct {
	r         *bufio.Reader
	param     string      // that is searched in long lines
	buf       []byte      // a line that is longer than the buffer of r
	count     int64       // lines so far
	cut       bool        // the text ended without a line end
	hash      hash.Cloner // of the text so far; nil if lines get no mark
	sum       [sha256.Size]byte
	unread    Line // the next line, if hasUnread
	hasUnread bool
}

func newScanner(r io.Reader, param string) *Scanner {
	return &Scanner{r: bufio.NewReaderSize(r, 256<<10), param: param}
}

// Resume numbers the lines from n+1 on and marks each with the hash of the log to
// its end. h is the SHA-256 of the n lines before, and is written to.
func (s *Scanner) Resume(n int64, h hash.Cloner) { s.count, s.hash = n, h }

// Unfinished reports whether the last line has no line end.
func (s *Scanner) Unfinished() bool { return s.cut }

// split returns the next line and its text separately, for a pipeline.
func (s *Scanner) split() (Line, []byte, error) {
	line, err := s.Next()
	text := line.text
	line.text = nil
	return line, text, err
}

// Unread makes Next return a line again, the one that it returned last.
func (s *Scanner) Unread(line Line) { s.unread, s.hasUnread = line, true }

// Next returns the next line. Errors: io.EOF after the last one, and those of the
// reader.
func (s *Scanner) Next() (Line, error) {
	if s.hasUnread {
		s.hasUnread = false
		return s.unread, nil
	}
	chunk, err := s.slice()
	if err == bufio.ErrBufferFull {
		return s.nextLong(chunk)
	}
	if err != nil && (err != io.EOF || len(chunk) == 0) {
		return Line{}, err
	}
	return s.line(narrow(trimEnd(trimNULs(chunk))), err)
}

// slice reads up to a line end, or until the reader's buffer is full.
func (s *Scanner) slice() ([]byte, error) {
	chunk, err := s.r.ReadSlice('\n')
	if s.hash != nil {
		s.hash.Write(chunk)
	}
	return chunk, err
}

// line numbers and marks a line. A last line without a line end gets the mark that
// it would have with one.
func (s *Scanner) line(text []byte, err error) (Line, error) {
	s.count++
	out := Line{text: text, Number: s.count}
	if s.cut = err == io.EOF; s.hash == nil {
		return out, nil
	}
	h := hash.Hash(s.hash)
	if s.cut {
		if h, err = s.hash.Clone(); err != nil {
			return out, err
		}
		h.Write([]byte{'\n'})
	}
	copy(out.Mark[:], h.Sum(s.sum[:0]))
	return out, nil
}

// nextLong reads a line that is longer than the reader's buffer.
func (s *Scanner) nextLong(chunk []byte) (Line, error) {
	var err error
	s.buf = append(s.buf[:0], trimNULs(chunk)...)
	for {
		chunk, err = s.slice()
		if len(s.buf) == 0 {
			chunk = trimNULs(chunk)
		}
		s.buf = append(s.buf, chunk...)
		if err != bufio.ErrBufferFull || len(s.buf) > maxLine+2 {
			break
		}
	}
	if err != nil && err != bufio.ErrBufferFull && err != io.EOF {
		return Line{}, err
	}
	text := narrow(trimEnd(s.buf))
	if len(text) <= maxLine {
		return s.line(text, err)
	}
	found := hasParam(text, s.param, 0)
	if err == bufio.ErrBufferFull {
		var later bool
		later, err = s.skip()
		found = found || later
	}
	if err != nil && err != io.EOF {
		return Line{}, err
	}
	out, err := s.line(nil, err)
	out.long, out.found = true, found
	return out, err
}

// skip reads to the end of a long line and reports whether it holds the parameter.
// The last bytes of each chunk are kept, so that the parameter and the byte before
// it are found across chunks too.
func (s *Scanner) skip() (found bool, err error) {
	keep := len(s.param)
	for {
		s.buf = append(s.buf[:0], s.buf[len(s.buf)-keep:]...)
		chunk, err := s.slice()
		s.buf = append(s.buf, chunk...)
		found = found || hasParam(s.buf, s.param, 1)
		if err != bufio.ErrBufferFull {
			return found, err
		}
	}
}

// trimNULs removes the NUL bytes that a line begins with: a log that is truncated
// while a program goes on writing at its old offset begins with a hole.
func trimNULs(b []byte) []byte { return bytes.TrimLeft(b, "\x00") }

// trimEnd removes one line end, LF or CRLF.
func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// hasParam reports whether paramIndex would find a parameter in b.
func hasParam(b []byte, param string, from int) bool {
	for at := from; at <= len(b); at++ {
		i := bytes.Index(b[at:], []byte(param))
		if i < 0 {
			return false
		}
		if at += i; at == 0 || !isWord(b[at-1]) {
			return true
		}
	}
	return false
}

// isWord reports whether c may be part of the name of a parameter.
func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
