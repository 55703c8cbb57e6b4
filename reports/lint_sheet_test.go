package reports_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"reconcile/reports/internal/xlsx"
)

// elementsOfSheet are the elements of a sheet in the order of the schema
// (CT_Worksheet, ECMA-376, 18.3.1.99).
var elementsOfSheet = strings.Fields(`
	sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
	protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
	phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
	headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
	legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst
`)

// frame refuses elements out of their order, a used range that is not the rows',
// styles that are not there, and an attribute of a row that runs over.
func (s *sheet) frame() {
	last := -1
	for _, k := range s.root.Children {
		at := slices.Index(elementsOfSheet, k.XMLName.Local)
		again := at == last && k.XMLName.Local != "conditionalFormatting"
		if at < last || again {
			s.add("<%s> is not in its place", k.XMLName.Local)
		}
		last = at
	}
	want := "A1"
	if s.rows.Rows > 1 || s.rows.Columns > 1 {
		want = fmt.Sprintf("A1:%s%d", xlsx.ColumnName(s.rows.Columns-1), s.rows.Rows)
	}
	if got := s.root.child("dimension").attr("ref"); got != want {
		s.add("the used range is said to be %s and is %s", got, want)
	}
	if s.rows.First != 1 || s.rows.Rows > 1_048_576 {
		s.add("%d rows begin at row %d", s.rows.Rows, s.rows.First)
	}
	if s.rows.Style >= s.styles {
		s.add("a cell has the style %d of %d", s.rows.Style, s.styles)
	}
	for _, rule := range s.root.all("cfRule") {
		if at := rule.number("dxfId"); at >= s.differential {
			s.add("a conditional format has the style %d of %d", at, s.differential)
		}
	}
}

// columns refuses widths that are not in the order of the columns, or beyond
// what Excel takes.
func (s *sheet) columns() {
	next := 1
	for _, c := range s.root.child("cols").Children {
		if c.number("min") < next || c.number("max") < c.number("min") || c.number("max") > 16_384 {
			s.add("the width of columns %s to %s is not in its place", c.attr("min"), c.attr("max"))
		}
		next = c.number("max") + 1
	}
}

// mostLinks is how many links Excel reads of a sheet.
const mostLinks = 65_490

// links refuses a link that leads nowhere, or is on a cell that has one.
func (s *sheet) links() {
	links := s.root.child("hyperlinks").Children
	if len(links) > mostLinks {
		s.add("%d links are more than Excel reads", len(links))
	}
	seen := map[string]bool{}
	for _, h := range links {
		ref := h.attr("ref")
		if a, err := parseArea(ref); err != nil || !a.within(s) || seen[ref] {
			s.add("a link stands on %s, which is no cell or has one already", ref)
		}
		seen[ref] = true
		if err := s.resolves(h.attr("location")); err != nil {
			s.add("the link on %s: %w", ref, err)
		}
	}
}

// ranges refuses merged cells that overlap, and a filter, a format or a list on
// cells that are not there.
func (s *sheet) ranges() {
	var merged []area
	for _, m := range s.root.child("mergeCells").Children {
		a, err := parseArea(m.attr("ref"))
		if err != nil {
			s.add("%w", err)
		}
		if slices.ContainsFunc(merged, a.overlaps) {
			s.add("the merged cells %s overlap others", m.attr("ref"))
		}
		if !a.within(s) {
			s.add("the merged cells %s are not there", m.attr("ref"))
		}
		merged = append(merged, a)
	}
	var refs []string
	for _, n := range s.root.Children {
		if n.XMLName.Local == "autoFilter" {
			refs = append(refs, n.attr("ref"))
		}
		refs = append(refs, strings.Fields(n.attr("sqref"))...)
		for _, k := range n.Children {
			refs = append(refs, strings.Fields(k.attr("sqref"))...)
		}
	}
	for _, ref := range refs {
		if a, err := parseArea(ref); err != nil || !a.within(s) && !s.isPane(ref) {
			s.add("%s is beyond the cells", ref)
		}
	}
}

// isPane reports whether a cell is where the rows begin to scroll, which is beyond
// the cells of an empty table.
func (s *sheet) isPane(ref string) bool {
	return slices.ContainsFunc(s.root.all("pane"), func(p *node) bool { return p.attr("topLeftCell") == ref })
}

