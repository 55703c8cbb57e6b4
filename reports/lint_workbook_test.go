package reports_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"reconcile/reports/internal/xlsx"
)

// A linter reads a finished workbook. It refuses what Excel would repair, what the
// library has dropped without a word, and whatever the reports do not mean to
// write. Rows are read by xlsx.CheckRows; the rest, which is small, as trees.
type linter struct {
	parts        map[string]*part
	sheets       []*sheet          // in the order of the workbook
	styles       int               // how many cells can name
	differential int               // how many conditional formats can name
	names        map[string]string // tables and names of the whole workbook, in lower case, and where each is
	faults       []error
}

// A part is one part of the workbook.
type part struct {
	root *node
	rows *sheetRows // of a sheet
}

// A sheetRows is the rows of a sheet.
type sheetRows struct {
	xlsx.RowTally
	headings []string // the texts of the first row
}

// A sheet is a sheet of the workbook.
type sheet struct {
	*linter
	*part
	name, file string
}

// maxFaults is how many faults of one workbook are listed.
const maxFaults = 12

func (l *linter) add(format string, args ...any) {
	if len(l.faults) < maxFaults {
		l.faults = append(l.faults, fmt.Errorf(format, args...))
	}
}

func (s *sheet) add(format string, args ...any) {
	s.linter.add("%s: %w", s.name, fmt.Errorf(format, args...))
}

// lint refuses a workbook with these parts, by their names, if it has a fault, or
// if its sheets are not those of the workbook that it is to be like; nil, where there
// is none.
func lint(parts, like map[string][]byte) error {
	read, err := readParts(parts)
	if err != nil {
		return err
	}
	model, err := readParts(like)
	if err != nil {
		return err
	}
	l := &linter{parts: read, names: map[string]string{}}
	l.contentTypes()
	l.relations()
	l.workbook()
	l.styleTables()
	l.definedNames()
	for _, s := range l.sheets {
		s.frame()
		s.columns()
		s.links()
		s.ranges()
		s.lists()
		s.tables()
		if like != nil {
			s.matches(model[s.file])
		}
	}
	l.charts()
	return errors.Join(l.faults...)
}

// readParts reads all parts.
func readParts(parts map[string][]byte) (map[string]*part, error) {
	read := map[string]*part{}
	for name, data := range parts {
		var err error
		if read[name], err = readPart(name, data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return read, nil
}

// readPart reads a part. Of a sheet, the rows are read by themselves.
func readPart(name string, data []byte) (*part, error) {
	if !strings.HasPrefix(name, "xl/worksheets/sheet") {
		root, err := parseNode(data)
		return &part{root: root}, err
	}
	head, tail, _ := bytes.Cut(data, []byte(`<sheetData>`))
	rows, tail, found := bytes.Cut(tail, []byte(`</sheetData>`))
	if !found {
		return nil, errors.New("there is no place for rows")
	}
	root, err := parseNode(slices.Concat(head, []byte(`<sheetData/>`), tail))
	if err != nil {
		return nil, err
	}
	tally, err := xlsx.CheckRows(rows)
	if err != nil || tally.Rows == 0 {
		return &part{root, &sheetRows{RowTally: tally}}, err
	}
	first, _, _ := bytes.Cut(rows, []byte(`</row>`))
	row, err := parseNode(slices.Concat(first, []byte(`</row>`)))
	if err != nil {
		return nil, err
	}
	var headings []string
	for _, c := range row.Children {
		headings = append(headings, c.child("is").child("t").Text)
	}
	return &part{root, &sheetRows{tally, headings}}, nil
}

// tree is the tree of a part, empty if there is none.
func (l *linter) tree(name string) *node {
	if p, ok := l.parts[name]; ok {
		return p.root
	}
	return &node{}
}

// under are the names of the parts in a folder, sorted.
func (l *linter) under(folder string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(l.parts)), func(name string) bool {
		return !strings.HasPrefix(name, folder) || strings.Contains(name, "/_rels/")
	})
}

