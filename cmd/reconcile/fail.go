package main

import (
	"errors"
	"fmt"
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
func (p *program) report(err error) {
	var status statusError
	if err == nil || errors.As(err, &status) {
		return
	}
	for line := range strings.Lines(err.Error()) {
		p.say("%s", strings.TrimRight(line, "\n"))
	}
	var hinted *hintedError
	if errors.As(err, &hinted) {
		p.say("hint: %s", hinted.hint)
	}
}

// say writes one line to standard error.
func (p *program) say(format string, args ...any) {
	fmt.Fprintf(p.stderr, "reconcile: %s\n", visible(fmt.Sprintf(format, args...)))
}
