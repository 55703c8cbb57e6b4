package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A runLine is one run in the list of runs.
type runLine struct {
	Run       int64           `json:"run"`
	Job       string          `json:"job"`
	AsOf      string          `json:"as_of"`
	State     ledger.RunState `json:"state"`
	Started   string          `json:"started"`
	Finished  string          `json:"finished,omitempty"`
	Exit      *int            `json:"exit_status,omitempty"`
	Directory string          `json:"directory,omitempty"`
	Head      string          `json:"head,omitempty"`
	Announced []delivery      `json:"announcements,omitempty"`
}

// newRunsCommand lists the runs.
func newRunsCommand(p *program) *cobra.Command {
	return p.jobCommand("runs", "list the runs, oldest first", noArgs, listRuns)
}

func listRuns(ctx context.Context, p *program, name string, _ []string) error {
	return withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		if _, err := c.Selected(name); err != nil {
			return err
		}
		announced, err := readDeliveries(ctx, l, name)
		if err != nil {
			return err
		}
		lines := []runLine{}
		for run, err := range l.Runs(ctx, name) {
			if err != nil {
				return err
			}
			line := newRunLine(run)
			line.Announced = announced[run.ID]
			lines = append(lines, line)
		}
		if p.JSON {
			return p.PrintJSON(struct {
				Schema  int        `json:"schema"`
				Runs    []runLine  `json:"runs"`
				Without []delivery `json:"announcements_without_run,omitempty"`
			}{terminal.Schema, lines, announced[0]})
		}
		printRuns(p, lines)
		printFailures(p, announced[0])
		return nil
	})
}

// newRunLine is the line of a run. One that was not committed has no outcome.
func newRunLine(run ledger.Run) runLine {
	line := runLine{Run: run.ID, Job: run.Job, AsOf: terminal.Stamp(run.AsOf), State: run.State,
		Started: terminal.Stamp(run.Started), Finished: terminal.Stamp(run.Finished), Directory: run.Directory, Head: run.Head}
	if run.Decided() {
		exit := runner.ExitFor(run.Outcome)
		line.Exit = &exit
	}
	return line
}

// printRuns prints runs for people.
func printRuns(p *program, lines []runLine) {
	t := terminal.NewTable(">run", "job", "as of", "state", "started", ">took", ">exit", "report")
	for _, l := range lines {
		exit := ""
		if l.Exit != nil {
			exit = fmt.Sprint(*l.Exit)
		}
		t.Add(fmt.Sprint(l.Run), l.Job, l.AsOf, p.Language.Sprint(string(l.State)), l.Started, took(l.Started, l.Finished), exit, l.Directory)
	}
	addFailedTargets(&t, lines)
	p.WriteTable(t, len(t.Columns))
}

// took is the time between two stamps, "" where the second is missing.
func took(started, finished string) string {
	from, err := time.Parse(time.DateTime, started)
	to, err2 := time.Parse(time.DateTime, finished)
	if err != nil || err2 != nil {
		return ""
	}
	return to.Sub(from).String()
}

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
			p.Line("not told", "%s at %s to %s: %s", l.Job, l.At, l.Target, words.Kept(l.Failure))
		}
	}
}
