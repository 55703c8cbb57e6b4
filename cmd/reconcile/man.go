package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// manCommand writes the man pages, which say what the help says.
func (p *program) manCommand() *cobra.Command {
	var cmd *cobra.Command
	cmd = p.command("man DIR", "write the man pages into a folder", oneArg,
		func(_ context.Context, args []string) error { return p.man(cmd.Root(), args[0]) })
	cmd.Long = "Write a man page for each command, such as reconcile-run.1, and for each topic of the help, such as\n" +
		"reconcile-config.7, into a folder, which is made where it is missing. Pages of an earlier version are\n" +
		"replaced."
	return cmd
}

func (p *program) man(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("man: %w", err)
	}
	var wrote []string
	var errs []error
	for _, cmd := range commandTree(root) {
		name := pageName(cmd) + "." + pageSection(cmd)
		wrote = append(wrote, name)
		errs = append(errs, os.WriteFile(filepath.Join(dir, name), manPage(cmd), 0o644))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("man: %w", err)
	}
	if p.json {
		return p.printJSON(struct {
			Schema int      `json:"schema"`
			Wrote  []string `json:"wrote"`
		}{schema, wrote})
	}
	if !p.quiet {
		fmt.Fprintf(p.stdout, "wrote %s into %s\n", count(int64(len(wrote)), "page"), dir)
	}
	return nil
}

// pageName is the name of a command's page, such as reconcile-batch-list.
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// pageSection is the section of the manual: 1 for commands, 7 for topics.
func pageSection(cmd *cobra.Command) string {
	if cmd.IsAdditionalHelpTopicCommand() {
		return "7"
	}
	return "1"
}

// pageRef is how one page names another.
func pageRef(cmd *cobra.Command) string { return pageName(cmd) + "(" + pageSection(cmd) + ")" }

// pageDate is the day of the build's commit, "" where the build does not know.
func pageDate() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			day, _, _ := strings.Cut(s.Value, "T")
			return day
		}
	}
	return ""
}

// manPage is the page of a command or a topic.
func manPage(cmd *cobra.Command) []byte {
	var b bytes.Buffer
	r := roff{&b}
	cmd.InitDefaultHelpFlag()
	r.head(pageName(cmd), pageSection(cmd), pageDate(), version(), cmd.Short)
	if cmd.Runnable() || cmd.HasAvailableSubCommands() {
		r.section("SYNOPSIS")
		r.verbatim(cmd.UseLine())
	}
	r.section("DESCRIPTION")
	if cmd.Long != "" {
		r.verbatim(cmd.Long)
	} else {
		r.text(strings.ToUpper(cmd.Short[:1]) + cmd.Short[1:] + ".")
	}
	if cmd.HasAvailableSubCommands() {
		r.section("COMMANDS")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.Name() == "help" {
				r.item(pageRef(c), c.Short)
			}
		}
	}
	r.flags("OPTIONS", cmd.LocalFlags())
	r.flags("OPTIONS OF EVERY COMMAND", cmd.InheritedFlags())
	r.lines("EXIT STATUS", cmd.Annotations[statusesKey])
	r.lines("EXAMPLES", cmd.Example)
	r.section("SEE ALSO")
	r.text(strings.Join(related(cmd), ", "))
	return b.Bytes()
}

// related are the pages beside a command's own: its parent, its topics.
func related(cmd *cobra.Command) []string {
	var names []string
	if cmd.HasParent() {
		names = append(names, pageRef(cmd.Parent()))
	}
	for _, c := range cmd.Root().Commands() {
		if c != cmd && c.IsAdditionalHelpTopicCommand() {
			names = append(names, pageRef(c))
		}
	}
	return names
}
