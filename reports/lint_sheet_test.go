package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"reconcile/reports/internal/xlsx"
)

// eachSheet refuses a sheet that is not what is expected, or that Excel
// would repair.
func (l *linter) eachSheet(sheets map[string]expectation) []error {
	var f faults
	for _, s := range l.sheets {
		checks := []func() []error{
			func() []error { return s.frame(l.styles) }, s.columns, s.links(l), s.ranges, s.lists,
			func() []error { return l.tables(s) },
		}
		if sheets != nil {
			if want, ok := sheets[s.file]; ok {
				checks = append(checks, func() []error { return s.matches(want) })
			} else {
				f.add("%s: nobody has written it", s.name)
			}
		}
		for _, check := range checks {
			for _, err := range check() {
				f.add("%s: %w", s.name, err)
			}
		}
	}
	return f
}

// elementsOfSheet are the elements of a sheet in the order of the schema
// (CT_Worksheet, ECMA-376, 18.3.1.99).
func elementsOfSheet() []string {
	return []string{
		"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
		"protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
		"phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
		"headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
		"legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
	}
}

// frame refuses elements out of their order, a used range that is not the rows',
// styles that are not there, and an attribute of a row that runs over.
func (s *sheet) frame(styles styleCounts) []error {
	var f faults
	last := -1
	for _, k := range s.root.children {
		at := slices.Index(elementsOfSheet(), k.name)
		again := at == last && k.name != "conditionalFormatting"
		if at < last || again {
			f.add("<%s> is not in its place", k.name)
		}
		last = at
	}
	want := "A1"
	if s.rows.Rows > 1 || s.rows.Columns > 1 {
		want = fmt.Sprintf("A1:%s%d", xlsx.ColumnName(s.rows.Columns-1), s.rows.Rows)
	}
	if got := s.root.child("dimension").attr("ref"); got != want {
		f.add("the used range is said to be %s and is %s", got, want)
	}
	if s.rows.First != 1 || s.rows.Rows > 1_048_576 {
		f.add("%d rows begin at row %d", s.rows.Rows, s.rows.First)
	}
	if s.rows.Style >= styles.cells {
		f.add("a cell has the style %d of %d", s.rows.Style, styles.cells)
	}
	for _, rule := range s.root.all("cfRule") {
		if at := rule.number("dxfId"); at >= styles.differential {
			f.add("a conditional format has the style %d of %d", at, styles.differential)
		}
	}
	return f
}

// columns refuses widths that are not in the order of the columns, or beyond
// what Excel takes.
func (s *sheet) columns() []error {
	var f faults
	next := 1
	for _, c := range s.root.child("cols").children {
		if c.number("min") < next || c.number("max") < c.number("min") || c.number("max") > 16_384 {
			f.add("the width of columns %s to %s is not in its place", c.attr("min"), c.attr("max"))
		}
		next = c.number("max") + 1
	}
	return f
}

// mostLinks is how many links Excel reads of a sheet.
const mostLinks = 65_490

// links refuses a link that leads nowhere, or is on a cell that has one.
func (s *sheet) links(l *linter) func() []error {
	return func() []error {
		var f faults
		links := s.root.child("hyperlinks").children
		if len(links) > mostLinks {
			f.add("%d links are more than Excel reads", len(links))
		}
		seen := map[string]bool{}
		for _, h := range links {
			ref := h.attr("ref")
			if a, err := parseArea(ref); err != nil || !a.within(s) || seen[ref] {
				f.add("a link stands on %s, which is no cell or has one already", ref)
			}
			seen[ref] = true
			if err := l.resolves(h.attr("location")); err != nil {
				f.add("the link on %s: %w", ref, err)
			}
		}
		return f
	}
}

// ranges refuses merged cells that overlap, and a filter, a format or a list on
// cells that are not there.
func (s *sheet) ranges() []error {
	var f faults
	var merged []area
	for _, m := range s.root.child("mergeCells").children {
		a, err := parseArea(m.attr("ref"))
		f.check(err)
		if slices.ContainsFunc(merged, a.overlaps) {
			f.add("the merged cells %s overlap others", m.attr("ref"))
		}
		if !a.within(s) {
			f.add("the merged cells %s are not there", m.attr("ref"))
		}
		merged = append(merged, a)
	}
	var refs []string
	for _, n := range s.root.children {
		if n.name == "autoFilter" {
			refs = append(refs, n.attr("ref"))
		}
		refs = append(refs, strings.Fields(n.attr("sqref"))...)
		for _, k := range n.children {
			refs = append(refs, strings.Fields(k.attr("sqref"))...)
		}
	}
	for _, ref := range refs {
		if a, err := parseArea(ref); err != nil || !a.within(s) && !s.isPane(ref) {
			f.add("%s is beyond the cells", ref)
		}
	}
	return f
}

// isPane reports whether a cell is where the rows begin to scroll, which is beyond
// the cells of an empty table.
func (s *sheet) isPane(ref string) bool {
	return slices.ContainsFunc(s.root.all("pane"), func(p *node) bool { return p.attr("topLeftCell") == ref })
}

// lists refuses a list to choose from, a header or a footer that is too long.
func (s *sheet) lists() []error {
	const most = 255
	var f faults
	for _, v := range append(s.root.all("formula1"), s.root.child("headerFooter").children...) {
		if n := len(utf16.Encode([]rune(strings.Trim(v.text, `"`)))); n > most {
			f.add("<%s> has %d characters, of which Excel takes %d", v.name, n, most)
		}
	}
	return f
}
