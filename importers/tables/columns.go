package tables

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
)

// Pick returns the index of the column with the first of the names that any column
// has, −1 if none has one of them. An exact name is preferred to one that differs as
// files.PlainName allows; twice is the index of another column that is as good, or −1.
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

// ListColumns returns the columns for a message, the first 30 of them.
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
	Header string // its name, without blanks around it
	Field  string // such as "paid_amount"; empty if it is read as none
	By     string // what maps it to the field: "alias", or "columns:" of the configuration
}
