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

// failLevels are the values of --fail-on, worst first.
func failLevels() []string { return []string{"critical", "error", "warning", "none"} }

// exitFor returns the exit status that a run's findings and inputs call for,
// with failOn one of failLevels.
func exitFor(failOn string) func(open []ledger.Tally, incomplete bool) int {
	return func(open []ledger.Tally, incomplete bool) int {
		if incomplete {
			return exitIncomplete
		}
		for _, t := range open {
			if t.Open > t.Accepted && rank(string(t.Severity)) <= rank(failOn) && failOn != "none" {
				return exitFindings
			}
		}
		return exitDone
	}
}

// rank is the place of a level among failLevels, 0 for the worst.
func rank(level string) int {
	for i, l := range failLevels() {
		if l == level {
			return i
		}
	}
	return len(failLevels())
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