// lists refuses a list to choose from, a header or a footer that is too long.
func (s *sheet) lists() {
	const most = 255
	for _, v := range append(s.root.all("formula1"), s.root.child("headerFooter").Children...) {
		if n := len(utf16.Encode([]rune(strings.Trim(v.Text, `"`)))); n > most {
			s.add("<%s> has %d characters, of which Excel takes %d", v.XMLName.Local, n, most)
		}
	}
}

// tables refuses a table of a sheet whose headings are not those of the first
// row, whose cells are not there, or whose name is taken (ECMA-376, 18.5.1.2).
func (s *sheet) tables() {
	var parts []string
	for _, r := range s.relationsOf(s.file) {
		if strings.HasSuffix(r.attr("Type"), "/table") {
			parts = append(parts, targetOf(s.file, r))
		}
	}
	if named := len(s.root.child("tableParts").Children); named != len(parts) {
		s.add("%d tables are related, %d are named", len(parts), named)
	}
	if len(parts) > 0 && len(s.root.all("autoFilter")) > 0 {
		s.add("a table and a filter of the sheet exclude each other")
	}
	for _, part := range parts {
		table := s.tree(part)
		name := table.attr("displayName")
		s.claim(name, s.name)
		s.claim("table "+table.attr("id"), s.name)
		if !tableName.MatchString(name) || table.attr("name") != name {
			s.add("%q is no name of a table", name)
		}
		a, err := parseArea(table.attr("ref"))
		if err != nil || !a.within(s) || a.bottom == a.top {
			s.add("the table %s has the range %s", name, table.attr("ref"))
			continue
		}
		if got := table.child("autoFilter").attr("ref"); got != table.attr("ref") {
			s.add("the table %s filters %s", name, got)
		}
		s.checkHeadings(table, a)
	}
}

// checkHeadings refuses headings of a table that are empty, the same, or not
// the texts of their cells.
func (s *sheet) checkHeadings(table *node, a area) {
	columns := table.child("tableColumns")
	if a.top != 1 || len(columns.Children) != a.right-a.left+1 || columns.number("count") != len(columns.Children) {
		s.add("the table %s has %d columns in %s", table.attr("name"), len(columns.Children), table.attr("ref"))
		return
	}
	seen := map[string]bool{}
	for i, c := range columns.Children {
		name := c.attr("name")
		key := strings.ToLower(strings.TrimSpace(name))
		if key == "" || seen[key] {
			s.add("the heading %q is empty or stands twice", name)
		}
		seen[key] = true
		if at := a.left - 1 + i; at >= len(s.rows.headings) || s.rows.headings[at] != name {
			s.add("the table's heading %q is not that of the cell", name)
		}
	}
}

// tableName is a name of ours: letters, digits, and not the name of a cell.
var tableName = regexp.MustCompile(`^tbl\w*[A-Za-z_]\w*$`)

// matches refuses a sheet that is not what another one is.
func (s *sheet) matches(want *part) {
	if want == nil {
		s.add("nobody has written it")
		return
	}
	if s.rows.Rows != want.rows.Rows || s.rows.Columns != want.rows.Columns {
		s.add("%d rows of %d columns were handed over, %d of %d are there", want.rows.Rows, want.rows.Columns, s.rows.Rows, s.rows.Columns)
	}
	links := len(want.root.child("hyperlinks").Children)
	if got := len(s.root.child("hyperlinks").Children); got != links {
		s.add("%d links were handed over, %d are there", links, got)
	}
	if len(want.root.all("pane")) > 0 {
		filters := len(s.root.all("autoFilter")) + len(s.root.all("tablePart"))
		if frozen := len(s.root.all("pane")); frozen != 1 || filters != 1 {
			s.add("the header is frozen %d times and filtered %d times, not once", frozen, filters)
		}
	}
	for _, k := range want.root.Children {
		if !slices.ContainsFunc(s.root.Children, func(is *node) bool { return reflect.DeepEqual(is, k) }) {
			s.add("<%s> was asked for, and is not there as it was", k.XMLName.Local)
		}
	}
}

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
