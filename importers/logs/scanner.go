// Package logs reads logs line by line: the notifications of a notify log, and the
// requests of a log of submissions. "§" names a section of the contract.
package logs

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"hash"
	"io"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// maxLine is the longest line of a log, in bytes without its end. A
// notification of 1000 results has some 120 KiB.
const maxLine = 4 << 20

// tooLong is the reason why a line over maxLine is rejected.
const tooLong = "line longer than 4 MiB"

// A Line is one line of a log, without its end.
type Line struct {
	text   []byte // valid until the next line is read; nil where the line is too long
	Number int64  // from 1
	Mark   ledger.Mark
	long   bool // longer than maxLine, and read past
	hit    bool // a long line that holds the parameter looked for
}

// verdict is what becomes of a line that is too long.
func (l Line) verdict() (files.Verdict, string) {
	if l.hit {
		return files.Rejected, tooLong
	}
	return files.Ignored, ""
}

// A Scanner splits a log into lines. A line beyond maxLine is never held,
// but searched as it streams by, so that it cannot hide what it is.
type Scanner struct {
	r     *bufio.Reader
	param string
	buf   []byte
	count int64
	cut   bool        // the text ended without a line end
	hash  hash.Cloner // of the text so far; nil where lines get no mark
	sum   [sha256.Size]byte
	again Line // the next line, where it is held
	held  bool
}

func newScanner(r io.Reader, needle string) *Scanner {
	return &Scanner{r: bufio.NewReaderSize(r, 256<<10), param: needle}
}

// Resume makes the lines that follow those of a number n, and has each marked by
// h, the hash of the log up to there.
func (s *Scanner) Resume(n int64, h hash.Cloner) { s.count, s.hash = n, h }

// Unfinished reports whether the text ended without a line end.
func (s *Scanner) Unfinished() bool { return s.cut }

// split returns the next line apart from its text, for a pipeline.
func (s *Scanner) split() (Line, []byte, error) {
	line, err := s.Next()
	text := line.text
	line.text = nil
	return line, text, err
}

// Unread makes a line, the one that next returned last, the next one again.
func (s *Scanner) Unread(line Line) { s.again, s.held = line, true }

// Next returns the next line. Errors: io.EOF after the last one, and what the
// reader returns.
func (s *Scanner) Next() (Line, error) {
	if s.held {
		s.held = false
		return s.again, nil
	}
	chunk, err := s.slice()
	if err == bufio.ErrBufferFull {
		return s.gather(chunk)
	}
	if err != nil && (err != io.EOF || len(chunk) == 0) {
		return Line{}, err
	}
	return s.line(trimEnd(trimHole(chunk)), err)
}

// slice reads up to a line end, or as far as the reader's buffer goes.
func (s *Scanner) slice() ([]byte, error) {
	chunk, err := s.r.ReadSlice('\n')
	if s.hash != nil {
		s.hash.Write(chunk)
	}
	return chunk, err
}

// line numbers and marks a line. One that the text ends in has the mark that it
// would have with a line end.
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

// gather reads a line that is longer than the reader's buffer.
func (s *Scanner) gather(chunk []byte) (Line, error) {
	var err error
	s.buf = append(s.buf[:0], trimHole(chunk)...)
	for {
		chunk, err = s.slice()
		if len(s.buf) == 0 {
			chunk = trimHole(chunk)
		}
		s.buf = append(s.buf, chunk...)
		if err != bufio.ErrBufferFull || len(s.buf) > maxLine+2 {
			break
		}
	}
	if err != nil && err != bufio.ErrBufferFull && err != io.EOF {
		return Line{}, err
	}
	text := trimEnd(s.buf)
	if len(text) <= maxLine {
		return s.line(text, err)
	}
	hit := hasParam(text, s.param, 0)
	if err == bufio.ErrBufferFull {
		var later bool
		later, err = s.skip()
		hit = hit || later
	}
	if err != nil && err != io.EOF {
		return Line{}, err
	}
	out, err := s.line(nil, err)
	out.long, out.hit = true, hit
	return out, err
}

// skip reads to the end of a long line and reports whether the needle stands in
// it. The last bytes of each chunk are kept, so that no border splits a needle
// from itself or from the byte before it.
func (s *Scanner) skip() (hit bool, err error) {
	keep := len(s.param)
	for {
		s.buf = append(s.buf[:0], s.buf[len(s.buf)-keep:]...)
		chunk, err := s.slice()
		s.buf = append(s.buf, chunk...)
		hit = hit || hasParam(s.buf, s.param, 1)
		if err != bufio.ErrBufferFull {
			return hit, err
		}
	}
}

// trimHole takes off the NUL bytes that a line begins with: a log that is cut to
// nothing while a program writes on at its old place in it begins with a hole.
func trimHole(b []byte) []byte { return bytes.TrimLeft(b, "\x00") }

// trimEnd takes off one line end, LF or CRLF.
func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// hasParam reports whether a needle stands in b, as paramIndex finds it.
func hasParam(b []byte, needle string, from int) bool {
	for at := from; at <= len(b); at++ {
		i := bytes.Index(b[at:], []byte(needle))
		if i < 0 {
			return false
		}
		if at += i; at == 0 || !isWord(b[at-1]) {
			return true
		}
	}
	return false
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
