package reports_test

import "strings"

// tables refuses a table of a sheet whose headings are not those of the first
// row, whose cells are not there, or whose name is taken (ECMA-376, 18.5.1.2).
func (l *linter) tables(s *sheet) []error {
	var f faults
	parts := l.related(s.file, "table")
	if named := len(s.root.child("tableParts").children); named != len(parts) {
		f.add("%d tables are related, %d are named", len(parts), named)
	}
	if len(parts) > 0 && len(s.root.all("autoFilter")) > 0 {
		f.add("a table and a filter of the sheet exclude each other")
	}
	for _, part := range parts {
		table := l.root(part)
		name := table.attr("displayName")
		f.check(l.claim(name, s.name))
		f.check(l.claim("table "+table.attr("id"), s.name))
		if !isTableName(name) || table.attr("name") != name {
			f.add("%q is no name of a table", name)
		}
		a, err := parseArea(table.attr("ref"))
		if err != nil || !a.within(s) || a.bottom == a.top {
			f.add("the table %s has the range %s", name, table.attr("ref"))
			continue
		}
		if got := table.child("autoFilter").attr("ref"); got != table.attr("ref") {
			f.add("the table %s filters %s", name, got)
		}
		f = append(f, s.headings(table, a)...)
	}
	return f
}

// headings refuses headings of a table that are empty, the same, or not
// the texts of their cells.
func (s *sheet) headings(table *node, a area) []error {
	var f faults
	columns := table.child("tableColumns")
	if a.top != 1 || len(columns.children) != a.right-a.left+1 || columns.number("count") != len(columns.children) {
		f.add("the table %s has %d columns in %s", table.attr("name"), len(columns.children), table.attr("ref"))
		return f
	}
	seen := map[string]bool{}
	for i, c := range columns.children {
		name := c.attr("name")
		key := strings.ToLower(strings.TrimSpace(name))
		if key == "" || seen[key] {
			f.add("the heading %q is empty or stands twice", name)
		}
		seen[key] = true
		if at := a.left - 1 + i; at >= len(s.rows.headings) || s.rows.headings[at] != name {
			f.add("the table's heading %q is not that of the cell", name)
		}
	}
	return f
}

// isTableName reports whether a name is one of ours: letters, digits, and not the
// name of a cell.
func isTableName(name string) bool {
	rest, ok := strings.CutPrefix(name, "tbl")
	return ok && rest != "" && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" && strings.Trim(rest, "0123456789") != ""
}
