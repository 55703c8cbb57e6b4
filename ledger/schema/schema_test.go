package schema_test

import (
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"reconcile/ledger/schema"
)

// TestEnginesAgree holds the schema for PostgreSQL against that which the migrations for
// SQLite leave: tables with their columns, types, NOT NULL, defaults and keys, indexes, and
// views.
func TestEnginesAgree(t *testing.T) {
	want, err := sqliteSchema()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := schema.Postgres()
	if err != nil {
		t.Fatal(err)
	}
	got := postgresSchema(strings.Join(texts, "\n"))
	names := slices.Sorted(maps.Keys(want))
	for name := range got {
		if _, ok := want[name]; !ok {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if got[name] != want[name] {
			t.Errorf("%s: PostgreSQL has\n%s\nSQLite has\n%s", name, got[name], want[name])
		}
	}
	if len(want) < 100 {
		t.Errorf("%d things are compared, want all", len(want))
	}
}

// sqliteSchema are the things of a fresh ledger by name, in words that both engines have.
func sqliteSchema() (map[string]string, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	texts, err := schema.SQLite()
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		if _, err := db.Exec(text); err != nil {
			return nil, err
		}
	}
	rows, err := db.Query("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return nil, err
		}
		all[name] = normal(kind, text)
	}
	return all, rows.Err()
}

// postgresSchema are the things that a text makes, by name.
func postgresSchema(text string) map[string]string {
	all := map[string]string{}
	for statement := range strings.SplitSeq(regexp.MustCompile(`(?m)^--.*\n`).ReplaceAllString(text, ""), ";\n") {
		m := regexp.MustCompile(`^\s*CREATE (?:OR REPLACE )?(?:UNIQUE )?(TABLE|INDEX|VIEW) (\w+)`).FindStringSubmatch(statement)
		if m != nil {
			all[m[2]] = normal(strings.ToLower(m[1]), statement)
		}
		if m := regexp.MustCompile(`^\s*ALTER TABLE (\w+) ADD COLUMN (.*)`).FindStringSubmatch(statement); m != nil {
			parts := append(strings.Split(all[m[1]], "\n"), normal("table", "("+m[2]+")"))
			slices.Sort(parts)
			all[m[1]] = strings.Join(parts, "\n")
		}
	}
	return all
}

// normal is the text of a thing in words that both engines have.
func normal(kind, text string) string {
	text = strings.Join(strings.Fields(regexp.MustCompile(`/\*.*?\*/`).ReplaceAllString(text, "")), " ")
	if kind != "table" {
		for _, r := range [][2]string{
			{`CROSS JOIN LATERAL json_array_elements_text\((\w+\.\w+)::JSON\) j \(value\)`, "CROSS JOIN json_each($1) j"},
			{`CROSS JOIN LATERAL json_each_text\((\w+\.\w+)::JSON\) j \(key, value\)`, "CROSS JOIN json_each($1) j"},
			{`^CREATE OR REPLACE `, "CREATE "},
			{`\{\{by keys\}\}`, ""},
			{`CASE WHEN r\.code <> 'SUCCESS' AND r\.batch_no GLOB .*? END,`, "CASE WHEN r.code <> 'SUCCESS' THEN day_of_batch(r.batch_no) END,"},
		} {
			text = regexp.MustCompile(r[0]).ReplaceAllString(text, r[1])
		}
		return text
	}
	open, end := strings.Index(text, "("), strings.LastIndex(text, ")")
	var parts []string
	for _, part := range split(text[open+1 : end]) {
		for _, r := range [][2]string{{`\bINTEGER\b`, "BIGINT"}, {`\bBLOB\b`, "BYTEA"}, {` COLLATE "C"`, ""}, {` DEFAULT next_\w+\(\)`, ""}} {
			part = regexp.MustCompile(r[0]).ReplaceAllString(part, r[1])
		}
		parts = append(parts, strings.TrimSpace(part))
	}
	slices.Sort(parts) // columns that were added later stand behind constraints
	return strings.Join(parts, "\n")
}

// split takes the columns and constraints of a table apart.
func split(text string) (parts []string) {
	depth, from := 0, 0
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	return append(parts, text[from:])
}

// TestTables asks that what is copied from engine to engine is every column of every table.
func TestTables(t *testing.T) {
	tables, err := schema.Tables()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	texts, err := schema.SQLite()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	columns := 0
	for _, table := range tables {
		columns += len(table.Columns)
		if _, err := db.Exec(fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", strings.Join(table.Columns, ", "), table.Name, strings.Join(table.Key, ", "))); err != nil {
			t.Errorf("%s: %v", table.Name, err)
		}
	}
	var known, in int
	if err := db.QueryRow("SELECT COUNT(*), COUNT(DISTINCT s.name) FROM sqlite_schema s JOIN pragma_table_info(s.name) WHERE s.type = 'table'").Scan(&known, &in); err != nil {
		t.Fatal(err)
	}
	if columns != known || len(tables) != in {
		t.Errorf("%d columns of %d tables, want %d of %d", columns, len(tables), known, in)
	}
}
