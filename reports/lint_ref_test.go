package reports_test

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"reconcile/reports/internal/xlsx"
)

// An area is a range of cells, counted from 1 and inclusive.
type area struct{ left, top, right, bottom int }

// parseArea reads A1 or A1:B2.
func parseArea(ref string) (area, error) {
	from, to, two := strings.Cut(ref, ":")
	if !two {
		to = from
	}
	var a area
	var err error
	if a.left, a.top, err = excelize.CellNameToCoordinates(from); err != nil {
		return a, fmt.Errorf("%q is no range", ref)
	}
	if a.right, a.bottom, err = excelize.CellNameToCoordinates(to); err != nil || a.right < a.left || a.bottom < a.top {
		return a, fmt.Errorf("%q is no range", ref)
	}
	return a, nil
}

func (a area) overlaps(b area) bool {
	return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}

// within reports whether a lies in the rows and columns of a sheet.
func (a area) within(s *sheet) bool {
	return a.bottom <= s.rows.Rows && a.right <= s.rows.Columns
}

// resolves refuses a reference that is not 'Sheet'!A1, 'Sheet'!$A$1:$B$2,
// 'Sheet'!$A:$B or 'Sheet'!$1:$1 with a sheet and cells that are there.
func (l *linter) resolves(ref string) error {
	quoted, cells, _ := strings.Cut(ref, "!")
	name := strings.TrimSuffix(strings.TrimPrefix(quoted, "'"), "'")
	if len(name)+2 != len(quoted) || cells == "" {
		return fmt.Errorf("%q is no reference to cells of a sheet", ref)
	}
	for _, s := range l.sheets {
		if s.name != name {
			continue
		}
		a, err := parseArea(s.wholeLines(strings.ReplaceAll(cells, "$", "")))
		if err != nil {
			return err
		}
		if !a.within(s) {
			return fmt.Errorf("%s: there are only %d rows and %d columns", ref, s.rows.Rows, s.rows.Columns)
		}
		return nil
	}
	return fmt.Errorf("%s: there is no such sheet", ref)
}

// wholeLines makes a range of A:B or 1:2: the columns as far as the rows go, the
// rows as far as the columns.
func (s *sheet) wholeLines(cells string) string {
	from, to, ok := strings.Cut(cells, ":")
	switch {
	case ok && strings.Trim(from+to, "0123456789") == "":
		return "A" + from + ":" + xlsx.ColumnName(s.rows.Columns-1) + to
	case ok && !strings.ContainsAny(cells, "0123456789"):
		return fmt.Sprintf("%s1:%s%d", from, to, s.rows.Rows)
	}
	return cells
}

// charts refuses a chart whose figures or names are not cells that are there: a
// name that is no reference would be a broken formula.
func (l *linter) charts() []error {
	var f faults
	for _, part := range l.under("xl/charts/") {
		for _, ref := range l.root(part).all("f") {
			if err := l.resolves(ref.text); err != nil {
				f.add("%s: %w", part, err)
			}
		}
		if len(l.root(part).all("ser")) == 0 {
			f.add("%s: a chart without figures", part)
		}
	}
	return f
}
