package main

import (
	"context"
	"errors"
	"strings"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// An exitStatus is one row of the table that scripts depend on.
type exitStatus struct{ Status, Means, Outputs string }

// exitStatuses is the table of exit statuses (§5), which the help prints and
// the README repeats.
func exitStatuses() []exitStatus {
	return []exitStatus{
		{"0", "done; no open finding at or above --fail-on", "whole"},
		{"1", "failed", "none of this run"},
		{"2", "wrong usage or configuration", "none"},
		{"3", "done; there are findings at or above --fail-on", "whole"},
		{"4", "done on incomplete input: a source without a file, a refused file, a rejected row of an export or request; wins over 3", "whole, marked"},
		{"5", "another run holds the ledger", "none"},
		{"130", "interrupted by SIGINT", "none of this run"},
		{"143", "interrupted by SIGTERM", "none of this run"},
	}
}

// exitHelp prints the table for people.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("Exit statuses. A script should take any other one for a failure.\n\n")
	t := terminal.Table{Columns: []terminal.Column{{Title: "status", Right: true}, {Title: "means"}, {Title: "outputs"}}}
	for _, s := range exitStatuses() {
		t.Add(s.Status, s.Means, s.Outputs)
	}
	t.Write(&b, terminal.Plain)
	b.WriteString("\nWith several jobs the worst one counts: 1, then 4, then 3.")
	return b.String()
}

// noLevel is the --fail-on of a run that fails on no finding.
const noLevel = "none"

// failLevels are the values of --fail-on, worst first.
func failLevels() []string {
	return []string{string(ledger.Critical), string(ledger.Error), string(ledger.Warning), noLevel}
}

// failOn returns the severity that one of failLevels names, which is empty for noLevel.
func failOn(level string) ledger.Severity {
	if level == noLevel {
		return ""
	}
	return ledger.Severity(level)
}

// exitFor returns the exit status of a run by its outcome.
func exitFor(o ledger.Outcome) int {
	switch o {
	case ledger.Clean:
		return exit.Done
	case ledger.Findings:
		return exit.Findings
	}
	return exit.Incomplete
}

// statusOf returns the exit status of an error.
func statusOf(ctx context.Context, err error) int {
	var status exit.Status
	var usage *hint.UsageError
	var config *configError
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
	case errors.Is(err, ledger.ErrLocked), errors.Is(err, errCaptured), errors.Is(err, ledger.ErrBusy):
		return exit.Locked
	}
	return exit.Failed
}
