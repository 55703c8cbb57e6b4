package xlsx

// A space is a namespace of XML, as far as a workbook's reader has to know it.
type space int

const (
	foreign       space = iota
	undeclared          // a prefix that nothing binds
	spreadsheet         // workbook, sheets, styles, strings
	references          // r:id
	relationships       // *.rels
	contentTypes        // [Content_Types].xml
	declarations        // xmlns itself
	xmlSpace            // xml:space
)

// spaceOf gives the space of a name: of the transitional or the strict form of
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

// A binding gives a prefix its space within one element.
type binding struct {
	depth  int
	prefix string
	space  space
}

// resolve binds the prefixes that a tag declares and finds the space of its
// name. Errors: *DamagedError for a prefix that nothing binds.
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

// unbind ends what the innermost element has bound.
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

// lookup gives the space of a prefix.
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

// defaultSpace gives the space of names without prefix: foreign where nothing
// says otherwise.
func (s *scanner) defaultSpace() space {
	if found := s.lookup(nil); found != undeclared {
		return found
	}
	return foreign
}
