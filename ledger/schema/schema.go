// Package schema holds the migrations of the books, in a folder for each engine.
package schema

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// SQLite returns the migrations for SQLite in the order of their numbers. They only
// grow: one that was released is never edited.
func SQLite() ([]string, error) { return texts("sqlite") }

// Postgres returns those for PostgreSQL. The first makes the books as those of SQLite are
// after its migrations.
func Postgres() ([]string, error) { return texts("postgres") }

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
