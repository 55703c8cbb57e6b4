package xlsx

import (
	"bytes"

	"reconcile/words"
)

// errShort is returned if the buffer ends within a tag.
var errShort = words.Errorf("more bytes needed")

// startTag reads "<name a="…" …>" at the beginning of b.
func (s *scanner) startTag(b []byte) error {
	prefix, local, at, err := s.name(b, 1)
	if err != nil {
		return err
	}
	qualified := b[1:at]
	if at, err = s.attributes(b, at); err != nil {
		return err
	}
	if b[at] == '/' {
		if at+1 == len(b) {
			return errShort
		}
		at++
		s.closing = true
	}
	if b[at] != '>' {
		s.closing = false
		return s.wrong("has a tag that is not closed")
	}
	if len(s.starts) == 0 && s.rooted {
		return s.wrong("has a second root element")
	}
	if len(s.starts) == maxDepth {
		return unsupported("elements more than %d deep: no workbook of Excel's nests so", maxDepth)
	}
	s.rooted = true
	s.pos += at + 1
	s.local = local
	s.starts = append(s.starts, len(s.open))
	s.open = append(s.open, qualified...)
	return s.resolve(prefix)
}

// attributes reads the attributes at b[at:] up to the end of the tag, and returns
// the place of its '/' or '>'.
func (s *scanner) attributes(b []byte, at int) (int, error) {
	s.attrs, s.scratch = s.attrs[:0], s.scratch[:0]
	for {
		gap := at
		at = skipSpace(b, at)
		if at == len(b) {
			return 0, errShort
		}
		if b[at] == '>' || b[at] == '/' {
			return at, nil
		}
		if gap == at {
			return 0, s.wrong("has a tag with characters that no tag has")
		}
		next, err := s.attribute(b, at)
		if err != nil {
			return 0, err
		}
		at = next
	}
}

// attribute reads `name="value"` at b[at:] and returns the place after it.
func (s *scanner) attribute(b []byte, at int) (int, error) {
	start := at
	prefix, local, at, err := s.name(b, at)
	if err != nil {
		return 0, err
	}
	for _, a := range s.attrs {
		if bytes.Equal(a.local, local) && bytes.Equal(a.prefix, prefix) {
			return 0, s.wrong("has a tag with the attribute %s twice", b[start:at])
		}
	}
	if at = skipSpace(b, at); at == len(b) {
		return 0, errShort
	}
	if b[at] != '=' {
		return 0, s.wrong("has an attribute without value")
	}
	if at = skipSpace(b, at+1); at == len(b) {
		return 0, errShort
	}
	quote := b[at]
	if quote != '"' && quote != '\'' {
		return 0, s.wrong("has an attribute without quotes")
	}
	length := bytes.IndexByte(b[at+1:], quote)
	if length < 0 {
		return 0, errShort
	}
	value, err := s.decode(b[at+1:at+1+length], inAttribute)
	if err != nil {
		return 0, err
	}
	if len(s.attrs) == maxAttributes {
		return 0, unsupported("a tag with more than %d attributes: no workbook of Excel's has one", maxAttributes)
	}
	s.attrs = append(s.attrs, attribute{prefix, local, value})
	return at + length + 2, nil
}

// endTag reads "</name>" at the beginning of b.
func (s *scanner) endTag(b []byte) error {
	closing := bytes.IndexByte(b, '>')
	if closing < 0 {
		return errShort
	}
	name := bytes.TrimRight(b[2:closing], " \t\r\n")
	if len(s.starts) == 0 || !bytes.Equal(name, s.open[s.starts[len(s.starts)-1]:]) {
		return s.wrong("has an end tag that closes another element than the one that is open")
	}
	s.pos += closing + 1
	s.leave()
	return nil
}

// leave closes the innermost element.
func (s *scanner) leave() {
	s.unbind()
	s.open = s.open[:s.starts[len(s.starts)-1]]
	s.starts = s.starts[:len(s.starts)-1]
}

