package reports

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// A kind is how a cell looks and what number format it has.
type kind int

// The kinds of cells. Text is never read as a number: its format is "@".
const (
	asPlain   kind = iota
	asNothing      // no more than a margin
	asIdent        // a number of a trade, batch or notification, a code: text, monospaced
	asDigest       // the same, in several lines
	asWrapped
	asFigure // a value that stands among numbers and is none
	asCount
	asMoney
	asMoment
	asHeader
	asFigureHeader // over numbers
	asHeaderLink   // a header that leads back to the contents
	asLink         // to another sheet
	asIdentLink    // the same, monospaced
	asInput        // for people to fill in
	asMuted
	asGood
	asWarning
	asBad
	asGrave
	asTitle
	asLabel
	asValue
	asBannerGood
	asBannerBad
	asBannerGap
	kinds
)

// The colours, each with enough contrast on its ground; a word or a sign always
// says the same.
const (
	navy      = "1F3864"
	hairline  = "D0D5DF"
	inputFill = "FFF9DB"
)

const (
	textFormat   = 49 // "@"
	moneyFormat  = "#,##0.00;[Red]-#,##0.00"
	countFormat  = "#,##0"
	momentFormat = "yyyy-mm-dd hh:mm:ss"
)

// The fonts. The body's is the workbook's own too: the widths of columns are
// counted in its digits, whichever font stands in for it.
const (
	bodyFont  = "Microsoft YaHei"
	bodySize  = 10.0
	identFont = "Consolas"
)

// makeStyles makes every style once, in the order of the kinds, so that the
// same workbook has the same numbers of styles.
func (b *book) makeStyles() error {
	if err := b.file.SetDefaultFont(bodyFont); err != nil {
		return err
	}
	size, font := bodySize, b.file.Styles.Fonts.Font[0]
	font.Sz.Val, font.Scheme = &size, nil
	for k := asPlain; k < kinds; k++ {
		id, err := b.file.NewStyle(styleOf(k))
		if err != nil {
			return err
		}
		b.looks[k] = `" s="` + strconv.Itoa(id) + `"`
	}
	return nil
}

func styleOf(k kind) *excelize.Style {
	s := &excelize.Style{
		NumFmt:    textFormat,
		Font:      &excelize.Font{Family: bodyFont, Size: bodySize, Color: "1A1A1A"},
		Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", Indent: 1},
		Border:    []excelize.Border{{Type: "bottom", Color: hairline, Style: 1}},
	}
	switch k {
	case asPlain:
		s.Alignment.ShrinkToFit = true
	case asIdent:
		s.Font.Family, s.Alignment.ShrinkToFit = identFont, true
	case asDigest:
		s.Font.Family, s.Alignment.WrapText = identFont, true
	case asWrapped:
		s.Alignment.WrapText = true
	case asFigure:
		s.Alignment.Horizontal, s.Alignment.ShrinkToFit = "right", true
	case asMoney:
		number(s, moneyFormat)
	case asCount:
		number(s, countFormat)
	case asMoment:
		number(s, momentFormat)
		s.Alignment.Horizontal = "center"
	case asLink, asIdentLink:
		s.Font.Color, s.Font.Underline = "0B5394", "single"
		s.Alignment.ShrinkToFit = true
		if k == asIdentLink {
			s.Font.Family = identFont
		}
	case asInput:
		s.Fill, s.Alignment.WrapText = solid(inputFill), true
		s.Protection = &excelize.Protection{} // not locked
		s.Border = append(s.Border, excelize.Border{Type: "left", Color: hairline, Style: 1}, excelize.Border{Type: "right", Color: hairline, Style: 1})
	case asMuted:
		s.Font.Color = "5A6270"
	default:
		styleOfMark(k, s)
	}
	return s
}

// styleOfMark sets headings, banners and marks.
func styleOfMark(k kind, s *excelize.Style) {
	colours := map[kind][2]string{
		asHeader: {navy, "FFFFFF"}, asFigureHeader: {navy, "FFFFFF"}, asGood: {"C6EFCE", "006100"}, asWarning: {"FFEB9C", "6B5200"}, asBad: {"FFE0CC", "8A3B00"}, asGrave: {"FFC7CE", "9C0006"},
		asBannerGood: {"006100", "FFFFFF"}, asBannerBad: {"9C0006", "FFFFFF"}, asBannerGap: {"FFC000", "1A1A1A"},
	}
	if c, ok := colours[k]; ok {
		s.Fill, s.Font.Color = solid(c[0]), c[1]
	}
	switch k {
	case asNothing:
		s.Border = nil
	case asHeader:
		s.Font.Bold = true
		s.Alignment = &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true, Indent: 1}
	case asHeaderLink:
		s.Fill, s.Font.Color, s.Font.Bold, s.Font.Underline = solid("D9E2F3"), navy, true, "single"
		s.Alignment.WrapText = true
	case asFigureHeader:
		s.Font.Bold = true
		s.Alignment = &excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: "right", Indent: 2} // beside the button of the filter
	case asGood, asWarning, asBad, asGrave:
		s.Font.Bold, s.Alignment.ShrinkToFit = k == asGrave, true
	case asLabel:
		s.Font.Bold = true
	case asValue:
		s.Alignment.WrapText = true
	case asTitle:
		s.Font.Bold, s.Font.Size, s.Font.Color, s.Border = true, 20, navy, nil
	case asBannerGood, asBannerBad, asBannerGap:
		s.Font.Bold, s.Font.Size = true, 16
		s.Alignment.WrapText = true
	}
}

func number(s *excelize.Style, format string) {
	s.NumFmt, s.CustomNumFmt = 0, &format
	s.Alignment.Horizontal = "right"
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
