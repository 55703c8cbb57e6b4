package reports_test

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

const (
	bookPart   = "xl/workbook.xml"
	stylesPart = "xl/styles.xml"
)

// A sheet is a sheet of the workbook.
type sheet struct {
	name, file string
	*part
}

// styleCounts are how many styles cells and conditional formats can name.
type styleCounts struct{ cells, differential int }

// book finds the sheets and refuses names that Excel does not take (Excel's
// specifications and limits).
func (l *linter) book() []error {
	var f faults
	parts := map[string]string{}
	for _, r := range l.root("xl/_rels/workbook.xml.rels").children {
		parts[r.attr("Id")] = targetOf(bookPart, r)
	}
	names, ids := map[string]bool{}, map[string]bool{}
	for _, s := range l.root(bookPart).child("sheets").children {
		name, part := s.attr("name"), parts[relationOf(s)]
		f.check(checkSheetName(name))
		if key := strings.ToLower(name); names[key] {
			f.add("two sheets are called %s", name)
		} else {
			names[key] = true
		}
		if ids[s.attr("sheetId")] {
			f.add("%s: its number is another sheet's too", name)
		}
		ids[s.attr("sheetId")] = true
		if p := l.parts[part]; p == nil || p.rows == nil {
			f.add("%s: its part %s holds no rows", name, part)
			continue
		}
		l.sheets = append(l.sheets, &sheet{name, part, l.parts[part]})
	}
	if len(l.sheets) != len(l.under("xl/worksheets/")) {
		f.add("%d sheets stand in the workbook, %d in the file", len(l.sheets), len(l.under("xl/worksheets/")))
	}
	return f
}

func relationOf(n *node) string {
	for _, a := range n.attrs {
		if strings.HasSuffix(a.Name.Space, "/relationships") {
			return a.Value
		}
	}
	return ""
}

func checkSheetName(name string) error {
	switch {
	case name == "" || len(utf16.Encode([]rune(name))) > 31:
		return fmt.Errorf("a sheet cannot be called %q: it takes 1 to 31 characters", name)
	case strings.ContainsAny(name, `:\/?*[]`), strings.Trim(name, "'") != name, strings.EqualFold(name, "history"):
		return fmt.Errorf("a sheet cannot be called %q", name)
	}
	return nil
}

// definedNames refuses a name that is defined twice, or leads nowhere.
func (l *linter) definedNames() []error {
	var f faults
	for _, n := range l.root(bookPart).child("definedNames").children {
		name, scope := n.attr("name"), n.attr("localSheetId")
		if scope == "" {
			f.check(l.claim(name, "the workbook"))
		} else if at, err := strconv.Atoi(scope); err != nil || at < 0 || at >= len(l.sheets) {
			f.add("the name %s belongs to sheet %s, which is not there", name, scope)
		} else {
			f.check(l.claim(scope+"!"+name, l.sheets[at].name))
		}
		for _, ref := range strings.Split(n.text, ",") {
			if err := l.resolves(ref); err != nil {
				f.add("the name %s: %w", name, err)
			}
		}
	}
	return f
}

// styleTables counts the styles, and refuses a count that is not theirs, or more
// than Excel takes.
func (l *linter) styleTables() []error {
	var f faults
	root := l.root(stylesPart)
	for name, most := range map[string]int{"fonts": 512, "fills": 65_000, "borders": 65_000, "cellXfs": 64_000, "numFmts": 200, "dxfs": 65_000} {
		table := root.child(name)
		if n := len(table.children); n > most || n != max(table.number("count"), 0) {
			f.add("%s: %d %s, said to be %s, at most %d", stylesPart, n, name, table.attr("count"), most)
		}
	}
	for _, xf := range root.child("cellXfs").children {
		for attr, table := range map[string]string{"fontId": "fonts", "fillId": "fills", "borderId": "borders"} {
			if at := xf.number(attr); at >= len(root.child(table).children) {
				f.add("%s: %s %d is not there", stylesPart, attr, at)
			}
		}
	}
	l.styles = styleCounts{len(root.child("cellXfs").children), len(root.child("dxfs").children)}
	return f
}