// claim takes a name that tables and defined names share.
func (l *linter) claim(name, where string) {
	key := strings.ToLower(name)
	if other, taken := l.names[key]; taken {
		l.add("%s: the name %s is %s's already", where, name, other)
		return
	}
	l.names[key] = where
}

const (
	bookPart   = "xl/workbook.xml"
	stylesPart = "xl/styles.xml"
)

// workbook finds the sheets and refuses names that Excel does not take (Excel's
// specifications and limits).
func (l *linter) workbook() {
	targets := map[string]string{}
	for _, r := range l.relationsOf(bookPart) {
		targets[r.attr("Id")] = targetOf(bookPart, r)
	}
	names, ids := map[string]bool{}, map[string]bool{}
	for _, s := range l.tree(bookPart).child("sheets").Children {
		name, file := s.attr("name"), targets[relationOf(s)]
		switch key := strings.ToLower(name); {
		case name == "" || len(utf16.Encode([]rune(name))) > 31:
			l.add("a sheet cannot be called %q: it takes 1 to 31 characters", name)
		case strings.ContainsAny(name, `:\/?*[]`), strings.Trim(name, "'") != name, key == "history":
			l.add("a sheet cannot be called %q", name)
		case names[key]:
			l.add("two sheets are called %s", name)
		default:
			names[key] = true
		}
		if ids[s.attr("sheetId")] {
			l.add("%s: its number is another sheet's too", name)
		}
		ids[s.attr("sheetId")] = true
		if p := l.parts[file]; p == nil || p.rows == nil {
			l.add("%s: its part %s holds no rows", name, file)
		} else {
			l.sheets = append(l.sheets, &sheet{l, p, name, file})
		}
	}
	if files := l.under("xl/worksheets/"); len(l.sheets) != len(files) {
		l.add("%d sheets stand in the workbook, %d in the file", len(l.sheets), len(files))
	}
}

// definedNames refuses a name that is defined twice, or leads nowhere.
func (l *linter) definedNames() {
	for _, n := range l.tree(bookPart).child("definedNames").Children {
		name, scope := n.attr("name"), n.attr("localSheetId")
		if scope == "" {
			l.claim(name, "the workbook")
		} else if at, err := strconv.Atoi(scope); err != nil || at < 0 || at >= len(l.sheets) {
			l.add("the name %s belongs to sheet %s, which is not there", name, scope)
		} else {
			l.claim(scope+"!"+name, l.sheets[at].name)
		}
		for _, ref := range strings.Split(n.Text, ",") {
			if err := l.resolves(ref); err != nil {
				l.add("the name %s: %w", name, err)
			}
		}
	}
}

// styleTables counts the styles, and refuses a count that is not theirs, or more
// than Excel takes.
func (l *linter) styleTables() {
	root := l.tree(stylesPart)
	for name, most := range map[string]int{"fonts": 512, "fills": 65_000, "borders": 65_000, "cellXfs": 64_000, "numFmts": 200, "dxfs": 65_000} {
		table := root.child(name)
		if n := len(table.Children); n > most || n != max(table.number("count"), 0) {
			l.add("%s: %d %s, said to be %s, at most %d", stylesPart, n, name, table.attr("count"), most)
		}
	}
	for _, xf := range root.child("cellXfs").Children {
		for attr, table := range map[string]string{"fontId": "fonts", "fillId": "fills", "borderId": "borders"} {
			if at := xf.number(attr); at >= len(root.child(table).Children) {
				l.add("%s: %s %d is not there", stylesPart, attr, at)
			}
		}
	}
	l.styles, l.differential = len(root.child("cellXfs").Children), len(root.child("dxfs").Children)
}

// charts refuses a chart whose figures or names are not cells that are there: a
// name that is no reference would be a broken formula.
func (l *linter) charts() {
	for _, part := range l.under("xl/charts/") {
		for _, ref := range l.tree(part).all("f") {
			if err := l.resolves(ref.Text); err != nil {
				l.add("%s: %w", part, err)
			}
		}
		if len(l.tree(part).all("ser")) == 0 {
			l.add("%s: a chart without figures", part)
		}
	}
}
