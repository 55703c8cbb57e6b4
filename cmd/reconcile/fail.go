package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// All that the program says to people goes one of two ways: results to
// standard output, talk to standard error, each line of it after "reconcile: ".
// An error says what was attempted, on what, and why it did not work, in lower
// case and without a period; where there is a way out, a hint follows.

// A usageError says that the command line is wrong.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// A hintedError is an error with the next step.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// withHint adds the next step to an error; nil stays nil.
func withHint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &hintedError{err, fmt.Sprintf(format, args...)}
}

// report tells an error to the user: each of its lines, then its hint. No error,
// or one that has been told already, is passed over.
func (p *program) report(err error) { p.reportOn(p.log, err) }

// reportOn is report; where the log is for programs, the error is one line of a
// log that knows the job.
func (p *program) reportOn(log *slog.Logger, err error) {
	var status statusError
	if err == nil || errors.As(err, &status) {
		return
	}
	var hinted *hintedError
	errors.As(err, &hinted)
	if p.logsJSON() {
		var attrs []any
		if hinted != nil {
			attrs = []any{"hint", hinted.hint}
		}
		log.Error(err.Error(), attrs...)
		return
	}
	for line := range strings.Lines(err.Error()) {
		p.say("%s", strings.TrimRight(line, "\n"))
	}
	if hinted != nil {
		p.say("hint: %s", hinted.hint)
	}
}

// crash tells of a fault in the program itself.
func (p *program) crash(fault any, stack []byte) {
	if p.logsJSON() {
		p.log.Error(fmt.Sprintf("internal error: %v", fault), "stack", string(stack))
		return
	}
	p.say("internal error: %v", fault)
	fmt.Fprintf(p.stderr, "%s", stack)
}

// say writes one line to standard error.
func (p *program) say(format string, args ...any) {
	if p.logsJSON() {
		p.log.Info(fmt.Sprintf(format, args...))
		return
	}
	fmt.Fprintf(p.stderr, "reconcile: %s\n", visible(fmt.Sprintf(format, args...)))
}
