// Package terminal prints for people: tables and folded sentences that fit a
// terminal, the log, progress and errors; and JSON for programs.
package terminal

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/words"
)

// All that the program says to people goes one of two ways: results to
// standard output, talk to standard error, each line of it after "reconcile: ".
// An error says what was attempted, on what, and why it did not work, in lower
// case and without a period; where there is a way out, a hint follows.

// A Console is where a program writes: results to stdout, the log and errors to
// stderr.
type Console struct {
	Getenv         func(string) string // asked for NO_COLOR and TERM
	Stdout, Stderr io.Writer           // for people: folded where they are terminals
	Raw            io.Writer           // standard output for programs, and for what is copied from it
	Log            *slog.Logger
	Bar            *progress      // nil where none is shown
	Language       words.Language // of what is printed for people
	Options

	out, talk *folder   // what Stdout and Stderr are
	screen    io.Writer // standard error as it is
}

// Options are what the flags of every command set of the console.
type Options struct {
	Quiet, JSON, NoColor bool
	LogForm, LogLevel    string // see LogText and leastLevel
}

// NewConsole returns a console whose log is for people, in the language of the
// environment.
func NewConsole(getenv func(string) string, stdout, stderr io.Writer) *Console {
	l := words.Environment(getenv)
	out, talk := &folder{w: stdout, width: widthOf(stdout)}, &folder{w: stderr, width: widthOf(stderr)}
	return &Console{Getenv: getenv, Stdout: out, Stderr: talk, Raw: stdout, Log: slog.New(newTextHandler(talk, slog.LevelInfo, l)), Language: l,
		out: out, talk: talk, screen: stderr}
}

// FoldAt makes the console one of so many columns, whatever it writes to; 0 is no
// terminal.
func (c *Console) FoldAt(columns int) {
	c.out.width = func() int { return columns }
	c.talk.width = c.out.width
}

// Plain is the console for what is read elsewhere: without colour and fold.
func (c *Console) Plain() *Console {
	plain := *c
	plain.NoColor = true
	plain.out = &folder{w: c.out.w, width: func() int { return 0 }}
	plain.Stdout = plain.out
	return &plain
}

// Flush writes what has no line end.
func (c *Console) Flush() {
	c.out.flush()
	c.talk.flush()
}

// widthOf returns what tells the columns of the terminal that is written to, 0 where it
// is none.
func widthOf(w io.Writer) func() int {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func() int { return 0 }
	}
	return func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 0
		}
		return width
	}
}

// colour reports whether what is written to takes colour: a terminal that nobody asked
// to be plain.
func (c *Console) colour(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && !c.NoColor && c.Getenv("NO_COLOR") == "" && c.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// Columns is the width of the terminal that standard output is, 0 where it is
// none.
func (c *Console) Columns() int { return c.out.width() }

// Speech is the language of what a command finds: English for programs.
func (c *Console) Speech() words.Language {
	if c.JSON {
		return words.English
	}
	return c.Language
}

// Report prints an error to the user: each of its lines, then its hint. No error,
// or one that has been explained already, is passed over.
func (c *Console) Report(err error) { c.ReportOn(c.Log, err) }

// ReportOn is Report; where the log is for programs, the error is one line of a
// log that knows the job.
func (c *Console) ReportOn(log *slog.Logger, err error) {
	var status exit.Status
	if err == nil || errors.As(err, &status) {
		return
	}
	var hinted *hint.Error
	errors.As(err, &hinted)
	if c.logsJSON() {
		var attrs []any
		if hinted != nil {
			attrs = []any{"hint", hinted.Hint.String()}
		}
		log.Error(err.Error(), attrs...)
		return
	}
	if l, ok := problemsOf(err); ok {
		c.reportProblems(l)
	} else {
		for line := range strings.Lines(c.Language.Error(err)) {
			c.say(red, "reconcile:", strings.TrimRight(line, "\n"))
		}
	}
	if hinted != nil {
		c.say(cyan, "reconcile: "+c.Language.Sprint("hint:"), hinted.Hint.In(c.Language))
	}
}

// Crash prints a fault in the program itself.
func (c *Console) Crash(fault any, stack []byte) {
	if c.logsJSON() {
		c.Log.Error(fmt.Sprintf("internal error: %v", fault), "stack", string(stack))
		return
	}
	c.say(red, "reconcile:", c.Language.Sprintf("internal error: %v", fault))
	fmt.Fprintf(c.talk.w, "%s", stack)
}

// Say writes one line to standard error, in the language of people.
func (c *Console) Say(format string, args ...any) {
	if c.logsJSON() {
		c.Log.Info(fmt.Sprintf(format, args...))
		return
	}
	c.say("", "reconcile:", c.Language.Sprintf(format, args...))
}

// say writes a line to standard error after a head, which has a colour.
func (c *Console) say(colour, head, text string) {
	if !c.colour(c.screen) {
		colour = ""
	}
	fmt.Fprintf(c.Stderr, "%s %s\n", tint(colour, head), Visible(text))
}
