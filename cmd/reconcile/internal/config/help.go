package config

import (
	"fmt"
	"strings"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// HelpWidth is the length in characters that a line of comment may have.
const HelpWidth = 88

// Help is the reference of cron.yaml with comments of so many cells, HelpWidth at most: a
// configuration with every key, each below what it means.
func Help(width int, l words.Language) string {
	var b strings.Builder
	b.WriteString(l.Sprint("Every key of cron.yaml. Paths are relative to the file; a pattern has * and ? within one level of\n" +
		"folders. The text below is a configuration itself; reconcile help config --schema prints its JSON\n" +
		"Schema, and reconcile init writes a shorter one to start from.\n"))
	writeReference(&b, allKeys(l), "", min(width, HelpWidth), l)
	return b.String()
}

// writeReference writes keys after a margin, each with those below it.
func writeReference(b *strings.Builder, keys []key, margin string, width int, l words.Language) {
	for _, k := range keys {
		b.WriteString("\n")
		for _, line := range terminal.Wrap(k.describe(l), width-len(margin)) {
			b.WriteString(margin + "# " + line + "\n")
		}
		b.WriteString(margin + k.line() + "\n")
		writeReference(b, k.form.keys, margin+"  ", width, l)
	}
}

// starterHead begins the configuration that init writes.
const starterHead = `# What reconcile does every night. Paths are relative to this file.
# A secret never stands here: it is { file: PATH } or { env: NAME }.
# "reconcile check" says what is still missing, with line and column.

`

// The columns of that configuration where the notes begin and, as a rule, end.
const (
	starterNote  = 33
	starterWidth = 120
)

// Starter is the configuration that init writes: what is needed to begin with,
// and the other keys as comments, each beside what it is for.
func Starter(l words.Language) string {
	var b strings.Builder
	b.WriteString("# yaml-language-server: $schema=" + SchemaName + "\n" + l.Sprint(starterHead))
	writeStarterKeys(&b, allKeys(l), "", l)
	return b.String()
}

// writeStarterKeys writes keys after a margin, which has a # where they are comments.
func writeStarterKeys(b *strings.Builder, keys []key, margin string, l words.Language) {
	for _, k := range keys {
		start := margin
		if !k.needed() && !k.active && k.name != "*" && !strings.Contains(margin, "#") {
			start += "# "
		}
		if margin == "" && k.form.keys != nil {
			b.WriteString("\n")
		}
		line := start + k.line()
		column := max(starterNote, terminal.CellWidth(line)+2)
		fmt.Fprintf(b, "%s%*s# %s\n", line, column-terminal.CellWidth(line), "", k.note(starterWidth-column-2, l))
		writeStarterKeys(b, k.form.keys, start+"  ", l)
	}
}
