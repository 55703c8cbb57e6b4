package xlsx

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// A Style is how a cell looks and what number format it has.
type Style int

// The styleCount of cells. Text is never read as a number: its format is "@".
const (
	StylePlain  Style = iota
	StyleMargin       // no more than a margin
	StyleIdent        // a number of a trade, batch or notification, a code: text, monospaced
	StyleDigest       // the same, in several lines
	StyleWrapped
	StyleFigure // a value among numbers that is none
	StyleCount
	StyleMoney
	StyleMoment
	StyleHeader
	StyleFigureHeader // over numbers
	StyleHeaderLink   // a header that leads back to the contents
	StyleLink         // to another sheet
	StyleIdentLink    // the same, monospaced
	StyleWrappedLink  // the same, in several lines
	StyleCountLink    // the same, a count
	StyleInput        // for people to fill in
	StyleInputDay     // the same, a day
	StyleInputMoney   // the same, an amount
	StyleMuted
	StyleGood
	StyleWarning
	StyleError
	StyleCritical
	StyleTitle
	StyleLabel
	StyleValue
	StyleBannerGood
	StyleBannerBad
	StyleBannerGap
	StyleBannerNote // below it, in several lines
	StyleBannerStop // the same, of what must be stopped
	StyleSentence   // in place of rows that are not there
	StyleSum        // behind the rows of a table
	StyleSumCount
	StyleSumMoney
	styleCount
)

// The colours, each with enough contrast on its ground; a word or a sign always
// says the same.
const (
	Navy      = "1F3864"
	hairline  = "D0D5DF"
	inputFill = "FFF9DB"
)

const (
	textFormat   = 49 // "@"
	moneyFormat  = "#,##0.00;[Red]-#,##0.00"
	countFormat  = "#,##0"
	momentFormat = "yyyy-mm-dd hh:mm:ss"
	dayFormat    = "yyyy-mm-dd"
)

// The fonts. The body's is the workbook's own too: the widths of columns are
// counted in its digits, whichever font replaces it.
const (
	BodyFont  = "Microsoft YaHei"
	bodySize  = 10.0
	identFont = "Consolas"
)

// makeStyles makes every style once, in the order of the constants, so that the
// same workbook has the same numbers of styles.
func (b *Book) makeStyles() error {
	if err := b.file.SetDefaultFont(BodyFont); err != nil {
		return err
	}
	size, font := bodySize, b.file.Styles.Fonts.Font[0]
	font.Sz.Val, font.Scheme = &size, nil
	for k := StylePlain; k < styleCount; k++ {
		s := styleOf(k)
		for i, vertical := range []string{"center", "top"} {
			s.Alignment.Vertical = vertical
			id, err := b.file.NewStyle(s)
			if err != nil {
				return err
			}
			b.styles[i][k] = `" s="` + strconv.Itoa(id) + `"`
		}
	}
	return nil
}

// A cellStyles is every style as the attribute of a cell: in rows of one line, where cells
// are centred since fonts of identifiers and of Chinese differ in where a line begins, and in
// rows of several lines, where they begin at the top.
type cellStyles [2][styleCount]string

const (
	oneLine      = 0
	severalLines = 1
)

func styleOf(k Style) *excelize.Style {
	s := &excelize.Style{
		NumFmt:    textFormat,
		Font:      &excelize.Font{Family: BodyFont, Size: bodySize, Color: "1A1A1A"},
		Alignment: &excelize.Alignment{Horizontal: "left", Indent: 1},
		Border:    []excelize.Border{{Type: "bottom", Color: hairline, Style: 1}},
	}
	switch k {
	case StylePlain:
		s.Alignment.ShrinkToFit = true
	case StyleIdent:
		s.Font.Family, s.Alignment.ShrinkToFit = identFont, true
	case StyleDigest:
		s.Font.Family, s.Alignment.WrapText = identFont, true
	case StyleWrapped:
		s.Alignment.WrapText = true
	case StyleFigure:
		s.Alignment.Horizontal, s.Alignment.Indent, s.Alignment.ShrinkToFit = "right", 0, true
	case StyleMoney:
		number(s, moneyFormat)
	case StyleCount:
		number(s, countFormat)
	case StyleMoment:
		number(s, momentFormat)
		s.Alignment.Horizontal = "center"
	case StyleLink, StyleIdentLink, StyleWrappedLink, StyleCountLink:
		styleOfLink(k, s)
	case StyleInput, StyleInputDay, StyleInputMoney:
		styleOfInput(k, s)
	case StyleMuted:
		s.Font.Color = "5A6270"
	case StyleSentence:
		s.Font.Color = "5A6270"
	case StyleSum, StyleSumCount, StyleSumMoney:
		styleOfSum(k, s)
	default:
		styleOfHighlight(k, s)
	}
	return s
}

