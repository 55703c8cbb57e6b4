package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// A roff writes a page for man in its macros. Text is never taken for one.
type roff struct{ w io.Writer }

// escape makes text of characters that roff would act on: backslashes, hyphens
// that it would make typographic, and a point or quote that begins a line.
func escape(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}

// head writes the title and what apropos finds.
func (r roff) head(name, section, date, version, short string) {
	fmt.Fprintf(r.w, ".TH \"%s\" %s \"%s\" \"%s\"\n", escape(strings.ToUpper(name)), section, date, escape("reconcile "+version))
	r.section("NAME")
	fmt.Fprintf(r.w, "%s \\- %s\n", escape(name), escape(short))
}

// section begins a section.
func (r roff) section(title string) { fmt.Fprintf(r.w, ".SH %s\n", title) }

// text writes a paragraph.
func (r roff) text(text string) { fmt.Fprintln(r.w, escape(text)) }

// item writes a term and what it means.
func (r roff) item(term, text string) {
	fmt.Fprintf(r.w, ".TP\n\\fB%s\\fR\n%s\n", escape(term), escape(text))
}

// verbatim writes lines as they stand.
func (r roff) verbatim(text string) {
	fmt.Fprintln(r.w, ".nf")
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		fmt.Fprintln(r.w, escape(strings.TrimRight(line, " \n")))
	}
	fmt.Fprintln(r.w, ".fi")
}

// lines is a section of lines as they stand, left out where there is none.
func (r roff) lines(title, text string) {
	if text != "" {
		r.section(title)
		r.verbatim(text)
	}
}

// flags is a section of flags, left out where there is none.
func (r roff) flags(title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	r.section(title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		term := "--" + f.Name
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		if value != "" {
			term += " " + value
		}
		if f.DefValue != "" && f.DefValue != "false" {
			text += " (default " + f.DefValue + ")"
		}
		r.item(term, text)
	})
}
