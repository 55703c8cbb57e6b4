package reports_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"reconcile/reports/internal/xlsx"
)

// A linter reads a finished workbook. It refuses what Excel would repair, what the
// library has dropped without a word, and whatever this package does not mean to
// write. Rows are read by lintRows; the rest, which is small, as trees.
type linter struct {
	parts  map[string]*part
	sheets []*sheet // in the order of the workbook
	styles styleCounts
	names  map[string]string // tables and names of the whole workbook, in lower case, and where each is
}

// A part is one part of the workbook.
type part struct {
	root *node
	rows *sheetRows // of a sheet
}

// sheetRows are the rows of a sheet.
type sheetRows struct {
	xlsx.RowTally
	headings []string // the texts of the first row
}

// An expectation is what a sheet is expected to be.
type expectation struct {
	rows, columns int
	links         int
	header        bool
	model         *node
}

// maxFaults is how many faults of one workbook are listed.
const maxFaults = 10

// lint refuses a workbook with these parts, by their names, if it has a fault, or
// if its sheets are not those of the workbook that it is to be like; nil, where there
// is none.
func lint(parts, like map[string][]byte) error {
	read, err := readParts(parts)
	if err != nil {
		return err
	}
	if like == nil {
		return lintParts(read, nil)
	}
	model, err := readParts(like)
	if err != nil {
		return err
	}
	expected := map[string]expectation{}
	for name, p := range model {
		if p.rows != nil {
			expected[name] = expectation{
				rows: p.rows.Rows, columns: p.rows.Columns, links: len(p.root.child("hyperlinks").children),
				header: len(p.root.all("pane")) > 0, model: p.root,
			}
		}
	}
	return lintParts(read, expected)
}

// lintParts refuses a workbook with these parts. What each sheet is expected
// to be goes by the part's name; nil, where nothing is expected.
func lintParts(parts map[string]*part, sheets map[string]expectation) error {
	l := &linter{parts: parts, names: map[string]string{}}
	var faults []error
	for _, check := range []func() []error{
		l.contentTypes, l.relations, l.book, l.styleTables, l.definedNames,
		func() []error { return l.eachSheet(sheets) }, l.charts,
	} {
		if faults = append(faults, check()...); len(faults) >= maxFaults {
			break
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("the workbook would be broken: %w", errors.Join(faults[:min(len(faults), maxFaults)]...))
}

// root is the tree of a part, empty if there is none.
func (l *linter) root(name string) *node {
	if p, ok := l.parts[name]; ok {
		return p.root
	}
	return &node{}
}

// under yields the names of the parts in a folder, sorted.
func (l *linter) under(folder string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(l.parts)), func(name string) bool {
		return !strings.HasPrefix(name, folder) || strings.Contains(name, "/_rels/")
	})
}

// claim takes a name that tables and defined names share.
func (l *linter) claim(name, where string) error {
	key := strings.ToLower(name)
	if other, taken := l.names[key]; taken {
		return fmt.Errorf("%s: the name %s is %s's already", where, name, other)
	}
	l.names[key] = where
	return nil
}

// A faults collects what is wrong.
type faults []error

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Errorf(format, args...)) }

func (f *faults) check(err error) {
	if err != nil {
		*f = append(*f, err)
	}
}
