package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Sizes of paper, as the format numbers them.
const (
	paperA3 = 8
	paperA4 = 9
)

// appendPage writes how the sheet prints: one page wide, pages numbered, a line to
// sign in the footer.
func (s *Sheet) appendPage(b []byte) []byte {
	paper, orientation, pages := paperA4, "landscape", 0
	if s.Wide {
		paper = paperA3
	}
	if s.Portrait {
		orientation = "portrait"
	}
	if s.Tabled > 0 {
		pages = 1 // a chart would be cut in two
	}
	b = append(b, `<printOptions horizontalCentered="true"></printOptions>`...)
	b = append(b, `<pageMargins left="0.3" right="0.3" top="0.75" bottom="0.75" header="0.3" footer="0.3"></pageMargins>`...)
	b = fmt.Appendf(b, `<pageSetup fitToHeight="%d" fitToWidth="1" orientation="%s" paperSize="%d"></pageSetup>`, pages, orientation, paper)
	return fmt.Appendf(b, `<headerFooter><oddHeader>%s</oddHeader><oddFooter>%s</oddFooter></headerFooter>`, xmlText(s.book.Header), xmlText(s.book.Footer))
}

// printNames names what is printed, and what is repeated on every page: the header
// and the first columns.
func (s *Sheet) printNames() error {
	if !s.header {
		return nil
	}
	columns := "'" + s.name + "'!$A:$"
	if s.Printed > 0 {
		area := columns + ColumnName(s.Printed-1)
		if err := s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: area}); err != nil {
			return err
		}
	}
	titles := columns + ColumnName(s.Frozen-1) + ",'" + s.name + "'!$1:$1"
	return s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: titles})
}
