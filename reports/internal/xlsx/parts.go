package xlsx

import (
	"cmp"
	_ "embed"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// worksheetRoot begins the part of every sheet, with the names of all the
// extensions that excelize would declare.
//
//go:embed worksheet_root.xml
var worksheetRoot string

// addParts adds what a sheet has in other parts of the file.
func (s *Sheet) addParts() error {
	if s.Hidden {
		if err := s.book.file.SetSheetVisible(s.name, false); err != nil {
			return err
		}
	}
	if err := s.printNames(); err != nil {
		return err
	}
	if s.addCharts != nil {
		if err := s.addCharts(s); err != nil {
			return err
		}
	}
	if !s.header {
		return nil
	}
	return s.addTable()
}

// addTable makes the rows a table that people sort and filter. A table has at
// least one row: where there is none, the header has filters alone.
func (s *Sheet) addTable() error {
	if s.filtered() {
		return s.book.file.AutoFilter(s.name, s.tableRange(), nil)
	}
	stream, err := s.book.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	headings := make([]any, len(s.headings))
	for i, text := range s.headings {
		headings[i] = text
	}
	if err := stream.SetRow("A1", headings); err != nil {
		return err
	}
	plain := false
	err = stream.AddTable(&excelize.Table{Range: s.tableRange(), Name: tableName(s.name), StyleName: "TableStyleLight1", ShowRowStripes: &plain})
	if err != nil {
		return err
	}
	return stream.Flush()
}

// filtered reports whether the header has filters and no table.
func (s *Sheet) filtered() bool { return s.header && s.tableRows() < 2 }

// tableRows counts the rows of the table, its header included.
func (s *Sheet) tableRows() int { return s.last() }

func (s *Sheet) tableRange() string {
	return "A1:" + ColumnName(len(s.Widths)-1) + strconv.Itoa(s.tableRows())
}

// AddChart puts a chart on the sheet, its upper left corner on a cell.
func (s *Sheet) AddChart(at string, c *excelize.Chart) error {
	if !s.charted {
		s.charted = true
		if err := s.setSizes(); err != nil {
			return err
		}
	}
	return s.book.file.AddChart(s.name, at, c)
}

// setSizes gives the library the widths and the usual height of rows, by which it
// places charts.
func (s *Sheet) setSizes() error {
	for i, width := range s.Widths {
		name := ColumnName(i)
		if err := s.book.file.SetColWidth(s.name, name, name, width); err != nil {
			return err
		}
	}
	yes, height := true, float64(RowHeight)
	return s.book.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{DefaultRowHeight: &height, CustomHeight: &yes})
}

// around is the sheet's part before the rows below the first and behind them
// (CT_Worksheet, ECMA-376, 18.3.1.99).
func (s *Sheet) around() (head, tail []byte) {
	head = fmt.Appendf(nil, `%s<sheetPr><tabColor rgb="%s"></tabColor><pageSetUpPr fitToPage="true"></pageSetUpPr></sheetPr>`, worksheetRoot, s.Colour)
	head = fmt.Appendf(head, `<dimension ref="%s"></dimension>`, s.whole())
	head = s.appendView(head)
	head = fmt.Appendf(head, `<sheetFormatPr defaultRowHeight="%d" customHeight="true"></sheetFormatPr><cols>`, RowHeight)
	for i, width := range s.Widths {
		head = fmt.Appendf(head, `<col min="%d" max="%d" width="%s" customWidth="1"/>`, i+1, i+1, strconv.FormatFloat(width, 'f', -1, 64))
	}
	head = append(append(head, `</cols><sheetData>`...), s.first...)

	tail = append(tail, `</sheetData>`...)
	if s.filtered() {
		tail = fmt.Appendf(tail, `<autoFilter ref="$A$1:$%s$1"></autoFilter>`, ColumnName(len(s.Widths)-1))
	}
	tail = s.appendMerged(tail)
	tail = s.appendHighlights(tail)
	tail = s.appendEntries(tail)
	tail = appendLinks(tail, s.links)
	tail = s.appendPage(tail)
	tail = fmt.Appendf(tail, `<ignoredErrors><ignoredError sqref="%s" numberStoredAsText="true"></ignoredError></ignoredErrors>`, s.whole())
	return head, append(s.appendRelated(tail), `</worksheet>`...)
}

// appendView writes how the sheet is seen: the header and the first columns stay
// in view.
func (s *Sheet) appendView(b []byte) []byte {
	b = fmt.Appendf(b, `<sheetViews><sheetView showGridLines="%t"`, s.header)
	if s.name == s.book.Names[0] {
		b = append(b, ` tabSelected="true"`...)
	}
	b = append(b, ` zoomScale="90" workbookViewId="0">`...)
	if s.header {
		corner := ColumnName(s.Frozen) + "2"
		b = fmt.Appendf(b, `<pane activePane="bottomRight" state="frozen" topLeftCell="%s" xSplit="%d" ySplit="1"></pane>`, corner, s.Frozen)
		b = fmt.Appendf(b, `<selection activeCell="%s" pane="bottomRight" sqref="%s"></selection>`, corner, corner)
	}
	return append(b, `</sheetView></sheetViews>`...)
}

