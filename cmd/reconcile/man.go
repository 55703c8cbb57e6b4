package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// newManCommand writes the man pages, with the text of the help.
func newManCommand(p *program) *cobra.Command {
	var cmd *cobra.Command
	cmd = p.command("man DIR", "write the man pages into a folder", oneArg,
		func(_ context.Context, args []string) error { return writeManPages(p, cmd.Root(), args[0]) })
	cmd.Long = "Write a man page for each command, such as reconcile-run.1, and for each topic of the help, such as\n" +
		"reconcile-config.7, into a folder, which is made where it is missing. Pages of an earlier version are\n" +
		"replaced."
	return cmd
}

func writeManPages(p *program, root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return words.Errorf("man: %w", err)
	}
	var wrote []string
	var errs []error
	annotate(p, root)
	for _, cmd := range commandTree(root) {
		name := pageName(cmd) + "." + pageSection(cmd)
		wrote = append(wrote, name)
		page, err := manPage(cmd)
		errs = append(errs, err, os.WriteFile(filepath.Join(dir, name), page, 0o644))
	}
	if err := errors.Join(errs...); err != nil {
		return words.Errorf("man: %w", err)
	}
	if p.JSON {
		return p.PrintFields("wrote", wrote)
	}
	if !p.Quiet {
		p.Printf("wrote %s into %s\n", terminal.Count(int64(len(wrote)), "page"), dir)
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

// manPage is the page of a command or a topic. The generator takes texts for
// Markdown and has no place for exit statuses and topics: so the description
// holds them, the text of the help in fences. A page names the version instead of
// a date, so that the same program writes the same pages.
func manPage(cmd *cobra.Command) ([]byte, error) {
	page := *cmd
	page.DisableAutoGenTag, page.DisableFlagsInUseLine = true, cmd.IsAdditionalHelpTopicCommand()
	var text strings.Builder
	if cmd.Long != "" {
		fmt.Fprintf(&text, "```\n%s\n```\n", strings.TrimRight(cmd.Long, "\n"))
	} else {
		fmt.Fprintf(&text, "%s.\n", strings.ToUpper(cmd.Short[:1])+cmd.Short[1:])
	}
	if cmd.HasAvailableSubCommands() {
		text.WriteString("\n# COMMANDS\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() || c.Name() == "help" {
				fmt.Fprintf(&text, "**%s(%s)**\n:   %s\n\n", pageName(c), pageSection(c), c.Short)
			}
		}
	}
	if statuses := cmd.Annotations[statusesKey]; statuses != "" {
		fmt.Fprintf(&text, "\n# EXIT STATUS\n```\n%s\n```\n", statuses)
	}
	page.Long = text.String()
	var b bytes.Buffer
	err := doc.GenMan(&page, &doc.GenManHeader{Section: pageSection(cmd), Date: &time.Time{}, Source: "reconcile " + build.Version()}, &b)
	return bytes.Replace(b.Bytes(), []byte(` "Jan 0001" `), []byte(` "" `), 1), err
}
