package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"reconcile/ledger"
)

// The exit statuses. What each means stands in exitStatuses.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitFindings    = 3
	exitIncomplete  = 4
	exitLocked      = 5
	exitInterrupted = 128 // plus the number of the signal
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
	t := table{columns: []column{{title: "status", right: true}, {title: "means"}, {title: "outputs"}}}
	for _, s := range exitStatuses() {
		t.add(s.Status, s.Means, s.Outputs)
	}
	t.write(&b, plain)
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
		return exitDone
	case ledger.Findings:
		return exitFindings
	}
	return exitIncomplete
}

// worse returns the one of two exit statuses that wins where several jobs ran.
func worse(a, b int) int {
	for _, s := range []int{exitFailed, exitIncomplete, exitFindings} {
		if a == s || b == s {
			return s
		}
	}
	return max(a, b)
}

// A statusError ends the program with an exit status that has been explained
// already.
type statusError int

func (e statusError) Error() string { return "exit status " + strconv.Itoa(int(e)) }

// statusOf returns the exit status of an error.
func statusOf(ctx context.Context, err error) int {
	var status statusError
	var usage *usageError
	var config *configError
	i, stopped := interrupted(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &status): // the run was whole before any signal came
		return int(status)
	case stopped:
		return exitInterrupted + int(i.signal)
	case errors.As(err, &usage), errors.As(err, &config):
		return exitUsage
	case errors.Is(err, ledger.ErrLocked), errors.Is(err, errCaptured), errors.Is(err, ledger.ErrBusy):
		return exitLocked
	}
	return exitFailed
}
