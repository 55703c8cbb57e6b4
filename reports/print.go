package reports

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
func (s *sheet) appendPage(b []byte) []byte {
	paper, orientation, pages := paperA4, "landscape", 0
	if s.wide {
		paper = paperA3
	}
	if s.portrait {
		orientation = "portrait"
	}
	if s.tabled > 0 {
		pages = 1 // a chart would be cut in two
	}
	header, footer := s.book.headerFooter()
	b = append(b, `<printOptions horizontalCentered="true"></printOptions>`...)
	b = append(b, `<pageMargins left="0.3" right="0.3" top="0.75" bottom="0.75" header="0.3" footer="0.3"></pageMargins>`...)
	b = fmt.Appendf(b, `<pageSetup fitToHeight="%d" fitToWidth="1" orientation="%s" paperSize="%d"></pageSetup>`, pages, orientation, paper)
	return fmt.Appendf(b, `<headerFooter><oddHeader>%s</oddHeader><oddFooter>%s</oddFooter></headerFooter>`, xmlText(header), xmlText(footer))
}

// printNames names what is printed, and what is repeated on every page: the header
// and the first columns.
func (s *sheet) printNames() error {
	if !s.header {
		return nil
	}
	columns := "'" + s.name + "'!$A:$"
	if s.printed > 0 {
		area := columns + columnName(s.printed-1)
		if err := s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: area}); err != nil {
			return err
		}
	}
	titles := columns + columnName(s.frozen-1) + ",'" + s.name + "'!$1:$1"
	return s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: titles})
}

// headerFooter stays below the 255 characters of the format, whatever the job
// is called. The blank after a size keeps digits from being read as part of it.
func (b *workbook) headerFooter() (header, footer string) {
	job := []rune(cellText(b.Run.Job, ""))
	head, who := b.Run.Head, mask(b.Partner)
	if b.VerifyOff {
		who += " 未验签 verify: off"
	}
	header = fmt.Sprintf("&L&8 %s %s&C&8&A&R&8 %s", escapeHeader(string(job[:min(len(job), 30)])), b.asOf(), who)
	footer = fmt.Sprintf("&L&8 run %d %s&C&8&P / &N&R&8编制 Prepared ______ 复核 Reviewed ______ 批准 Approved ______", b.Run.ID, head[:min(len(head), 12)])
	return header, footer
}

// escapeHeader keeps '&' from being read as a code of the header.
func escapeHeader(s string) string {
	var out []rune
	for _, r := range s {
		if r == '&' {
			out = append(out, '&')
		}
		out = append(out, r)
	}
	return string(out)
}
