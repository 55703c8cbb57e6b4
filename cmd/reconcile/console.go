package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"
)

// All that the program says to people goes one of two ways: results to
// standard output, talk to standard error, each line of it after "reconcile: ".
// An error says what was attempted, on what, and why it did not work, in lower
// case and without a period; where there is a way out, a hint follows.

// A console is where a program writes: results to stdout, the log and errors to
// stderr.
type console struct {
	getenv         func(string) string // asked for NO_COLOR and TERM
	stdout, stderr io.Writer
	log            *slog.Logger
	bar            *progress // nil where none is shown
	options
}

// options are what the flags of every command say of the console.
type options struct {
	quiet, json, noColor bool
	logForm, logLevel    string // see logText and leastLevel
}

// newConsole returns a console whose log is for people.
func newConsole(getenv func(string) string, stdout, stderr io.Writer) *console {
	return &console{getenv: getenv, stdout: stdout, stderr: stderr, log: slog.New(newTalk(stderr, false))}
}

// printJSON prints one document for programs.
func (c *console) printJSON(v any) error {
	e := json.NewEncoder(c.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// colour tells whether standard output takes colour: a terminal that nobody
// asked to be plain.
func (c *console) colour() bool {
	file, ok := c.stdout.(*os.File)
	return ok && !c.noColor && c.getenv("NO_COLOR") == "" && c.getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// columns is the width of the terminal that standard output is, 0 where it is
// none.
func (c *console) columns() int {
	file, ok := c.stdout.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// report tells an error to the user: each of its lines, then its hint. No error,
// or one that has been told already, is passed over.
func (c *console) report(err error) { c.reportOn(c.log, err) }

// reportOn is report; where the log is for programs, the error is one line of a
// log that knows the job.
func (c *console) reportOn(log *slog.Logger, err error) {
	var status statusError
	if err == nil || errors.As(err, &status) {
		return
	}
	var hinted *hintedError
	errors.As(err, &hinted)
	if c.logsJSON() {
		var attrs []any
		if hinted != nil {
			attrs = []any{"hint", hinted.hint}
		}
		log.Error(err.Error(), attrs...)
		return
	}
	for line := range strings.Lines(err.Error()) {
		c.say("%s", strings.TrimRight(line, "\n"))
	}
	if hinted != nil {
		c.say("hint: %s", hinted.hint)
	}
}

// crash tells of a fault in the program itself.
func (c *console) crash(fault any, stack []byte) {
	if c.logsJSON() {
		c.log.Error(fmt.Sprintf("internal error: %v", fault), "stack", string(stack))
		return
	}
	c.say("internal error: %v", fault)
	fmt.Fprintf(c.stderr, "%s", stack)
}

// say writes one line to standard error.
func (c *console) say(format string, args ...any) {
	if c.logsJSON() {
		c.log.Info(fmt.Sprintf(format, args...))
		return
	}
	fmt.Fprintf(c.stderr, "reconcile: %s\n", visible(fmt.Sprintf(format, args...)))
}
