package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A manual is what the help of a command tells beside its flags. A status is a
// number of exitStatuses, alone where that table's sentence serves.
type manual struct{ examples, statuses []string }

// statusesKey is the annotation of a command that holds its exit statuses.
const statusesKey = "statuses"

// showHelpOf prints the help of a command in the language of the call.
func (p *program) showHelpOf(cmd *cobra.Command, _ []string) {
	p.speak(cmd)
	annotate(p, cmd.Root())
	fmt.Fprintf(p.Stdout, "%s\n\n", strings.TrimRight(cmp.Or(cmd.Long, cmd.Short), "\n "))
	if cmd.Runnable() || cmd.HasSubCommands() {
		fmt.Fprint(p.Stdout, alignFlags(strings.ReplaceAll(cmd.UsageString(), " (default ", p.Language.Sprint(" (default "))))
	}
}

// alignFlags mends the columns of a list of flags, for which the library counts bytes.
func alignFlags(usage string) string {
	return regexp.MustCompile(`(?m)^ +(-\w, )?--\S+ \S+`).ReplaceAllStringFunc(usage, func(flag string) string {
		return flag + strings.Repeat(" ", len(flag)-terminal.CellWidth(flag))
	})
}

// annotate gives every command its texts in the language of the call, folded, its examples
// and its exit statuses.
func annotate(p *program, root *cobra.Command) {
	l := p.Language
	root.SetUsageTemplate(usageTemplate(root.UsageTemplate(), l))
	all := manuals()
	for _, cmd := range commandTree(root) {
		cmd.InitDefaultHelpFlag()
		cmd.Flags().Lookup("help").Usage = l.Sprintf("help for %s", cmd.Name())
		cmd.Short, cmd.Long = l.Sprint(cmd.Short), l.Sprint(cmd.Long)
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { f.Usage = l.Sprint(f.Usage) })
		switch cmd.CommandPath() {
		case "reconcile exit-codes":
			cmd.Long = exitHelp(p)
		case "reconcile config":
			cmd.Long = config.Help(helpWidth(p), l)
		}
		if m, ok := all[cmd.CommandPath()]; ok {
			cmd.Example = indent(exampleLines(m.examples, l))
			cmd.Annotations = map[string]string{statusesKey: indent(statusLines(m.statuses, l, p.ProseWidth()))}
			if p.Columns() > 0 {
				cmd.Long = terminal.Paragraphs(cmd.Long)
			}
		}
	}
}

// usageTemplate is the library's template in a language, with exit statuses, and with the
// flags of all commands in one place.
func usageTemplate(template string, l words.Language) string {
	const place = `{{if .HasHelpSubCommands}}`
	const global = "Global Flags:\n{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}"
	template = strings.Replace(template, global, l.Sprint("Flags that every command has:")+" reconcile --help", 1)
	for _, said := range []string{
		"Usage:", "Examples:", "Available Commands:", "Flags:", "Additional help topics:",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
	} {
		template = strings.Replace(template, said, l.Sprint(said), 1)
	}
	return strings.Replace(template, place, `{{with index .Annotations "`+statusesKey+`"}}

`+l.Sprint("Exit Statuses:")+`
{{.}}{{end}}`+place, 1)
}

// exampleLines are examples with their notes in a language.
func exampleLines(examples []string, l words.Language) []string {
	lines := slices.Clone(examples)
	for i, example := range lines {
		if command, note, ok := strings.Cut(example, " # "); ok {
			lines[i] = command + " # " + l.Sprint(note)
		}
	}
	return lines
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

// statusLines are the exit statuses of a command, each with what it means in a language,
// in lines of so many cells once they are indented.
func statusLines(statuses []string, l words.Language, width int) []string {
	var lines []string
	for _, s := range statuses {
		number, means, said := strings.Cut(s, " ")
		i := slices.IndexFunc(exitStatuses(), func(e exitStatus) bool { return e.Status == number })
		if !said && i >= 0 {
			means = exitStatuses()[i].Means
		}
		for n, line := range terminal.Wrap(l.Sprint(means), width-7) {
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
		{Use: "exit-codes", Short: "what the exit statuses mean"},
		{Use: "config", Short: "every key of cron.yaml"},
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
			return words.Errorf("help --schema is for help config")
		}
		return showHelp(p, found, *schema)
	}
	return cmd
}

// showHelp prints the help of what was found, as JSON where it is a table.
func showHelp(p *program, found *cobra.Command, jsonSchema bool) error {
	switch name := commandName(found); {
	case name == "config" && (jsonSchema || p.JSON):
		return p.PrintJSON(config.Schema(p.Language))
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
		said := r.EN + "\n  " + r.ZH
		if p.Language == words.Chinese {
			said = r.ZH
		}
		p.Printf("\n%s (%s, per %s, %s)\n  %s\n", r.Code, words.New(string(r.Severity)), subjectText(r.Subject, p.Language), sectionText(r.Section, p.Language), said)
		if r.Threshold != "" {
			p.Printf("  threshold: %s\n", r.Threshold)
		}
	}
	return nil
}
