package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A manual is what the help of a command tells beside its flags. A status is a
// number of exitStatuses, alone where that table's sentence serves.
type manual struct{ examples, statuses []string }

// statusesKey is the annotation of a command that holds its exit statuses.
const statusesKey = "statuses"

// annotate gives every command its examples and exit statuses, folds its text, and names
// the flags of all commands in one place.
func annotate(p *program, root *cobra.Command) {
	const place = `{{if .HasHelpSubCommands}}`
	const global = "Global Flags:\n{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}"
	template := strings.Replace(root.UsageTemplate(), global, "Flags that every command has: "+root.Name()+" --help", 1)
	root.SetUsageTemplate(strings.Replace(template, place,
		`{{with index .Annotations "`+statusesKey+`"}}

Exit Statuses:
{{.}}{{end}}`+place, 1))
	all := manuals()
	for _, cmd := range commandTree(root) {
		m, ok := all[cmd.CommandPath()]
		if !ok {
			continue
		}
		if p.Columns() > 0 {
			cmd.Long = terminal.Paragraphs(cmd.Long)
		}
		cmd.Example = indent(m.examples)
		cmd.Annotations = map[string]string{statusesKey: indent(statusLines(m.statuses, p.ProseWidth()))}
	}
}

// commandTree lists a command and all that are below it, in the order of their
// names, except hidden ones.
func commandTree(cmd *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			list = append(list, commandTree(c)...)
		}
	}
	return list
}

// statusLines are the exit statuses of a command, each with what it means, in lines of
// so many cells once they are indented.
func statusLines(statuses []string, width int) []string {
	var lines []string
	for _, s := range statuses {
		number, means, said := strings.Cut(s, " ")
		i := slices.IndexFunc(exitStatuses(), func(e exitStatus) bool { return e.Status == number })
		if !said && i >= 0 {
			means = exitStatuses()[i].Means
		}
		for n, line := range terminal.Wrap(means, width-7) {
			if n > 0 {
				number = ""
			}
			lines = append(lines, fmt.Sprintf("%3s  %s", number, line))
		}
	}
	return lines
}

// indent puts two blanks before each line.
func indent(lines []string) string { return "  " + strings.Join(lines, "\n  ") }

// helpTopics are the texts that are no commands.
func helpTopics(p *program) []*cobra.Command {
	return []*cobra.Command{
		{Use: "exit-codes", Short: "what the exit statuses mean", Long: exitHelp(p)},
		{Use: "config", Short: "every key of cron.yaml", Long: config.Help(helpWidth(p))},
	}
}

// helpWidth is how wide the comments of the reference are, its mark left out.
func helpWidth(p *program) int {
	if columns := p.Columns(); columns > 0 {
		return columns - len("# ")
	}
	return config.HelpWidth
}

// newHelpCommand prints the help of a command or a topic.
func newHelpCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{Use: "help [COMMAND|TOPIC]", Short: "tell more about a command or a topic"}
	schema := cmd.Flags().Bool("schema", false, "with config: print the JSON Schema of cron.yaml, for editors")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		found, rest, err := cmd.Root().Find(args)
		if err != nil {
			return err
		}
		if len(rest) > 0 && found.HasSubCommands() {
			return unknownCommand(found, rest[0])
		}
		if *schema && found.Name() != "config" {
			return fmt.Errorf("help --schema is for help config")
		}
		return showHelp(p, found, *schema)
	}
	return cmd
}

// showHelp prints the help of what was found, as JSON where it is a table.
func showHelp(p *program, found *cobra.Command, jsonSchema bool) error {
	switch name := commandName(found); {
	case name == "config" && (jsonSchema || p.JSON):
		return p.PrintJSON(config.Schema())
	case name == "exit-codes" && p.JSON:
		return p.PrintFields("statuses", exitStatuses())
	case name == "rules" && p.JSON:
		return listRules(p)
	case name == "rules":
		return showRulesHelp(p, found)
	}
	found.InitDefaultHelpFlag()
	return found.Help()
}

// showRulesHelp prints the help of rules, then each rule in a paragraph.
func showRulesHelp(p *program, found *cobra.Command) error {
	rules, err := ledger.Rules()
	if err != nil {
		return err
	}
	found.InitDefaultHelpFlag()
	if err := found.Help(); err != nil {
		return err
	}
	for _, r := range rules {
		fmt.Fprintf(p.Stdout, "\n%s (%s, per %s, %s)\n  %s\n  %s\n", r.Code, r.Severity, r.Subject, r.Section, r.EN, r.ZH)
		if r.Threshold != "" {
			fmt.Fprintf(p.Stdout, "  threshold: %s\n", r.Threshold)
		}
	}
	return nil
}
