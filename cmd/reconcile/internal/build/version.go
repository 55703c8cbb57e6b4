// Package build has the version of this program and of its modules.
package build

import (
	"runtime/debug"
	"strings"
	"time"
)

// Number is the version, as CHANGELOG.md describes it.
const Number = "1.0.0"

// Version is the version with the commit that it was built from and its day, as far as the
// build recorded them: "1.0.0 (4a205e0, 2026-11-29)". What was built of files that are not in
// the commit says so.
func Version() string {
	commit, changed, day := "", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value[:min(7, len(s.Value))]
			case "vcs.modified":
				if s.Value == "true" {
					changed = " and changes"
				}
			case "vcs.time":
				if at, err := time.Parse(time.RFC3339, s.Value); err == nil {
					day = at.UTC().Format(time.DateOnly)
				}
			}
		}
	}
	if commit == "" {
		return Number
	}
	return Number + " (" + strings.TrimSuffix(commit+changed+", "+day, ", ") + ")"
}

// A Module is one that the program was built with.
type Module struct {
	Name, Version string
}

// Modules are those that touch money, files and time.
func Modules() []Module {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var found []Module
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/mattn/go-sqlite3", "github.com/jackc/pgx/v5", "github.com/shopspring/decimal", "github.com/xuri/excelize/v2",
			"github.com/robfig/cron/v3", "golang.org/x/text":
			found = append(found, Module{m.Path, m.Version})
		}
	}
	return found
}
