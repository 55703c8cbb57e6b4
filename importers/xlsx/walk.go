package xlsx

// root reads the beginning of the part up to the root element, which must have the given
// name. Errors: those of next; *DamagedError for another root.
func (s *scanner) root(want space, name string) error {
	if err := s.prolog(); err != nil {
		return err
	}
	if _, err := s.next(); err != nil {
		return err
	}
	if !s.is(want, name) {
		return s.wrong("begins with another element than %s", name)
	}
	return nil
}

// is reports whether the tag that was read last has this name.
func (s *scanner) is(want space, name string) bool {
	return s.space == want && string(s.local) == name
}

// child reads up to the next element within the one that is open, or to its
// end, and reports which. Errors: those of next; *DamagedError for text, which must
// not be there.
func (s *scanner) child() (bool, error) {
	for {
		t, err := s.next()
		switch {
		case err != nil:
			return false, err
		case t == startTag:
			return true, nil
		case t == endTag:
			return false, nil
		case !blank(s.text):
			return false, s.wrong("has text where only elements belong")
		}
	}
}

// children calls visit for every element within the one that is open; visit reads
// each to its end.
func (s *scanner) children(visit func() error) error {
	for {
		more, err := s.child()
		if err != nil || !more {
			return err
		}
		if err := visit(); err != nil {
			return err
		}
	}
}

// each is children without the elements that are not of the spreadsheet's own space.
func (s *scanner) each(visit func() error) error {
	return s.children(func() error {
		if s.space != spreadsheet {
			return s.skip()
		}
		return visit()
	})
}

// only is each for elements that must not contain foreign ones: in strings and their
// runs, skipping an element would lose text.
func (s *scanner) only(visit func() error) error {
	return s.children(func() error {
		if s.space != spreadsheet {
			return s.wrong("has an element among its texts that is not the workbook's own")
		}
		return visit()
	})
}

// skip reads to the end of the element whose start tag was read.
func (s *scanner) skip() error {
	for depth := 1; depth > 0; {
		t, err := s.next()
		if err != nil {
			return err
		}
		switch t {
		case startTag:
			depth++
		case endTag:
			depth--
		}
	}
	return nil
}

// content appends the text of the element whose start tag was read to dst, up to
// limit bytes. Errors: those of next; *DamagedError for an element within;
// *UnsupportedError for more.
func (s *scanner) content(dst []byte, limit int) ([]byte, error) {
	start := len(dst)
	for {
		t, err := s.next()
		if err != nil || t == endTag {
			return dst, err
		}
		if t != textRun {
			return nil, s.wrong("has an element where only text belongs")
		}
		if len(dst)-start+len(s.text) > limit {
			return nil, errLongText()
		}
		dst = append(dst, s.text...)
	}
}

// value returns an attribute without prefix of the tag that was read last; empty
// if there is none. Valid until the next token.
func (s *scanner) value(name string) []byte {
	for _, a := range s.attrs {
		if a.prefix == nil && string(a.local) == name {
			return a.value
		}
	}
	return nil
}

// valueIn returns an attribute of the given space.
func (s *scanner) valueIn(want space, name string) []byte {
	for _, a := range s.attrs {
		if a.prefix != nil && string(a.local) == name && s.lookup(a.prefix) == want {
			return a.value
		}
	}
	return nil
}
