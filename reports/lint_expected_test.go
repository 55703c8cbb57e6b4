package reports_test

import (
	"reflect"
	"slices"
)

// matches refuses a sheet that lacks rows, or anything that the library held for
// it before its end.
func (s *sheet) matches(want expectation) []error {
	var f faults
	if s.rows.Rows != want.rows || s.rows.Columns != want.columns {
		f.add("%d rows of %d columns were handed over, %d of %d are there", want.rows, want.columns, s.rows.Rows, s.rows.Columns)
	}
	if got := len(s.root.child("hyperlinks").children); got != want.links {
		f.add("%d links were handed over, %d are there", want.links, got)
	}
	if want.header {
		filters := len(s.root.all("autoFilter")) + len(s.root.all("tablePart"))
		if frozen := len(s.root.all("pane")); frozen != 1 || filters != 1 {
			f.add("the header is frozen %d times and filtered %d times, not once", frozen, filters)
		}
	}
	for _, k := range want.model.children {
		// A filter makes the library forget what it has written of sheetPr.
		if k.name == "sheetData" || k.name == "dimension" || k.name == "sheetPr" && k.attr("filterMode") != "" {
			continue
		}
		if !slices.ContainsFunc(s.root.children, func(is *node) bool { return sameNode(is, k) }) {
			f.add("<%s> was asked for, and is not there as it was", k.name)
		}
	}
	return f
}

// sameNode compares two elements, except for attributes that carry their default.
func sameNode(a, b *node) bool {
	if a.name != b.name || a.text != b.text || len(a.children) != len(b.children) {
		return false
	}
	return reflect.DeepEqual(a.values(), b.values()) && slices.EqualFunc(a.children, b.children, sameNode)
}

// values are the attributes of a node, written one way: true and 1 are the same.
func (n *node) values() map[string]string {
	said := map[string]string{}
	for _, a := range n.attrs {
		switch a.Value {
		case "true":
			said[a.Name.Local] = "1"
		case "false":
			said[a.Name.Local] = "0"
		default:
			said[a.Name.Local] = a.Value
		}
	}
	return said
}
