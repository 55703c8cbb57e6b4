package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the program's version as the build recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

// A versionLine is what version prints for programs.
type versionLine struct {
	Schema  int               `json:"schema"`
	Version string            `json:"version"`
	Go      string            `json:"go"`
	System  string            `json:"system"`
	Modules map[string]string `json:"modules"`
}

// newVersionCommand prints the program's version and those of what it is made of.
func newVersionCommand(p *program) *cobra.Command {
	return p.command("version", "print the version", noArgs, func(context.Context, []string) error {
		line := versionLine{schema, version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, modules()}
		if p.json {
			return p.printJSON(line)
		}
		fmt.Fprintf(p.stdout, "reconcile %s, %s, %s\n", line.Version, line.Go, line.System)
		return nil
	})
}

// modules are the versions of the modules that touch money, files and time.
func modules() map[string]string {
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
