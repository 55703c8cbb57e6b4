package importers

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"hash"
	"io"

	"reconcile/ledger"
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
	mark   ledger.Mark
	long   bool // longer than maxLine, and read past
	hit    bool // a long line that holds the parameter looked for
}

// verdict is what becomes of a line that is too long.
func (l logLine) verdict() (Verdict, string) {
	if l.hit {
		return Rejected, tooLong
	}
	return Ignored, ""
}

// A lineScanner splits a log into lines. A line beyond maxLine is never held,
// but searched as it streams by, so that it cannot hide what it is.
type lineScanner struct {
	r      *bufio.Reader
	needle string
	buf    []byte
	count  int64
	cut    bool        // the text ended without a line end
	hash   hash.Cloner // of the text so far; nil where lines get no mark
	sum    [sha256.Size]byte
	again  logLine // the next line, where it is held
	held   bool
}

func newLineScanner(r io.Reader, needle string) *lineScanner {
	return &lineScanner{r: bufio.NewReaderSize(r, 256<<10), needle: needle}
}

// resume makes the lines that follow those of a number n, and has each marked by
// h, the hash of the log up to there.
func (s *lineScanner) resume(n int64, h hash.Cloner) { s.count, s.hash = n, h }

// unfinished reports whether the text ended without a line end.
func (s *lineScanner) unfinished() bool { return s.cut }

// split returns the next line apart from its text, for a pipeline.
func (s *lineScanner) split() (logLine, []byte, error) {
	line, err := s.next()
	text := line.text
	line.text = nil
	return line, text, err
}

// back makes a line, the one that next returned last, the next one again.
func (s *lineScanner) back(line logLine) { s.again, s.held = line, true }

// next returns the next line. Errors: io.EOF after the last one, and what the
// reader returns.
func (s *lineScanner) next() (logLine, error) {
	if s.held {
		s.held = false
		return s.again, nil
	}
	chunk, err := s.slice()
	if err == bufio.ErrBufferFull {
		return s.gather(chunk)
	}
	if err != nil && (err != io.EOF || len(chunk) == 0) {
		return logLine{}, err
	}
	return s.line(trimEnd(trimHole(chunk)), err)
}

// slice reads up to a line end, or as far as the reader's buffer goes.
func (s *lineScanner) slice() ([]byte, error) {
	chunk, err := s.r.ReadSlice('\n')
	if s.hash != nil {
		s.hash.Write(chunk)
	}
	return chunk, err
}

// line numbers and marks a line. One that the text ends in has the mark that it
// would have with a line end.
func (s *lineScanner) line(text []byte, err error) (logLine, error) {
	s.count++
	out := logLine{text: text, number: s.count}
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
	copy(out.mark[:], h.Sum(s.sum[:0]))
	return out, nil
}

// gather reads a line that is longer than the reader's buffer.
func (s *lineScanner) gather(chunk []byte) (logLine, error) {
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
		return logLine{}, err
	}
	text := trimEnd(s.buf)
	if len(text) <= maxLine {
		return s.line(text, err)
	}
	hit := hasParam(text, s.needle, 0)
	if err == bufio.ErrBufferFull {
		var later bool
		later, err = s.skip()
		hit = hit || later
	}
	if err != nil && err != io.EOF {
		return logLine{}, err
	}
	out, err := s.line(nil, err)
	out.long, out.hit = true, hit
	return out, err
}

// skip reads to the end of a long line and tells whether the needle stands in
// it. The last bytes of each chunk are kept, so that no border splits a needle
// from itself or from the byte before it.
func (s *lineScanner) skip() (hit bool, err error) {
	keep := len(s.needle)
	for {
		s.buf = append(s.buf[:0], s.buf[len(s.buf)-keep:]...)
		chunk, err := s.slice()
		s.buf = append(s.buf, chunk...)
		hit = hit || hasParam(s.buf, s.needle, 1)
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

// hasParam tells whether a needle stands in b, as paramIndex finds it.
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
