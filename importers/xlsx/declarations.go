package xlsx

import (
	"bytes"
	"regexp"
	"strings"
)

// xmlDeclaration is the first line that a part may have (XML 1.0, 2.8).
var xmlDeclaration = regexp.MustCompile(`^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["']1\.0["']` +
	`(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z0-9._-]+)["'])?` +
	`(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*["'](?:yes|no)["'])?[ \t\r\n]*\?>$`)

// prolog reads a byte order mark and the XML declaration, as far as they are
// there. Errors: *UnsupportedError for another charset than UTF-8.
func (s *scanner) prolog() error {
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

// instruction reads "<?…?>" at the beginning of b; it says nothing to us.
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
func (s *scanner) declaration(b []byte) (t token, more bool, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return 0, true, s.comment(b)
	case bytes.HasPrefix(b, []byte("<![CDATA[")) && len(s.starts) > 0:
		return textRun, false, s.section(b)
	case len(b) < len("<![CDATA["):
		return 0, false, errShort
	}
	return 0, false, s.wrong("has a document type or another declaration, which no workbook has")
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