// styleOfLink sets what leads somewhere, as the cells beside it look.
func styleOfLink(k Style, s *excelize.Style) {
	s.Font.Color, s.Font.Underline = "0B5394", "single"
	switch k {
	case StyleWrappedLink:
		s.Alignment.WrapText = true
		return
	case StyleCountLink:
		number(s, countFormat)
		return
	case StyleIdentLink:
		s.Font.Family = identFont
	}
	s.Alignment.ShrinkToFit = true
}

// styleOfSum sets what stands behind the rows of a table.
func styleOfSum(k Style, s *excelize.Style) {
	switch k {
	case StyleSumCount:
		number(s, countFormat)
	case StyleSumMoney:
		number(s, moneyFormat)
	}
	s.Font.Bold, s.Fill = true, Solid("EEF1F7")
}

// styleOfInput sets the cells that people fill in: they are not locked.
func styleOfInput(k Style, s *excelize.Style) {
	s.Fill, s.Protection = Solid(inputFill), &excelize.Protection{}
	s.Border = append(s.Border, excelize.Border{Type: "left", Color: hairline, Style: 1}, excelize.Border{Type: "right", Color: hairline, Style: 1})
	switch k {
	case StyleInputDay:
		number(s, dayFormat)
		s.Alignment.Horizontal = "center"
	case StyleInputMoney:
		number(s, moneyFormat)
	default:
		s.Alignment.WrapText = true
	}
}

// styleOfHighlight sets headings, banners and marks.
func styleOfHighlight(k Style, s *excelize.Style) {
	colours := map[Style][2]string{
		StyleHeader: {Navy, "FFFFFF"}, StyleFigureHeader: {Navy, "FFFFFF"}, StyleGood: {"C6EFCE", "006100"}, StyleWarning: {"FFEB9C", "6B5200"}, StyleError: {"FFE0CC", "8A3B00"}, StyleCritical: {"FFC7CE", "9C0006"},
		StyleBannerGood: {"006100", "FFFFFF"}, StyleBannerBad: {"9C0006", "FFFFFF"}, StyleBannerGap: {"FFC000", "1A1A1A"}, StyleBannerNote: {"FFEB9C", "6B5200"}, StyleBannerStop: {"FFC7CE", "9C0006"},
	}
	if c, ok := colours[k]; ok {
		s.Fill, s.Font.Color = Solid(c[0]), c[1]
	}
	switch k {
	case StyleMargin:
		s.Border = nil
	case StyleHeader:
		s.Font.Bold = true
		s.Alignment = &excelize.Alignment{Horizontal: "left", WrapText: true, Indent: 1}
	case StyleHeaderLink:
		s.Fill, s.Font.Color, s.Font.Bold, s.Font.Underline = Solid("D9E2F3"), Navy, true, "single"
		s.Alignment.WrapText = true
	case StyleFigureHeader:
		s.Font.Bold = true
		s.Alignment = &excelize.Alignment{WrapText: true, Horizontal: "right", Indent: 2} // beside the button of the filter
	case StyleGood, StyleWarning, StyleError, StyleCritical:
		s.Font.Bold, s.Alignment.ShrinkToFit = k == StyleCritical, true
	case StyleLabel:
		s.Font.Bold = true
	case StyleValue, StyleBannerNote, StyleBannerStop:
		s.Alignment.WrapText, s.Font.Bold = true, k == StyleBannerStop
	case StyleTitle:
		s.Font.Bold, s.Font.Size, s.Font.Color, s.Border = true, 20, Navy, nil
	case StyleBannerGood, StyleBannerBad, StyleBannerGap:
		s.Font.Bold, s.Font.Size = true, 16
		s.Alignment.WrapText = true
	}
}

func number(s *excelize.Style, format string) {
	s.NumFmt, s.CustomNumFmt = 0, &format
	s.Alignment.Horizontal, s.Alignment.Indent = "right", 0 // a program drops it beside a conditional format
}

func Solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
