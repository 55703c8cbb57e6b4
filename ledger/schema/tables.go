package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reconcile/words"
)

// A Table is one that books consist of, whichever engine keeps them.
type Table struct {
	Name     string
	Columns  []string // but those that are computed of others
	Defaults []any    // of the columns where a row does not say: int64, string, or nil for NULL
	Key      []string // the columns that order it
}

var (
	defaultText = regexp.MustCompile(`DEFAULT (?:(\d+)|'(\w*)')`)
	keyText     = regexp.MustCompile(`^(?:PRIMARY KEY|UNIQUE) \(([\w, ]+)\)`)
)

// Tables lists the tables, one that others refer to before them, as the texts for
// PostgreSQL make them; those for SQLite make the same (a test compares them).
func Tables() ([]Table, error) {
	all, err := Postgres()
	if err != nil {
		return nil, err
	}
	var tables []Table
	within := false // the last table
	for line := range strings.SplitSeq(strings.Join(all, "\n"), "\n") {
		name, begins := strings.CutPrefix(line, "CREATE TABLE ")
		altered, column, adds := strings.Cut(strings.TrimPrefix(line, "ALTER TABLE "), " ADD COLUMN ")
		switch {
		case begins:
			tables, within = append(tables, Table{Name: strings.TrimSuffix(name, " (")}), true
		case strings.HasPrefix(line, ")"):
			within = false
		case within:
			tables[len(tables)-1].read(strings.TrimSuffix(strings.TrimSpace(line), ","))
		case adds:
			if i := slices.IndexFunc(tables, func(t Table) bool { return t.Name == altered }); i >= 0 {
				tables[i].read(strings.TrimSuffix(column, ";"))
			}
		}
	}
	for _, t := range tables {
		if len(t.Columns) == 0 || len(t.Key) == 0 {
			return nil, words.Errorf("table %s: no columns or no key", t.Name)
		}
	}
	return tables, nil
}

// read reads a line of the text of a table: a column or a constraint.
func (t *Table) read(line string) {
	if m := keyText.FindStringSubmatch(line); m != nil {
		if len(t.Key) == 0 {
			t.Key = strings.Split(strings.ReplaceAll(m[1], " ", ""), ",")
		}
		return
	}
	fields := strings.Fields(line)
	if len(fields) < 2 || !slices.Contains([]string{"BIGINT", "TEXT", "BYTEA"}, fields[1]) {
		return
	}
	if strings.Contains(line, "GENERATED ALWAYS") {
		return
	}
	t.Columns = append(t.Columns, fields[0])
	t.Defaults = append(t.Defaults, defaultOf(line))
	if strings.Contains(line, "PRIMARY KEY") {
		t.Key = fields[:1]
	}
}

// defaultOf is what a column is where a row does not say.
func defaultOf(line string) any {
	m := defaultText.FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	if n, err := strconv.ParseInt(m[1], 10, 64); err == nil {
		return n
	}
	return m[2]
}
