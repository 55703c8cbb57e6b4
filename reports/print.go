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

// setUp sets what a sheet is before it has rows: its tab, how it is seen, and
// how it prints: one page wide, the header repeated, pages numbered, a line to
// sign in the footer.
func (b *workbook) setUp(name string, l layout) error {
	paper, orientation, pages := paperA4, "landscape", 0
	if l.wide {
		paper = paperA3
	}
	if l.portrait {
		orientation = "portrait"
	}
	if l.tabled > 0 {
		pages = 1 // a chart would be cut in two
	}
	yes, one, grid, zoom := true, 1, l.header, 90.0
	colour := l.colour
	margin, side, edge, height := 0.75, 0.3, 0.3, float64(rowHeight)
	for _, err := range []error{
		b.file.SetSheetProps(name, &excelize.SheetPropsOptions{TabColorRGB: &colour, FitToPage: &yes, DefaultRowHeight: &height, CustomHeight: &yes}),
		b.file.SetSheetDimension(name, wholeSheet),
		b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &grid, ZoomScale: &zoom}),
		b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &pages}),
		// All six: one that is left out becomes 0.
		b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
			Top: &margin, Bottom: &margin, Left: &side, Right: &side, Header: &edge, Footer: &edge, Horizontally: &yes,
		}),
		b.file.SetHeaderFooter(name, b.headerFooter()),
	} {
		if err != nil {
			return err
		}
	}
	if !l.header {
		return nil
	}
	if l.printed > 0 {
		area := "'" + name + "'!$A:$" + columnName(l.printed-1)
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: name, RefersTo: area}); err != nil {
			return err
		}
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: printTitles(name, l.frozen)})
}

func printTitles(name string, frozen int) string {
	rows := "'" + name + "'!$1:$1"
	if frozen == 0 {
		return rows
	}
	return "'" + name + "'!$A:$" + columnName(frozen-1) + "," + rows
}

// headerFooter stays below the 255 characters of the format, whatever the job
// is called. The blank after a size keeps digits from being read as part of it.
func (b *workbook) headerFooter() *excelize.HeaderFooterOptions {
	job := []rune(cellText(b.Run.Job, ""))
	head, who := b.Run.Head, mask(b.Partner)
	if b.VerifyOff {
		who += " 未验签 verify: off"
	}
	return &excelize.HeaderFooterOptions{
		OddHeader: fmt.Sprintf("&L&8 %s %s&C&8&A&R&8 %s", escapeHeader(string(job[:min(len(job), 30)])), b.asOf(), who),
		OddFooter: fmt.Sprintf("&L&8 run %d %s&C&8&P / &N&R&8编制 Prepared ______ 复核 Reviewed ______ 批准 Approved ______", b.Run.ID, head[:min(len(head), 12)]),
	}
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
