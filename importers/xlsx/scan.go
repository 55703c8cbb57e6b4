package xlsx

import (
	"bytes"
	"io"
)

// What a part may hold. Excel's longest text is 32,767 characters, each up to
// seven bytes as an escape; its deepest part nests some fifteen elements.
const (
	maxToken      = 1 << 20 // bytes of one tag, text or comment
	maxDepth      = 100
	maxAttributes = 256
	firstBuffer   = 64 << 10
)

type token int

const (
	startTag token = iota
	endTag
	textRun
	endOfPart
)

// An attribute of the tag that was read last; valid until the next token.
type attribute struct {
	prefix, local, value []byte
}

// A scanner reads the XML of one part, strictly: what is not well-formed XML
// 1.0 with namespaces in UTF-8, or has a document type, is an error, and the
// end of the part is not reached. It gives slices of its buffer, valid until
// the next token. Names are ASCII.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int   // what is not read yet: buf[pos:end]
	base     int64 // bytes of the part before buf
	eof      bool
	begun    bool // the first bytes were looked at

	open     []byte // names of the open elements, one behind the other
	starts   []int  // where each begins in open
	bindings []binding
	def      space // of names without prefix
	rooted   bool  // the root element has begun

	space   space // of the element's name
	local   []byte
	attrs   []attribute
	text    []byte
	closing bool // the tag closes itself
	scratch []byte
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: r, buf: make([]byte, firstBuffer)}
}

// next reads one token; what it holds is in the scanner's fields. An element
// that closes itself gives two. Errors: *DamagedError, *UnsupportedError.
func (s *scanner) next() (token, error) {
	if s.closing {
		s.closing = false
		s.leave()
		return endTag, nil
	}
	if !s.begun {
		s.begun = true
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	for {
		if s.pos == s.end && !s.eof {
			if err := s.fill(); err != nil {
				return 0, err
			}
		}
		if s.pos == s.end {
			return s.atEnd()
		}
		t, more, err := s.one()
		if err != nil || !more {
			return t, err
		}
	}
}

// begin reads the first bytes of a part.
func (s *scanner) begin() error {
	if err := s.fill(); err != nil {
		return err
	}
	return s.prolog()
}

// one reads one piece of markup or text; more says that it was none that
// counts: a comment or an instruction.
func (s *scanner) one() (t token, more bool, err error) {
	if s.buf[s.pos] != '<' {
		err := s.characters()
		if err == nil && len(s.starts) == 0 {
			return 0, true, s.betweenRoots()
		}
		return textRun, false, err
	}
	for {
		t, more, err = s.markup(s.buf[s.pos:s.end])
		if err != errShort {
			return t, more, err
		}
		if s.eof {
			return 0, false, s.wrong("ends in the middle of a tag")
		}
		if err := s.fill(); err != nil {
			return 0, false, err
		}
	}
}

// markup reads a tag, a comment, a section or an instruction at the beginning
// of b. Errors: errShort if b ends within it.
func (s *scanner) markup(b []byte) (t token, more bool, err error) {
	if len(b) < 2 {
		return 0, false, errShort
	}
	switch b[1] {
	case '/':
		return endTag, false, s.endTag(b)
	case '?':
		return 0, true, s.instruction(b)
	case '!':
		return s.declaration(b)
	}
	return startTag, false, s.startTag(b)
}

// characters reads the text up to the next tag.
func (s *scanner) characters() error {
	seen := 0
	for {
		if i := bytes.IndexByte(s.buf[s.pos+seen:s.end], '<'); i >= 0 {
			seen += i
			break
		}
		seen = s.end - s.pos
		if s.eof {
			break
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
	raw := s.buf[s.pos : s.pos+seen]
	s.pos += seen
	var err error
	s.text, err = s.decode(raw, inText)
	return err
}

// betweenRoots refuses text outside the root element.
func (s *scanner) betweenRoots() error {
	if !blank(s.text) {
		return s.wrong("has text outside its root element")
	}
	return nil
}

// atEnd reports whether a part may end here.
func (s *scanner) atEnd() (token, error) {
	if len(s.starts) > 0 || !s.rooted {
		return 0, s.wrong("is cut off: it ends before its root element does")
	}
	return endOfPart, nil
}
