package reports

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// A framed is a sheet whose rows are written, while the library writes what stands
// around them.
type framed struct {
	*sheet
	stream *excelize.StreamWriter
}

// frame writes around the rows of every sheet, one after the other: numbers of
// tables, charts and sheets go by that order.
func (b *workbook) frame() error {
	for _, name := range framingOrder() {
		for i, s := range b.sheets[rank(name)] {
			if i > 0 {
				if err := b.goOn(s.name, name); err != nil {
					return err
				}
			}
			if err := s.frame(); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	return nil
}

// frame writes around the rows. What stands before them in the file has to be set
// before the stream or before its first row; what is set after the stream's end
// would be lost.
func (s *sheet) frame() error {
	f, err := s.begin()
	if err != nil {
		return err
	}
	first := make([]any, len(s.first))
	for i, c := range s.first {
		first[i] = c
	}
	if err := f.stream.SetRow("A1", first, excelize.RowOpts{Height: s.height}); err != nil {
		return err
	}
	for _, m := range s.merged {
		if err := f.stream.MergeCell(m[0], m[1]); err != nil {
			return err
		}
	}
	if err := s.mark(); err != nil {
		return err
	}
	if s.finish != nil {
		if err := s.finish(f); err != nil {
			return err
		}
	}
	return f.end()
}

// begin sets up the sheet, its widths from the last column to the first, else
// they are written in the wrong order.
func (s *sheet) begin() (*framed, error) {
	if err := s.book.setUp(s.name, s.layout); err != nil {
		return nil, err
	}
	stream, err := s.book.file.NewStreamWriter(s.name)
	if err != nil {
		return nil, err
	}
	for i := len(s.widths); i > 0; i-- {
		if err := stream.SetColWidth(i, i, s.widths[i-1]); err != nil {
			return nil, err
		}
	}
	if s.header {
		err = stream.SetPanes(freeze(s.frozen))
	}
	return &framed{s, stream}, err
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

// end ends the sheet.
func (f *framed) end() error {
	if f.header {
		if err := f.addTable(); err != nil {
			return err
		}
	}
	if err := f.book.file.AddIgnoredErrors(f.name, f.whole(), excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	f.book.packed[sheetPart(f.stream.SheetID)] = f.packed()
	return f.stream.Flush()
}

// addTable makes the rows a table that people sort and filter. A table has at
// least one row: where there is none, the header has filters alone.
func (f *framed) addTable() error {
	columns, rows := len(f.widths), f.row
	if f.tabled > 0 {
		columns, rows = f.tabled, f.tabledRows+1
	}
	whole := "A1:" + columnName(columns-1) + strconv.Itoa(rows)
	if rows < 2 {
		return f.book.file.AutoFilter(f.name, whole, nil)
	}
	plain := false
	return f.stream.AddTable(&excelize.Table{Range: whole, Name: tableName(f.name), StyleName: "TableStyleLight1", ShowRowStripes: &plain})
}
