package xlsx

import "strconv"

// Kind is the kind of a cell's value.
type Kind int

// The kinds. The cell of a formula holds the result that was saved with it.
const (
	Empty   Kind = iota
	Text         // text, as it is
	Number       // a decimal number, as the file writes it: see Shown
	Date         // "2006-01-02 15:04:05" or "15:04:05": a number that is shown as a date, or a date
	Bool         // TRUE or FALSE
	Error        // #N/A and the like
	NoValue      // a formula that was never computed; no text
)

// A Cell is one cell of a row.
type Cell struct {
	Text    string
	Kind    Kind
	Formula bool // the result of a formula, which is not computed again
}

// A draft is a cell that is being read.
type draft struct {
	kind    string // of its value, as the file says; empty means a number
	style   int
	start   int // of its text in that of the row
	value   bool
	inline  bool
	formula bool
}

// cell reads the cell whose start tag was read.
func (x *sheetReader) cell() error {
	d, err := x.openCell()
	if err == nil {
		err = x.xml.children(func() error { return x.cellElement(&d) })
	}
	if err != nil {
		return err
	}
	return x.closeCell(&d)
}

// openCell reads the attributes of a cell.
func (x *sheetReader) openCell() (draft, error) {
	d := draft{start: len(x.texts)}
	column := x.column + 1
	for _, a := range x.xml.attrs {
		if a.prefix != nil || len(a.local) != 1 {
			continue
		}
		switch a.local[0] {
		case 'r':
			c, row, ok := reference(a.value)
			if !ok || row != x.number || c < column {
				return d, x.xml.wrong("has cell %q out of order or in row %d", a.value, x.number)
			}
			column = c
		case 's':
			n, err := strconv.ParseUint(string(a.value), 10, 31)
			if err != nil || int(n) >= max(1, len(x.book.styles)) {
				return d, x.xml.wrong("has a cell with a format that the workbook does not have")
			}
			d.style = int(n)
		case 't':
			d.kind = typeName(a.value)
			if d.kind == "" {
				return d, x.xml.wrong("has a cell of a kind that there is not: %q", a.value)
			}
		}
	}
	if column > maxColumns {
		return d, x.xml.wrong("has a cell beyond column XFD")
	}
	x.column = column
	return d, nil
}

// typeName returns the kinds of values (ECMA-376-1, 18.18.11); empty for others.
func typeName(value []byte) string {
	for _, known := range [...]string{"n", "s", "str", "inlineStr", "b", "e", "d"} {
		if string(value) == known {
			return known
		}
	}
	return ""
}

// cellElement reads a part of a cell.
func (x *sheetReader) cellElement(d *draft) (err error) {
	switch {
	case x.xml.is(spreadsheet, "v") && !d.value && !d.inline:
		d.value = true
		x.texts, err = x.xml.content(x.texts, maxCell)
	case x.xml.is(spreadsheet, "is") && !d.value && !d.inline:
		d.inline = true
		x.texts, err = richText(x.xml, x.texts)
	case x.xml.is(spreadsheet, "f") && !d.formula:
		d.formula = true
		err = x.xml.skip()
	case x.xml.is(spreadsheet, "extLst"):
		err = x.xml.skip()
	default:
		err = x.xml.wrong("has a cell with a part that does not belong there, or one twice")
	}
	if err == nil && len(x.texts) > maxRowText {
		err = unsupported("a row with more than %d MiB of text: save it as CSV", maxRowText>>20)
	}
	return err
}

// put adds a cell to its row unless it is empty. Errors: *UnsupportedError if the gaps
// before cells add up to more than any table has.
func (x *sheetReader) put(d *draft, kind Kind, text string) error {
	if kind == Empty && !d.formula {
		return nil
	}
	for len(x.cells) < x.column {
		x.cells = append(x.cells, Cell{})
	}
	if x.gaps += x.column - 1 - x.width; x.gaps > maxGaps {
		return unsupported("more than %d empty cells before filled ones: no table has so many", maxGaps)
	}
	x.width = x.column
	x.cells[x.column-1] = Cell{Text: text, Kind: kind, Formula: d.formula}
	x.spans = append(x.spans, span{x.column, d.start, len(x.texts)})
	return nil
}

// reference parses "AB12" as column and row, from 1.
func reference(name []byte) (column int, row int64, ok bool) {
	letters := 0
	for letters < len(name) && name[letters] >= 'A' && name[letters] <= 'Z' {
		letters++
	}
	if letters == 0 || letters > 3 {
		return 0, 0, false
	}
	for _, c := range name[:letters] {
		column = column*26 + int(c-'A'+1)
	}
	number := name[letters:]
	if len(number) == 0 || len(number) > 7 || digits(number) < len(number) {
		return 0, 0, false
	}
	for _, c := range number {
		row = row*10 + int64(c-'0')
	}
	return column, row, number[0] != '0'
}
