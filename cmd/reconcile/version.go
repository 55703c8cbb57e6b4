package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/terminal"
)

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
		line := versionLine{terminal.Schema, build.Version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, build.Modules()}
		if p.JSON {
			return p.PrintJSON(line)
		}
		fmt.Fprintf(p.Stdout, "reconcile %s, %s, %s\n", line.Version, line.Go, line.System)
		return nil
	})
}
