package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

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
	if s.Row < 2 {
		return b
	}
	for i, m := range s.highlights {
		first, last, _ := strings.Cut(m.Columns, ":")
		b = fmt.Appendf(b, `<conditionalFormatting sqref="%s2:%s%d">`, first, last, s.Row)
		b = fmt.Appendf(b, `<cfRule type="expression" dxfId="%d" priority="%d"><formula>%s</formula></cfRule></conditionalFormatting>`,
			s.book.highlights[m.Style], i+1, xmlText(strings.ReplaceAll(m.When, "#", "2")))
	}
	return b
}
