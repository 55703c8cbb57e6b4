package xlsx

import "strconv"

// MaxLinks is how many links a sheet gets: they are kept until its end, and Excel
// reads 65,530.
const MaxLinks = 10_000

// A link leads from a cell of a sheet to another sheet.
type link struct {
	column, row int // the column counted from 0
	to          Position
}

// link keeps the links of the current row. A cell that gets none does not look like
// one.
func (s *Sheet) link(cells []Cell) {
	for i := range cells {
		switch {
		case cells[i].to.Row == 0:
		case len(s.links) == MaxLinks:
			cells[i].to = Position{}
		default:
			s.links = append(s.links, link{i, s.Row, cells[i].to})
		}
	}
}

// appendLinks writes links as a sheet has them (ECMA-376, 18.3.1.48).
func appendLinks(b []byte, links []link) []byte {
	if len(links) == 0 {
		return b
	}
	b = append(b, `<hyperlinks>`...)
	for _, l := range links {
		b = append(append(b, `<hyperlink ref="`...), ColumnName(l.column)...)
		b = append(strconv.AppendInt(b, int64(l.row), 10), `" location="`...)
		b = append(appendEscaped(b, l.to.ref("A")), `"/>`...)
	}
	return append(b, `</hyperlinks>`...)
}
