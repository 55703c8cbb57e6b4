package orders

import (
	"maps"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

// Settings are how a job reads its exports.
type Settings struct {
	Columns   map[string]string   // field to header; see Fields
	Rows      map[string][]string // header to values: only such rows count, the others are Ignored
	SameTrade ledger.SameTrade    // what several rows of one trade are
}

// A filter takes the rows that have one of some values in a column.
type filter struct {
	column int
	values []string
}

// filters returns the filters of a header. A header that lacks one of their columns is
// flawed: which of its rows count cannot be told.
func (s Settings) filters(headings []heading) ([]filter, error) {
	var all []filter
	for _, name := range slices.Sorted(maps.Keys(s.Rows)) {
		column, twice, _ := pick(headings, []string{name})
		switch {
		case column < 0:
			return nil, flawf("rows: no column is called %s; saw the columns %s: write one of them under rows:, or leave it out",
				alipay.Quote(name), tables.ListColumns(shownNames(headings)))
		case twice >= 0:
			return nil, flawf("rows: %s may be column %d or %d: rename one", alipay.Quote(name), column+1, twice+1)
		}
		all = append(all, filter{column, s.Rows[name]})
	}
	return all, nil
}

// takes reports whether a row counts.
func (f filter) takes(cells []string) bool {
	cell := tables.Unprotect(cells[f.column])
	return slices.ContainsFunc(f.values, func(value string) bool { return strings.EqualFold(tables.Unprotect(value), cell) })
}

// excludes reports whether rows: of the job leaves a row out.
func (l *layout) excludes(cells []string) bool {
	return slices.ContainsFunc(l.filters, func(f filter) bool { return !f.takes(cells) })
}
