package runner

import (
	"context"
	"errors"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// noLevel is the --fail-on of a run that fails on no finding.
const noLevel = "none"

// FailLevels are the values of --fail-on, worst first.
func FailLevels() []string {
	return []string{string(ledger.Critical), string(ledger.Error), string(ledger.Warning), noLevel}
}

// FailOn returns the severity that one of failLevels names, which is empty for noLevel.
func FailOn(level string) ledger.Severity {
	if level == noLevel {
		return ""
	}
	return ledger.Severity(level)
}

// ExitFor returns the exit status of a run by its outcome.
func ExitFor(o ledger.Outcome) int {
	switch o {
	case ledger.Clean:
		return exit.Done
	case ledger.Findings:
		return exit.Findings
	}
	return exit.Incomplete
}

// StatusOf returns the exit status of an error.
func StatusOf(ctx context.Context, err error) int {
	var status exit.Status
	var usage *hint.UsageError
	var config *config.Error
	i, stopped := exit.SignalOf(ctx)
	switch {
	case err == nil:
		return exit.Done
	case errors.As(err, &status): // the run was whole before any signal came
		return int(status)
	case stopped:
		return exit.Interrupted + int(i.Number)
	case errors.As(err, &usage), errors.As(err, &config):
		return exit.Usage
	case errors.Is(err, ledger.ErrLocked), errors.Is(err, disk.ErrLocked), errors.Is(err, ledger.ErrBusy):
		return exit.Locked
	}
	return exit.Failed
}

// A TimedOut is the cause of a run that took longer than its job allows.
type TimedOut time.Duration

func (t TimedOut) Error() string { return t.In(words.English) }

// In is what Error says in a language.
func (t TimedOut) In(l words.Language) string {
	return l.Sprintf("stopped, because it took longer than its timeout of %s", time.Duration(t))
}

// A CutOff is the error of a run that a signal ended, with what it was at and what becomes
// of it.
type CutOff struct{ err error }

func (c *CutOff) Error() string { return c.err.Error() }

func (c *CutOff) Unwrap() error { return c.err }
