package reports

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// A layout is how a sheet stands on the screen and on paper.
type layout struct {
	colour     string // of the tab, ARGB
	widths     []float64
	frozen     int  // columns that stay in view; the header row always does
	wide       bool // A3 in place of A4
	portrait   bool
	printed    int  // columns that are printed; 0 where all are
	tabled     int  // columns of the table that people sort and filter; 0 where all are
	tabledRows int  // its rows, the header aside; 0 where all are
	header     bool // row 1 is a header: filtered, frozen, repeated on every page
}

// maxLinks is how many links a sheet gets: excelize compares each with all
// before it, and Excel ends at 65,530.
const maxLinks = 10_000

// A sheet is one sheet while its rows are streamed.
type sheet struct {
	layout
	book   *workbook
	name   string
	stream *excelize.StreamWriter
	rows   *rows // those below the first
	row    int   // the last one written
	links  int
	cells  []excelize.Cell
}

// open begins a sheet. What stands before the rows in the file has to be set
// before the stream or before its first row; widths are set from the last
// column to the first, else they are written in the wrong order.
func (b *workbook) open(name string, l layout) (*sheet, error) {
	if err := b.setUp(name, l); err != nil {
		return nil, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i := len(l.widths); i > 0; i-- {
		if err := stream.SetColWidth(i, i, l.widths[i-1]); err != nil {
			return nil, err
		}
	}
	if l.header {
		if err := stream.SetPanes(freeze(l.frozen)); err != nil {
			return nil, err
		}
	}
	press, err := b.newPress(stream.SheetID)
	if err != nil {
		return nil, err
	}
	s := &sheet{layout: l, book: b, name: name, stream: stream, rows: &rows{press: press}, cells: make([]excelize.Cell, len(l.widths))}
	for i := range l.widths {
		s.rows.columns = append(s.rows.columns, columnName(i))
	}
	return s, nil
}

func freeze(columns int) *excelize.Panes {
	corner, _ := excelize.CoordinatesToCellName(columns+1, 2) // never out of range
	pane := "bottomRight"
	if columns == 0 {
		pane = "bottomLeft"
	}
	return &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: 1, TopLeftCell: corner, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: pane}},
	}
}

// add writes the next row, at least this high in points. Rows whose wrapped text
// takes several lines are made as high as it needs: nothing else would.
func (s *sheet) add(kinds []kind, values []any, height float64) error {
	s.row++
	for i, v := range values {
		var k kind
		s.cells[i], k = s.book.encode(v, kinds[i], s.row)
		if err := s.link(i, v); err != nil {
			return err
		}
		if text, ok := s.cells[i].Value.(string); ok && (k == asWrapped || k == asDigest) {
			height = max(height, textHeight(text, s.widths[i], k))
		}
	}
	if s.row == 1 {
		return s.first(s.cells[:len(values)], height)
	}
	return s.rows.add(s.row, s.cells[:len(values)], height)
}

// first writes the first row through excelize: a table takes its headings from
// there.
func (s *sheet) first(cells []excelize.Cell, height float64) error {
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c
	}
	return s.stream.SetRow("A1", values, excelize.RowOpts{Height: height})
}

func (s *sheet) link(column int, v any) error {
	c, ok := v.(cell)
	if !ok || c.to.row == 0 || s.links == maxLinks {
		return nil
	}
	s.links++
	return s.book.file.SetCellHyperLink(s.name, columnName(column)+strconv.Itoa(s.row), c.to.ref("A"), "Location")
}

// full tells whether the sheet takes no more rows.
func (s *sheet) full() bool { return s.row > s.book.most.rows || s.rows.size > s.book.most.bytes }

// close ends the sheet. What is set after the stream's end would be lost.
func (s *sheet) close() error {
	last := columnName(len(s.widths) - 1)
	whole := "A1:" + last + strconv.Itoa(s.row)
	if s.header {
		if err := s.addTable(); err != nil {
			return err
		}
	}
	if err := s.book.file.AddIgnoredErrors(s.name, whole, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	if err := s.rows.end(); err != nil {
		return err
	}
	s.book.packed[sheetPart(s.stream.SheetID)] = s.rows.press.rows(whole)
	if err := s.ask(); err != nil {
		return err
	}
	return s.stream.Flush()
}

// addTable makes the rows a table that people sort and filter. A table has at
// least one row: where there is none, the header has filters alone.
func (s *sheet) addTable() error {
	columns, rows := len(s.widths), s.row
	if s.tabled > 0 {
		columns, rows = s.tabled, s.tabledRows+1
	}
	whole := "A1:" + columnName(columns-1) + strconv.Itoa(rows)
	if rows < 2 {
		return s.book.file.AutoFilter(s.name, whole, nil)
	}
	plain := false
	return s.stream.AddTable(&excelize.Table{Range: whole, Name: tableName(s.name), StyleName: "TableStyleLight1", ShowRowStripes: &plain})
}

// tableName is the name of a sheet's table: tblTrades of 交易 Trades, tblTrades2 of
// 交易 Trades (2).
func tableName(sheet string) string {
	return "tbl" + strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, sheet)
}

func columnName(index int) string {
	name, _ := excelize.ColumnNumberToName(index + 1) // never out of range: no sheet has more than 26 columns
	return name
}
