// Package query holds the statements of the books by name. One text of each serves every
// engine; what depends on one is with that engine.
package query

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Files are the statements, each in a file of its name and ".sql".
func Files() fs.ReadDirFS { return files }

// Text returns the statement of a name, or of several that are joined by "+": each goes
// on where the one before it ends.
func Text(name string) (string, error) {
	var whole strings.Builder
	for part := range strings.SplitSeq(name, "+") {
		b, err := files.ReadFile(part + ".sql")
		if err != nil {
			return "", err
		}
		whole.Write(b)
	}
	return whole.String(), nil
}
