package reports_test

import (
	"path"
	"slices"
	"strings"
)

const contentTypesPart = "[Content_Types].xml"

// contentTypes refuses a part without a type, and a type without a part (ECMA-376
// part 2, 10.1.2).
func (l *linter) contentTypes() {
	extensions, overrides := map[string]bool{}, map[string]bool{}
	for _, k := range l.tree(contentTypesPart).Children {
		key, seen := strings.ToLower(k.attr("Extension")), extensions
		if k.XMLName.Local == "Override" {
			key, seen = strings.TrimPrefix(k.attr("PartName"), "/"), overrides
			if l.parts[key] == nil {
				l.add("%s: %s has a type and is not there", contentTypesPart, key)
			}
		}
		if seen[key] {
			l.add("%s: %s has two types", contentTypesPart, key)
		}
		seen[key] = true
	}
	for _, name := range l.under("") {
		plain := strings.TrimPrefix(path.Ext(name), ".")
		if name != contentTypesPart && !overrides[name] && (plain == "xml" || !extensions[plain]) {
			l.add("%s: has no content type", name)
		}
	}
}

// relations refuses a relation to a part that is not there, a part that none
// leads to, and one that is named and not there (ECMA-376 part 2, 9.3).
func (l *linter) relations() {
	led := map[string]bool{contentTypesPart: true}
	for name, part := range l.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		led[name] = true
		source := path.Join(path.Dir(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".rels"))
		if source != "." && l.parts[source] == nil {
			l.add("%s: relations of a part that is not there", name)
			continue
		}
		ids := map[string]bool{}
		for _, r := range part.root.Children {
			id, to := r.attr("Id"), targetOf(source, r)
			if ids[id] {
				l.add("%s: %s stands twice", name, id)
			}
			if l.parts[to] == nil {
				l.add("%s: %s leads to %s, which is not there", name, id, to)
			}
			ids[id], led[to] = true, true
		}
	}
	for _, name := range l.under("") {
		if !led[name] {
			l.add("%s: nothing leads to it", name)
		}
		for _, element := range []string{"sheet", "tablePart", "drawing", "legacyDrawing", "chart"} {
			for _, n := range l.tree(name).all(element) {
				id := relationOf(n)
				if id != "" && !slices.ContainsFunc(l.relationsOf(name), func(r *node) bool { return r.attr("Id") == id }) {
					l.add("%s: <%s> names the relation %s, which is not there", name, element, id)
				}
			}
		}
	}
}

// relationsOf are the relations of a part.
func (l *linter) relationsOf(part string) []*node {
	return l.tree(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")).Children
}

// relationOf is the relation that an element names; empty, if it names none.
func relationOf(n *node) string {
	for _, a := range n.Attrs {
		if strings.HasSuffix(a.Name.Space, "/relationships") {
			return a.Value
		}
	}
	return ""
}

// targetOf is the part that a relation leads to.
func targetOf(source string, r *node) string {
	to := r.attr("Target")
	if strings.HasPrefix(to, "/") {
		return to[1:]
	}
	return path.Join(path.Dir(source), to)
}
