package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/build"
	"reconcile/ledger"
)

// newVersionCommand prints the program's version and those of what it is made of.
func newVersionCommand(p *program) *cobra.Command {
	return p.command("version", "print the version", noArgs, func(context.Context, []string) error {
		system := runtime.GOOS + "/" + runtime.GOARCH
		modules := build.Modules()
		if p.JSON {
			byName := map[string]string{}
			for _, m := range modules {
				byName[m.Name] = m.Version
			}
			return p.PrintFields("version", build.Version(), "go", runtime.Version(), "system", system, "sqlite", ledger.SQLiteVersion(), "modules", byName)
		}
		fmt.Fprintf(p.Stdout, "reconcile %s, %s, %s\nSQLite %s\n", build.Version(), runtime.Version(), system, ledger.SQLiteVersion())
		for _, m := range modules {
			fmt.Fprintf(p.Stdout, "%s %s\n", m.Name, m.Version)
		}
		return nil
	})
}
