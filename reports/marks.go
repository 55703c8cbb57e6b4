package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A mark is a look that cells take while a condition holds, so that it follows
// what people change, sort and filter. The sign or the number in the cell says
// the same.
type mark struct {
	columns string // first and last, as in "A:M"
	when    string // a condition on the row; "#" stands for its number
	look    kind
}

// makeMarks makes the looks of marks once, in a fixed order.
func (b *book) makeMarks() error {
	b.marked = map[kind]int{}
	for _, k := range []kind{asMuted, asGood, asWarning, asBad, asGrave} {
		s := styleOf(k)
		id, err := b.file.NewConditionalStyle(&excelize.Style{Fill: s.Fill, Font: &excelize.Font{Color: s.Font.Color, Bold: s.Font.Bold}})
		if err != nil {
			return err
		}
		b.marked[k] = id
	}
	return nil
}

// appendMarks writes the marks of the rows below the header; the first that holds
// is shown.
func (s *sheet) appendMarks(b []byte) []byte {
	if s.row < 2 {
		return b
	}
	for i, m := range s.marks {
		first, last, _ := strings.Cut(m.columns, ":")
		b = fmt.Appendf(b, `<conditionalFormatting sqref="%s2:%s%d">`, first, last, s.row)
		b = fmt.Appendf(b, `<cfRule type="expression" dxfId="%d" priority="%d"><formula>%s</formula></cfRule></conditionalFormatting>`,
			s.book.marked[m.look], i+1, xmlText(strings.ReplaceAll(m.when, "#", "2")))
	}
	return b
}
