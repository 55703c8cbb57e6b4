package reports

import (
	"fmt"
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

// A sheet is one sheet: its rows while they are written, and what its part holds
// around them. Until all rows of the workbook are written, a sheet touches nothing
// that others do, so that several are written side by side.
type sheet struct {
	layout
	book     *book
	name     string
	rows     *rows // those below the first
	row      int   // the last one written
	first    []byte
	headings []string // the texts of the first row
	links    []link
	merged   [][2]string
	marks    []mark
	lists    []list
	charted  bool
	finish   func(*sheet) error // adds charts once all rows of the workbook are written; nil where there are none
}

// open begins a sheet.
func (b *book) open(name string, l layout) (*sheet, error) {
	press, err := b.newPress()
	if err != nil {
		return nil, err
	}
	return &sheet{layout: l, book: b, name: name, rows: newRows(press, &b.looks, l.widths, b.note)}, nil
}

// add writes the next row, at least this high in points.
func (s *sheet) add(kinds []kind, cells []cell, height float64) error {
	s.row++
	s.link(cells)
	if s.row > 1 {
		return s.rows.add(s.row, kinds, cells, height)
	}
	for i := range cells {
		s.headings = append(s.headings, cells[i].shown(s.book.note))
	}
	var err error
	s.first, err = firstRow(&s.book.looks, kinds, cells, height)
	return err
}

// full tells whether the sheet takes no more rows.
func (s *sheet) full() bool { return s.row > s.book.most.rows || s.rows.size > s.book.most.bytes }

// close ends the rows and keeps the sheet, behind those that it continues.
func (s *sheet) close(of string) error {
	if err := s.rows.end(); err != nil {
		return err
	}
	if got := s.rows.press.tally.rows; got != s.row-1 {
		return fmt.Errorf("%s: %d rows were written, %d are there", s.name, s.row-1, got)
	}
	at := s.book.rank(of)
	s.book.sheets[at] = append(s.book.sheets[at], s)
	return nil
}

// whole is the used range.
func (s *sheet) whole() string { return "A1:" + columnName(len(s.widths)-1) + strconv.Itoa(s.row) }

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
