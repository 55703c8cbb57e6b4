package xlsx

import (
	"cmp"
	"strconv"

	"github.com/xuri/excelize/v2"

	"reconcile/words"
)

// A Layout is how a sheet is shown on the screen and printed.
type Layout struct {
	Colour   string // of the tab, ARGB
	Widths   []float64
	Frozen   int // columns that stay in view; the header row always does
	Portrait bool
	Whole    bool // the sheet is printed on one page
	Hidden   bool // people do not see it: it holds what charts show
	Printed  int  // columns that are printed; 0 where all are
	Rows     int  // rows below the header that are printed; 0 where all are
	header   bool // row 1 is a header: filtered, frozen, repeated on every page
}

// A Sheet is one sheet: its rows while they are written, and what its part holds
// around them. Until all rows of the workbook are written, a sheet touches nothing
// that others do, so that several are written side by side.
type Sheet struct {
	Layout
	book       *Book
	name       string
	rows       *rows // those below the first
	Row        int   // the last one written
	data       int   // the last one of a table, behind which are its sums or a sentence
	first      []byte
	headings   []string // the texts of the first row
	links      []link
	merged     [][2]string
	highlights []Highlight
	entries    []entry
	stretches  int // of rows in them
	charted    bool
	addCharts  func(*Sheet) error // adds charts once all rows of the workbook are written; nil where there are none
}

// Open begins a sheet.
func (b *Book) Open(name string, l Layout) (*Sheet, error) {
	c, err := b.newCompressor()
	if err != nil {
		return nil, err
	}
	return &Sheet{Layout: l, book: b, name: name, rows: newRows(c, &b.styles, l.Widths, b.Note)}, nil
}

// Add writes the next row, at least this high in points.
func (s *Sheet) Add(cellStyles []Style, cells []Cell, height float64) error {
	s.Row++
	s.link(cells)
	if s.Row > 1 {
		return s.rows.add(s.Row, cellStyles, cells, height)
	}
	for i := range cells {
		s.headings = append(s.headings, cells[i].shown(s.book.Note))
	}
	var err error
	s.first, err = firstRow(&s.book.styles, cellStyles, cells, height)
	return err
}

// Merge makes one cell of those from one to another.
func (s *Sheet) Merge(from, to string) { s.merged = append(s.merged, [2]string{from, to}) }

// last is the last row of the table.
func (s *Sheet) last() int { return cmp.Or(s.data, s.Row) }

// full reports whether the sheet takes no more rows.
func (s *Sheet) full() bool { return s.Row > s.book.Limits.Rows || s.rows.size > s.book.Limits.Bytes }

// Close ends the rows and keeps the sheet, behind those that it continues.
func (s *Sheet) Close(of string) error {
	if err := s.rows.end(); err != nil {
		return err
	}
	if got := s.rows.compressor.tally.Rows; got != s.Row-1 {
		return words.Errorf("%s: %d rows were written, %d are there", s.name, s.Row-1, got)
	}
	at := s.book.place(of)
	s.book.sheets[at] = append(s.book.sheets[at], s)
	return nil
}

// whole is the used range.
func (s *Sheet) whole() string { return "A1:" + ColumnName(len(s.Widths)-1) + strconv.Itoa(s.Row) }

func ColumnName(index int) string {
	name, _ := excelize.ColumnNumberToName(index + 1) // never out of range: no sheet has more than 26 columns
	return name
}

// MaxLinks is how many links a sheet gets: they are kept until its end, and Excel
// reads 65,530.
const MaxLinks = 10_000

// A link leads from a cell of a sheet to another sheet.
type link struct {
	column, row int // the column counted from 0
	to          Position
}

// link keeps the links of the current row. A cell that gets none does not look like
// one.
func (s *Sheet) link(cells []Cell) {
	for i := range cells {
		switch {
		case cells[i].to.Row == 0:
		case len(s.links) == MaxLinks:
			cells[i].to = Position{}
		default:
			s.links = append(s.links, link{i, s.Row, cells[i].to})
		}
	}
}

// appendLinks writes links as a sheet has them (ECMA-376, 18.3.1.48).
func appendLinks(b []byte, links []link) []byte {
	if len(links) == 0 {
		return b
	}
	b = append(b, `<hyperlinks>`...)
	for _, l := range links {
		b = append(append(b, `<hyperlink ref="`...), ColumnName(l.column)...)
		b = append(strconv.AppendInt(b, int64(l.row), 10), `" location="`...)
		b = append(appendEscaped(b, l.to.ref("A")), `"/>`...)
	}
	return append(b, `</hyperlinks>`...)
}
