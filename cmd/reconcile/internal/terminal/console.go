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
)

// All that the program says to people goes one of two ways: results to
// standard output, talk to standard error, each line of it after "reconcile: ".
// An error says what was attempted, on what, and why it did not work, in lower
// case and without a period; where there is a way out, a hint follows.

// A Console is where a program writes: results to stdout, the log and errors to
// stderr.
type Console struct {
	Getenv         func(string) string // asked for NO_COLOR and TERM
	Stdout, Stderr io.Writer
	Log            *slog.Logger
	Bar            *progress // nil where none is shown
	Options
}

// Options are what the flags of every command set of the console.
type Options struct {
	Quiet, JSON, NoColor bool
	LogForm, LogLevel    string // see LogText and leastLevel
}

// NewConsole returns a console whose log is for people.
func NewConsole(getenv func(string) string, stdout, stderr io.Writer) *Console {
	return &Console{Getenv: getenv, Stdout: stdout, Stderr: stderr, Log: slog.New(newTextHandler(stderr, slog.LevelInfo))}
}

// colour reports whether standard output takes colour: a terminal that nobody
// asked to be plain.
func (c *Console) colour() bool {
	file, ok := c.Stdout.(*os.File)
	return ok && !c.NoColor && c.Getenv("NO_COLOR") == "" && c.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// Columns is the width of the terminal that standard output is, 0 where it is
// none.
func (c *Console) Columns() int {
	file, ok := c.Stdout.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
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
			attrs = []any{"hint", hinted.Hint}
		}
		log.Error(err.Error(), attrs...)
		return
	}
	for line := range strings.Lines(err.Error()) {
		c.Say("%s", strings.TrimRight(line, "\n"))
	}
	if hinted != nil {
		c.Say("hint: %s", hinted.Hint)
	}
}

// Crash prints a fault in the program itself.
func (c *Console) Crash(fault any, stack []byte) {
	if c.logsJSON() {
		c.Log.Error(fmt.Sprintf("internal error: %v", fault), "stack", string(stack))
		return
	}
	c.Say("internal error: %v", fault)
	fmt.Fprintf(c.Stderr, "%s", stack)
}

// Say writes one line to standard error.
func (c *Console) Say(format string, args ...any) {
	if c.logsJSON() {
		c.Log.Info(fmt.Sprintf(format, args...))
		return
	}
	fmt.Fprintf(c.Stderr, "reconcile: %s\n", Visible(fmt.Sprintf(format, args...)))
}

// Bold makes a heading stand out where standard output takes colour.
func (p *Console) Bold(s string) string { return p.Painter()(0, "", s) }
