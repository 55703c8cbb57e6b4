package reports_test

import (
	"path"
	"strings"
)

const contentTypesPart = "[Content_Types].xml"

// contentTypes refuses a part without a type, and a type without a part (ECMA-376
// part 2, 10.1.2).
func (l *linter) contentTypes() []error {
	var f faults
	extensions, overrides := map[string]bool{}, map[string]bool{}
	for _, k := range l.root(contentTypesPart).children {
		key, seen := strings.ToLower(k.attr("Extension")), extensions
		if k.name == "Override" {
			key, seen = strings.TrimPrefix(k.attr("PartName"), "/"), overrides
			if _, ok := l.parts[key]; !ok {
				f.add("%s: %s has a type and is not there", contentTypesPart, key)
			}
		}
		if seen[key] {
			f.add("%s: %s has two types", contentTypesPart, key)
		}
		seen[key] = true
	}
	for _, name := range l.under("") {
		plain := strings.TrimPrefix(path.Ext(name), ".")
		if name != contentTypesPart && !overrides[name] && (plain == "xml" || !extensions[plain]) {
			f.add("%s: has no content type", name)
		}
	}
	return f
}

// relations refuses a relation to a part that is not there, a part that none
// leads to, and one that is named and not there (ECMA-376 part 2, 9.3).
func (l *linter) relations() []error {
	var f faults
	led := map[string]bool{contentTypesPart: true}
	ids := map[string]map[string]bool{}
	for _, name := range l.under("") {
		ids[name] = map[string]bool{}
	}
	for name, part := range l.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		led[name] = true
		source := relationSource(name)
		if _, ok := ids[source]; !ok && source != "" {
			f.add("%s: relations of a part that is not there", name)
			continue
		}
		f = append(f, l.relationsOf(source, name, part.root, led, ids)...)
	}
	for _, name := range l.under("") {
		if !led[name] {
			f.add("%s: nothing leads to it", name)
		}
		f = append(f, l.usedIDs(name, ids[name])...)
	}
	return f
}

// relationsOf reads the relations of one part.
func (l *linter) relationsOf(source, name string, root *node, led map[string]bool, ids map[string]map[string]bool) []error {
	var f faults
	own := map[string]bool{}
	for _, r := range root.children {
		if own[r.attr("Id")] {
			f.add("%s: %s stands twice", name, r.attr("Id"))
		}
		own[r.attr("Id")] = true
		to := targetOf(source, r)
		led[to] = true
		if _, ok := l.parts[to]; !ok {
			f.add("%s: %s leads to %s, which is not there", name, r.attr("Id"), to)
		}
	}
	if source != "" {
		ids[source] = own
	}
	return f
}

// usedIDs refuses an id of a relation that a part names and does not have.
func (l *linter) usedIDs(source string, ids map[string]bool) []error {
	var f faults
	for _, element := range []string{"sheet", "tablePart", "drawing", "legacyDrawing", "chart"} {
		for _, n := range l.root(source).all(element) {
			if id := relationOf(n); id != "" && !ids[id] {
				f.add("%s: <%s> names the relation %s, which is not there", source, element, id)
			}
		}
	}
	return f
}

// relationSource is the part whose relations a part holds; empty for those of
// the whole file.
func relationSource(name string) string {
	folder, file := path.Split(name)
	return strings.TrimPrefix(path.Join(path.Dir(strings.TrimSuffix(folder, "/")), strings.TrimSuffix(file, ".rels")), ".")
}

// targetOf is the part that a relation leads to.
func targetOf(source string, r *node) string {
	to := r.attr("Target")
	if strings.HasPrefix(to, "/") {
		return to[1:]
	}
	return path.Join(path.Dir(source), to)
}

// related are the parts of a kind that a part has relations to.
func (l *linter) related(source, kind string) (found []string) {
	rels := path.Join(path.Dir(source), "_rels", path.Base(source)+".rels")
	for _, r := range l.root(rels).children {
		if strings.HasSuffix(r.attr("Type"), "/"+kind) {
			found = append(found, targetOf(source, r))
		}
	}
	return found
}
