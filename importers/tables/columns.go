package tables

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
)

// Pick returns the column that has the first of the names, −1 where none has;
// twice is another one that has it just as well, −1 where there is none.
func Pick(cells, names []string) (column, twice int) {
	for _, name := range names {
		plain := files.PlainName(name)
		var exact, like []int
		for i, cell := range cells {
			if strings.TrimSpace(cell) == name {
				exact = append(exact, i)
			} else if files.PlainName(cell) == plain {
				like = append(like, i)
			}
		}
		for _, found := range [][]int{exact, like} {
			switch {
			case len(found) == 1:
				return found[0], -1
			case len(found) > 1:
				return found[0], found[1]
			}
		}
	}
	return -1, -1
}

// ListColumns names the columns of a message, the first 30 of them.
func ListColumns(cells []string) string {
	const most = 30
	var b strings.Builder
	for i, cell := range cells {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(cells)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(alipay.Quote(cell))
	}
	return b.String()
}

// A Column is one column of a table and the field that it is read as, if any.
type Column struct {
	Header string // as the table has it, blanks around it aside
	Field  string // empty for none
	By     string // how the field was found: "alias", or "columns:" of the configuration
}
