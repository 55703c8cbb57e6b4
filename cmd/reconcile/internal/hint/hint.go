// Package hint has errors with the next step, and proposes words that a
// misspelt one was probably meant to be.
package hint

import "reconcile/words"

// A UsageError is an error of the command line or the configuration.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }

func (e *UsageError) Unwrap() error { return e.Err }

// An Error is an error with the next step.
type Error struct {
	err  error
	Hint words.Text
}

func (e *Error) Error() string { return e.err.Error() }

func (e *Error) Unwrap() error { return e.err }

// With adds the next step to an error; nil stays nil.
func With(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &Error{err, words.New(format, args...)}
}