func (s *Sheet) appendMerged(b []byte) []byte {
	if len(s.merged) == 0 {
		return b
	}
	b = fmt.Appendf(b, `<mergeCells count="%d">`, len(s.merged))
	for _, m := range s.merged {
		b = fmt.Appendf(b, `<mergeCell ref="%s:%s"/>`, m[0], m[1])
	}
	return append(b, `</mergeCells>`...)
}

// appendRelated names the parts that the library has made for the sheet, by the
// numbers of their relations: charts come first.
func (s *Sheet) appendRelated(b []byte) []byte {
	id := 0
	if s.charted {
		id++
		b = fmt.Appendf(b, `<drawing xmlns:relationships="http://schemas.openxmlformats.org/officeDocument/2006/relationships" relationships:id="rId%d"></drawing>`, id)
	}
	if s.header && !s.filtered() {
		id++
		b = fmt.Appendf(b, `<tableParts count="1"><tablePart r:id="rId%d"></tablePart></tableParts>`, id)
	}
	return b
}

// xmlText escapes text as encoding/xml does, quotes too.
func xmlText(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
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

// paperA4 is the size of all pages, as the format numbers it: what an audit file takes.
const paperA4 = 9

// appendPage writes how the sheet prints: one page wide, pages numbered, a line to
// sign in the footer.
func (s *Sheet) appendPage(b []byte) []byte {
	orientation, pages := "landscape", 0
	if s.Portrait {
		orientation = "portrait"
	}
	if s.Whole {
		pages = 1
	}
	b = append(b, `<printOptions horizontalCentered="true"></printOptions>`...)
	b = append(b, `<pageMargins left="0.3" right="0.3" top="0.75" bottom="0.75" header="0.3" footer="0.3"></pageMargins>`...)
	b = fmt.Appendf(b, `<pageSetup fitToHeight="%d" fitToWidth="1" orientation="%s" paperSize="%d"></pageSetup>`, pages, orientation, paperA4)
	return fmt.Appendf(b, `<headerFooter><oddHeader>%s</oddHeader><oddFooter>%s</oddFooter></headerFooter>`, xmlText(s.book.Header), xmlText(s.book.Footer))
}

// printNames names what is printed, and what is repeated on every page: the header
// and the first columns.
func (s *Sheet) printNames() error {
	if !s.header {
		return nil
	}
	columns := "'" + s.name + "'!$A:$"
	if s.Printed > 0 || s.Rows > 0 {
		last := ColumnName(cmp.Or(s.Printed, len(s.Widths)) - 1)
		area := columns + last
		if s.Rows > 0 {
			area = fmt.Sprintf("'%s'!$A$1:$%s$%d", s.name, last, min(s.Rows+1, s.Row))
		}
		if err := s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: area}); err != nil {
			return err
		}
	}
	titles := columns + ColumnName(s.Frozen-1) + ",'" + s.name + "'!$1:$1"
	return s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: titles})
}

// A Highlight is a style that cells take while a condition holds, so that it follows
// what people change, sort and filter. The sign or the number in the cell says
// the same.
type Highlight struct {
	Columns string // first and last, as in "A:M"
	When    string // a condition on the row; "#" is its number
	Style   Style
}

// makeHighlights makes the styles of highlights once, in a fixed order.
func (b *Book) makeHighlights() error {
	b.highlights = map[Style]int{}
	for _, k := range []Style{StyleMuted, StyleGood, StyleWarning, StyleError, StyleCritical} {
		s := styleOf(k)
		id, err := b.file.NewConditionalStyle(&excelize.Style{Fill: s.Fill, Font: &excelize.Font{Color: s.Font.Color, Bold: s.Font.Bold}})
		if err != nil {
			return err
		}
		b.highlights[k] = id
	}
	return nil
}

// appendHighlights writes the marks of the rows below the header; the first that holds
// is shown.
func (s *Sheet) appendHighlights(b []byte) []byte {
	if s.last() < 2 {
		return b
	}
	for i, m := range s.highlights {
		first, last, _ := strings.Cut(m.Columns, ":")
		b = fmt.Appendf(b, `<conditionalFormatting sqref="%s2:%s%d">`, first, last, s.last())
		b = fmt.Appendf(b, `<cfRule type="expression" dxfId="%d" priority="%d"><formula>%s</formula></cfRule></conditionalFormatting>`,
			s.book.highlights[m.Style], i+1, xmlText(strings.ReplaceAll(m.When, "#", "2")))
	}
	return b
}
