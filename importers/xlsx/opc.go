package xlsx

import (
	"archive/zip"
	"path"
	"strings"
)

// An opener reads the small parts of a package: the types of its members, and their
// relations (ECMA-376-2).
type opener struct {
	*archive
	defaults  map[string]string // type by extension, in lower case
	overrides map[string]string // type by PartKey
}

// A relation refers from one part to another.
type relation struct {
	id, kind, target string
	external         bool
}

// Prefixes of the kinds of relations, in the transitional and the strict form.
const (
	transitionalRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	strictRelation       = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
)

// read opens a part and lets visit read its XML from the start of the root element to
// its end. Errors: *DamagedError with the part's name, *UnsupportedError.
func (a *archive) read(f *zip.File, want space, root string, visit func(s *scanner) error) error {
	raw, err := openPart(f)
	if err != nil {
		return inPart(err, f.Name)
	}
	s := newScanner(raw)
	if err = s.root(want, root); err == nil {
		err = visit(s)
	}
	if err == nil {
		_, err = s.next() // up to the end of the part
	}
	return inPart(err, f.Name)
}

// readTypes reads the type of each member. Errors: ErrNotWorkbook if the archive is
// not a package.
func (o *opener) readTypes() error {
	f := o.find("[Content_Types].xml")
	if f == nil {
		return o.noPackage()
	}
	o.defaults, o.overrides = map[string]string{}, map[string]string{}
	return o.read(f, contentTypes, "Types", func(s *scanner) error {
		return s.children(func() error {
			kind := string(s.value("ContentType"))
			switch {
			case s.is(contentTypes, "Default"):
				o.defaults[strings.ToLower(string(s.value("Extension")))] = kind
			case s.is(contentTypes, "Override"):
				o.overrides[PartKey(string(s.value("PartName")))] = kind
			default:
				return s.wrong("lists something that is no type of a part")
			}
			return s.skip()
		})
	})
}

// noPackage returns the error of an archive without a list of types.
func (o *opener) noPackage() error {
	for key := range o.byKey {
		if strings.HasPrefix(key, "xl/") {
			return damaged("[Content_Types].xml is missing")
		}
	}
	return ErrNotWorkbook
}

// typeOf returns the type of a member, empty if it has none.
func (o *opener) typeOf(f *zip.File) string {
	name := PartKey(f.Name)
	if kind, ok := o.overrides[name]; ok {
		return kind
	}
	return o.defaults[strings.TrimPrefix(path.Ext(name), ".")]
}

// relations reads the relations of a part; the empty name is the package.
func (o *opener) relations(part string) ([]relation, error) {
	dir, base := path.Split(partName(part))
	name := dir + "_rels/" + base + ".rels"
	f := o.find(name)
	if f == nil {
		return nil, damaged("%s is missing", name)
	}
	var found []relation
	seen := map[string]bool{}
	err := o.read(f, relationships, "Relationships", func(s *scanner) error {
		return s.children(func() error {
			r := relation{string(s.value("Id")), string(s.value("Type")), string(s.value("Target")), string(s.value("TargetMode")) == "External"}
			if !s.is(relationships, "Relationship") || r.id == "" || seen[r.id] {
				return s.wrong("lists something that is no relation, or one twice")
			}
			seen[r.id] = true
			found = append(found, r)
			return s.skip()
		})
	})
	return found, err
}

// is reports whether a relation is of a kind such as "worksheet".
func (r relation) is(kind string) bool {
	return r.kind == transitionalRelation+kind || r.kind == strictRelation+kind
}

// follow returns the part that a relation of the part from refers to. Errors:
// *DamagedError if it is not in the archive.
func (o *opener) follow(from string, r relation) (*zip.File, error) {
	target := strings.ReplaceAll(r.target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir(partName(from)), target)
	}
	f := o.find(path.Clean(target))
	if f == nil || r.external {
		return nil, inPart(damaged("leads to %q, which is missing", r.target), from)
	}
	return f, nil
}
