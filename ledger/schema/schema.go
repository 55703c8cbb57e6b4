// Package schema holds the migrations of the books, in a folder for each engine.
package schema

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql postgres/*.sql citus/*.sql
var files embed.FS

//go:embed sqlite.sql
var newSQLite string

// NewSQLite returns what the migrations for SQLite make of an empty file, as one text. It is
// written by a test (go test ./ledger/internal/sqlite -update) and held against them.
func NewSQLite() string { return newSQLite }

// SQLite returns the migrations for SQLite in the order of their numbers. They only
// grow: one that was released is never edited.
func SQLite() ([]string, error) { return texts("sqlite") }

// Postgres returns those for PostgreSQL. The first makes the books as those of SQLite are
// after its migrations.
func Postgres() ([]string, error) { return texts("postgres") }

// Citus returns what follows the migration of a number for PostgreSQL on a Citus cluster,
// once the tables are distributed.
func Citus(number int) (string, error) {
	all, err := texts("citus")
	if err != nil || number > len(all) {
		return "", err
	}
	return all[number-1], nil
}

func texts(folder string) ([]string, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries {
		text, err := files.ReadFile(folder + "/" + e.Name())
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
