package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Limits of a part. Excel's longest text is 32,767 characters, each up to seven bytes
// as an escape; its deepest part nests some fifteen elements.
const (
	maxToken      = 1 << 20 // bytes of one tag, text or comment
	maxDepth      = 100
	maxAttributes = 256
	firstBuffer   = 64 << 10
)

type token int

const (
	noToken token = iota // a comment or an instruction
	startTag
	endTag
	textRun
	endOfPart
)

// An attribute of the tag that was read last; valid until the next token.
type attribute struct {
	prefix, local, value []byte
}

// A scanner reads the XML of one part strictly: anything that is not well-formed XML
// 1.0 with namespaces in UTF-8, or has a document type, is an error. It returns
// slices of its buffer, valid until the next token. Names are ASCII.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int   // buf[pos:end] is not read yet
	base     int64 // bytes of the part before buf
	eof      bool

	open     []byte // names of the open elements, concatenated
	starts   []int  // of each in open
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

// next reads one token into the scanner's fields. An element that closes itself is two
// tokens. Errors: *DamagedError, *UnsupportedError.
func (s *scanner) next() (token, error) {
	if s.closing {
		s.closing = false
		s.leave()
		return endTag, nil
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
		if t, err := s.one(); err != nil || t != noToken {
			return t, err
		}
	}
}

// one reads one piece of markup or text.
func (s *scanner) one() (token, error) {
	if s.buf[s.pos] != '<' {
		return s.characters()
	}
	for {
		t, err := s.markup(s.buf[s.pos:s.end])
		if err != errShort {
			return t, err
		}
		if s.eof {
			return 0, s.wrong("ends in the middle of a tag")
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// markup reads a tag, a comment, a section or an instruction at the beginning
// of b. Errors: errShort if b ends within it.
func (s *scanner) markup(b []byte) (token, error) {
	if len(b) < 2 {
		return 0, errShort
	}
	switch b[1] {
	case '/':
		return endTag, s.endTag(b)
	case '?':
		return noToken, s.instruction(b)
	case '!':
		return s.declaration(b)
	}
	return startTag, s.startTag(b)
}

// characters reads the text up to the next tag. Errors: *DamagedError for text outside
// the root element.
func (s *scanner) characters() (t token, err error) {
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
			return 0, err
		}
	}
	raw := s.buf[s.pos : s.pos+seen]
	s.pos += seen
	s.text, err = s.decode(raw, inText)
	switch {
	case err != nil || len(s.starts) > 0:
		return textRun, err
	case !blank(s.text):
		return 0, s.wrong("has text outside its root element")
	}
	return noToken, nil
}

// atEnd returns the end of the part. Errors: *DamagedError if it may not end here.
func (s *scanner) atEnd() (token, error) {
	if len(s.starts) > 0 || !s.rooted {
		return 0, s.wrong("is cut off: it ends before its root element does")
	}
	return endOfPart, nil
}

// xmlDeclaration is the first line that a part may have (XML 1.0, 2.8).
var xmlDeclaration = regexp.MustCompile(`^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["']1\.0["']` +
	`(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z0-9._-]+)["'])?` +
	`(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*["'](?:yes|no)["'])?[ \t\r\n]*\?>$`)

// prolog reads the byte order mark and the XML declaration, which are optional.
// Errors: *UnsupportedError for another charset than UTF-8.
func (s *scanner) prolog() error {
	if err := s.fill(); err != nil {
		return err
	}
	b := s.buf[s.pos:s.end]
	if bytes.HasPrefix(b, []byte("\xfe\xff")) || bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.IndexByte(b[:min(4, len(b))], 0) >= 0 {
		return unsupported("its XML is in UTF-16 or UTF-32: save it again with Excel")
	}
	if bytes.HasPrefix(b, []byte("\ufeff")) {
		s.pos += 3
		b = b[3:]
	}
	if !bytes.HasPrefix(b, []byte("<?xml")) || len(b) > 5 && classes[b[5]]&isSpace == 0 {
		return nil
	}
	stop := bytes.Index(b, []byte("?>"))
	if stop < 0 {
		return s.wrong("ends in the middle of its XML declaration")
	}
	found := xmlDeclaration.FindSubmatch(b[:stop+2])
	if found == nil {
		return s.wrong("has an XML declaration that cannot be read")
	}
	if charset := strings.ToLower(string(found[1])); charset != "" && charset != "utf-8" {
		return unsupported("its XML is in %s: save it again with Excel", charset)
	}
	s.pos += stop + 2
	return nil
}

// instruction skips "<?…?>" at the beginning of b.
func (s *scanner) instruction(b []byte) error {
	stop := bytes.Index(b, []byte("?>"))
	if stop < 0 {
		return errShort
	}
	_, target, _, err := s.name(b, 2)
	if err != nil || strings.EqualFold(string(target), "xml") {
		return s.wrong("has an XML declaration in its midst")
	}
	if _, err := s.decode(b[2:stop], inComment); err != nil {
		return err
	}
	s.pos += stop + 2
	return nil
}

// declaration reads a comment or a section of character data at the beginning
// of b. Errors: *DamagedError for a document type, whose entities could expand
// without end.
func (s *scanner) declaration(b []byte) (token, error) {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return noToken, s.comment(b)
	case bytes.HasPrefix(b, []byte("<![CDATA[")) && len(s.starts) > 0:
		return textRun, s.section(b)
	case len(b) < len("<![CDATA["):
		return 0, errShort
	}
	return 0, s.wrong("has a document type or another declaration, which no workbook has")
}

func (s *scanner) comment(b []byte) error {
	length := bytes.Index(b[4:], []byte("--"))
	if length < 0 || len(b) < 4+length+3 {
		return errShort
	}
	if b[4+length+2] != '>' {
		return s.wrong("has a comment with two hyphens in it")
	}
	if _, err := s.decode(b[4:4+length], inComment); err != nil {
		return err
	}
	s.pos += 4 + length + 3
	return nil
}

func (s *scanner) section(b []byte) (err error) {
	length := bytes.Index(b[9:], []byte("]]>"))
	if length < 0 {
		return errShort
	}
	s.text, err = s.decode(b[9:9+length], inSection)
	s.pos += 9 + length + 3
	return err
}

// fill makes room and reads until the buffer is full or the part ends. Errors:
// those of the part; *UnsupportedError if one token is larger than any buffer may be.
func (s *scanner) fill() error {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.base += int64(s.pos)
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxToken {
			return unsupported("a text or tag of more than %d MiB: no workbook of Excel's has one", maxToken>>20)
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for s.end < len(s.buf) && !s.eof {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.eof = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// wrong returns an error that says what is wrong at which byte of the unpacked part.
func (s *scanner) wrong(format string, args ...any) error {
	return damaged("%s (byte %d)", fmt.Sprintf(format, args...), s.base+int64(s.pos))
}
