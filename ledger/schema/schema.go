// Package schema holds the migrations of the books, in a folder for each engine.
package schema

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql
var files embed.FS

// SQLite returns the migrations for SQLite in the order of their numbers. They only
// grow: one that was released is never edited.
func SQLite() ([]string, error) {
	entries, err := fs.ReadDir(files, "sqlite")
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries {
		text, err := files.ReadFile("sqlite/" + e.Name())
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
