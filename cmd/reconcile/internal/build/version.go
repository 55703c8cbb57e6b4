// Package build has the version of this program and of its modules.
package build

import "runtime/debug"

// Version is the program's version as the build recorded it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

// Modules are the versions of the modules that touch money, files and time.
func Modules() map[string]string {
	found := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return found
	}
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/mattn/go-sqlite3", "github.com/shopspring/decimal", "github.com/xuri/excelize/v2", "github.com/robfig/cron/v3", "golang.org/x/text":
			found[m.Path] = m.Version
		}
	}
	return found
}
