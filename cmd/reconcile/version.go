package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/build"
)

// newVersionCommand prints the program's version and those of what it is made of.
func newVersionCommand(p *program) *cobra.Command {
	return p.command("version", "print the version", noArgs, func(context.Context, []string) error {
		system := runtime.GOOS + "/" + runtime.GOARCH
		if p.JSON {
			return p.PrintFields("version", build.Version(), "go", runtime.Version(), "system", system, "modules", build.Modules())
		}
		fmt.Fprintf(p.Stdout, "reconcile %s, %s, %s\n", build.Version(), runtime.Version(), system)
		return nil
	})
}