// name reads a name with or without prefix at b[at:] and returns the place after
// it.
func (s *scanner) name(b []byte, at int) (prefix, local []byte, next int, err error) {
	start := at
	at += run(b[at:], inName)
	if at < len(b) && b[at] == ':' {
		prefix = b[start:at]
		start = at + 1
		at = start + run(b[start:], inName)
	}
	if at == len(b) {
		return nil, nil, 0, errShort
	}
	local = b[start:at]
	if !startsName(local) || prefix != nil && !startsName(prefix) {
		return nil, nil, 0, s.wrong("has a tag with characters that no tag has")
	}
	return prefix, local, at, nil
}

func startsName(name []byte) bool { return len(name) > 0 && classes[name[0]]&beginsName != 0 }

func skipSpace(b []byte, at int) int { return at + run(b[at:], isSpace) }

// A space is a namespace of XML that matters to a reader of workbooks.
type space int

const (
	foreign       space = iota
	undeclared          // of a prefix that is not bound
	spreadsheet         // workbook, sheets, styles, strings
	references          // r:id
	relationships       // *.rels
	contentTypes        // [Content_Types].xml
	declarations        // xmlns itself
	xmlSpace            // xml:space
)

// spaceOf returns the space of a name, in the transitional or the strict form of
// the format (ECMA-376-1, annex A; part 4).
func spaceOf(name string) space {
	switch name {
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main":
		return spreadsheet
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships":
		return references
	case "http://schemas.openxmlformats.org/package/2006/relationships":
		return relationships
	case "http://schemas.openxmlformats.org/package/2006/content-types":
		return contentTypes
	}
	return foreign
}

// A binding is the space of a prefix within one element.
type binding struct {
	depth  int
	prefix string
	space  space
}

// resolve binds the prefixes that a tag declares and finds the space of its
// name. Errors: *DamagedError for a prefix that is not bound.
func (s *scanner) resolve(prefix []byte) error {
	for _, a := range s.attrs {
		if a.prefix == nil && string(a.local) == "xmlns" {
			s.bind("", a.value)
		} else if string(a.prefix) == "xmlns" {
			if len(a.value) == 0 || string(a.local) == "xmlns" || string(a.local) == "xml" {
				return s.wrong("declares a prefix that cannot be")
			}
			s.bind(string(a.local), a.value)
		}
	}
	if s.space = s.def; prefix != nil {
		s.space = s.lookup(prefix)
	}
	if s.space == undeclared || s.space == declarations {
		return s.wrong("has a tag with a prefix that is not declared")
	}
	for _, a := range s.attrs {
		if a.prefix != nil && s.lookup(a.prefix) == undeclared {
			return s.wrong("has an attribute with a prefix that is not declared")
		}
	}
	return nil
}

func (s *scanner) bind(prefix string, name []byte) {
	s.bindings = append(s.bindings, binding{len(s.starts), prefix, spaceOf(string(name))})
	s.def = s.defaultSpace()
}

// unbind removes the bindings of the innermost element.
func (s *scanner) unbind() {
	depth := len(s.starts)
	if n := len(s.bindings); n == 0 || s.bindings[n-1].depth < depth {
		return
	}
	for n := len(s.bindings); n > 0 && s.bindings[n-1].depth == depth; n-- {
		s.bindings = s.bindings[:n-1]
	}
	s.def = s.defaultSpace()
}

// lookup returns the space of a prefix.
func (s *scanner) lookup(prefix []byte) space {
	switch string(prefix) {
	case "xml":
		return xmlSpace
	case "xmlns":
		return declarations
	}
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == string(prefix) {
			return s.bindings[i].space
		}
	}
	return undeclared
}

// defaultSpace returns the space of names without prefix, foreign if it is not bound.
func (s *scanner) defaultSpace() space {
	if found := s.lookup(nil); found != undeclared {
		return found
	}
	return foreign
}
