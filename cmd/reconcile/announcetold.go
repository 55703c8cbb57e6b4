package main

import (
	"context"
	"strings"

	"reconcile/ledger"
)

// A toldLine is one announcement in the list of runs.
type toldLine struct {
	Job      string       `json:"job"`
	Stage    ledger.Stage `json:"stage"`
	At       string       `json:"at"`
	Target   string       `json:"target"`
	Attempts int          `json:"attempts"`
	Failure  string       `json:"failure,omitempty"`
}

// readTold reads the announcements of a job by run, under 0 those of nights that
// began none.
func readTold(ctx context.Context, l *ledger.Ledger, job string) (map[int64][]toldLine, error) {
	told := map[int64][]toldLine{}
	for a, err := range l.Announcements(ctx, job) {
		if err != nil {
			return nil, err
		}
		told[a.Run] = append(told[a.Run], toldLine{a.Job, a.Stage, stamp(a.At), a.Target, a.Attempts, a.Failure})
	}
	return told, nil
}

// untold names the targets that announcements did not reach.
func untold(lines []toldLine) string {
	var names []string
	for _, l := range lines {
		if l.Failure != "" {
			names = append(names, l.Target)
		}
	}
	return strings.Join(names, ", ")
}

// addUntold adds a column with the targets that the announcement of a run did
// not reach, where there are any.
func (t *table) addUntold(lines []runLine) {
	found := false
	for _, l := range lines {
		found = found || untold(l.Announced) != ""
	}
	if !found {
		return
	}
	t.columns = append(t.columns, column{title: "not announced to"})
	for i, l := range lines {
		t.rows[i] = append(t.rows[i], visible(untold(l.Announced)))
	}
}

// printUntold prints which failures of nights without a run did not arrive.
func (p *program) printUntold(lines []toldLine) {
	for _, l := range lines {
		if l.Failure != "" {
			printLine(p.stdout, "not told", "%s at %s to %s: %s", l.Job, l.At, l.Target, l.Failure)
		}
	}
}
