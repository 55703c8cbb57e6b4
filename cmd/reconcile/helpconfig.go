package main

import (
	"strings"
)

// helpWidth is the length in characters that a line of comment may have.
const helpWidth = 88

// configHelp is the reference of cron.yaml: a configuration with every key,
// each below what it means.
func configHelp() string {
	var b strings.Builder
	b.WriteString("Every key of cron.yaml. Paths are relative to the file; a pattern has * and ? within one level of\n" +
		"folders. The text below is a configuration itself; reconcile help config --schema prints its JSON\n" +
		"Schema, and reconcile init writes a shorter one to start from.\n")
	for _, k := range configKeys() {
		margin := k.margin()
		b.WriteString("\n")
		for _, line := range wrap(k.describe(), helpWidth-len(margin)) {
			b.WriteString(margin + "# " + line + "\n")
		}
		b.WriteString(margin + k.written() + "\n")
	}
	return b.String()
}

// margin is the blanks before the key.
func (k configKey) margin() string { return strings.Repeat("  ", strings.Count(k.path, ".")) }

// written is the key as a configuration has it.
func (k configKey) written() string {
	name := k.path[strings.LastIndex(k.path, ".")+1:]
	switch {
	case name == "[]":
		return "-"
	case name == "*" && k.form.isGroup():
		return k.example + ":"
	case name == "*":
		return k.example
	case k.form.isGroup():
		return name + ":"
	}
	return name + ": " + k.example
}

// wrap cuts a text at blanks into lines of a width.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && cellWidth(line)+1+cellWidth(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
