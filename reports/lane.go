package reports

// A lane is a column while rows go by. It keeps the last text, encoded and
// measured: many columns say the same in row after row.
type lane struct {
	begin string // of each of its cells
	width float64
	note  string // where the whole of a text is that had to be cut

	last   string
	holds  content // of the last text; nothing, where there was none yet
	value  []byte  // the rest of its cell; of a place, the name of its file
	kind   kind    // that the text was measured for; asPlain, if it was not
	points float64
}

// take encodes the text of a cell, if it is not the last one's, and returns how
// high it is in points; 0, where it is not wrapped.
func (l *lane) take(c *cell, k kind) float64 {
	if !c.hasText() {
		return 0
	}
	if c.text != l.last || c.holds != l.holds {
		l.encode(c)
	}
	if k != asWrapped && k != asDigest {
		return 0
	}
	if l.kind != k || c.holds == aPlace {
		l.kind, l.points = k, textHeight(c.shown(l.note), l.width, k)
	}
	return l.points
}

func (l *lane) encode(c *cell) {
	l.last, l.holds, l.kind = c.text, c.holds, asPlain
	switch c.holds {
	case aPlace:
		l.value = appendEscaped(l.value[:0], cellText(c.text, l.note))
	case someText:
		l.value = appendText(l.value[:0], cellText(c.text, l.note))
	default:
		l.value = appendText(l.value[:0], c.text)
	}
}
