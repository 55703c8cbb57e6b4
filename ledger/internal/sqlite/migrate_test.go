package sqlite

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"reconcile/ledger/schema"
)

var update = flag.Bool("update", false, "write the schema of new books")

// TestNewBooks holds the text that new books are made by against the migrations.
func TestNewBooks(t *testing.T) {
	all, err := schema.SQLite()
	if err != nil {
		t.Fatal(err)
	}
	migrated := inMemory(t)
	if err := migrateFrom(t.Context(), migrated, 0, all); err != nil {
		t.Fatal(err)
	}
	const head = "-- What the migrations make of an empty file: new books are made by it. Written by\n" +
		"-- go test ./ledger/internal/sqlite -update; not to be edited.\n"
	want := head + dump(t, migrated)
	if *update {
		if err := os.WriteFile("../../schema/sqlite.sql", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if schema.NewSQLite() != want {
		t.Error("ledger/schema/sqlite.sql is not what the migrations make: go test ./ledger/internal/sqlite -update")
	}
	fresh := inMemory(t)
	if err := migrate(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	if got := head + dump(t, fresh); got != want {
		t.Errorf("new books are\n%s\nwant\n%s", got, want)
	}
	if version, err := readVersion(t.Context(), fresh); version != len(all) || err != nil {
		t.Errorf("new books have version %d, %v, want %d", version, err, len(all))
	}
}

func inMemory(t *testing.T) Pool {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // each connection would have a database of its own
	return Pool{db}
}

// dump is a text that makes a database again: its tables with their rows, indexes and views.
func dump(t *testing.T, db Pool) string {
	t.Helper()
	var text strings.Builder
	var tables []string
	each(t, db, "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'view', type = 'index', rowid", func(row []any) {
		if row[0] == "table" {
			tables = append(tables, row[1].(string))
		}
		fmt.Fprintf(&text, "\n%s;\n", row[2])
	})
	for _, table := range tables {
		each(t, db, "SELECT * FROM "+table, func(row []any) {
			values := make([]string, len(row))
			for i, value := range row {
				values[i] = literal(value)
			}
			fmt.Fprintf(&text, "\nINSERT INTO %s VALUES (%s);\n", table, strings.Join(values, ", "))
		})
	}
	return text.String()
}

// literal is a value as SQL has it.
func literal(value any) string {
	switch value := value.(type) {
	case nil:
		return "NULL"
	case int64:
		return fmt.Sprint(value)
	case []byte:
		return fmt.Sprintf("x'%x'", value)
	default:
		return "'" + strings.ReplaceAll(fmt.Sprint(value), "'", "''") + "'"
	}
}

func each(t *testing.T, db Pool, query string, do func(row []any)) {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	row, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		do(row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
