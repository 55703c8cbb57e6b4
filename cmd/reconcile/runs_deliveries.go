package main

import (
	"context"
	"strings"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A delivery is one announcement in the list of runs.
type delivery struct {
	Job      string       `json:"job"`
	Stage    ledger.Stage `json:"stage"`
	At       string       `json:"at"`
	Target   string       `json:"target"`
	Attempts int          `json:"attempts"`
	Failure  string       `json:"failure,omitempty"`
}

// readDeliveries reads the announcements of a job by run, under 0 those of
// nights that began none.
func readDeliveries(ctx context.Context, l *ledger.Ledger, job string) (map[int64][]delivery, error) {
	all := map[int64][]delivery{}
	for a, err := range l.Announcements(ctx, job) {
		if err != nil {
			return nil, err
		}
		all[a.Run] = append(all[a.Run], delivery{a.Job, a.Stage, terminal.Stamp(a.At), a.Target, a.Attempts, a.Failure})
	}
	return all, nil
}

// failedTargets names the targets that announcements did not reach.
func failedTargets(lines []delivery) string {
	var names []string
	for _, l := range lines {
		if l.Failure != "" {
			names = append(names, l.Target)
		}
	}
	return strings.Join(names, ", ")
}

// addFailedTargets adds a column with the targets that the announcement of a run
// did not reach, where there are any.
func addFailedTargets(t *terminal.Table, lines []runLine) {
	found := false
	for _, l := range lines {
		found = found || failedTargets(l.Announced) != ""
	}
	if !found {
		return
	}
	t.Columns = append(t.Columns, terminal.Column{Title: "not announced to"})
	for i, l := range lines {
		t.Rows[i] = append(t.Rows[i], terminal.Visible(failedTargets(l.Announced)))
	}
}

// printFailures prints what of the nights without a run did not arrive.
func printFailures(p *program, lines []delivery) {
	for _, l := range lines {
		if l.Failure != "" {
			terminal.PrintLine(p.Stdout, "not told", "%s at %s to %s: %s", l.Job, l.At, l.Target, l.Failure)
		}
	}
}
