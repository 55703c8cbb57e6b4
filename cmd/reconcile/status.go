package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// A statusView is the status of each job, and what a person has to do.
type statusView struct {
	Schema int         `json:"schema"`
	At     string      `json:"at"`
	Jobs   []jobStatus `json:"jobs"`
	ToDo   []task      `json:"to_do"`
}

// A jobStatus is the status of one job at a moment.
type jobStatus struct {
	Job        string           `json:"job"`
	Account    string           `json:"account"`
	Schedule   string           `json:"schedule,omitempty"`
	Next       string           `json:"next_run,omitempty"`
	Last       *lastRun         `json:"last_run,omitempty"`   // nil where none was completed
	Unfinished *runLine         `json:"unfinished,omitempty"` // at work, or cut off
	Headline   string           `json:"headline,omitempty"`   // what the verdict comes from
	Missed     []string         `json:"missed"`               // times of the schedule that no run covers
	Input      inputState       `json:"input"`
	Money      *ledger.Standing `json:"money,omitempty"`   // after the last run
	Attested   ledger.Attested  `json:"attested,omitzero"` // what of its totals rests on the word of people
	Findings   []severityLine   `json:"findings"`
	Unproven   *unprovenLine    `json:"unproven,omitempty"` // corrections that wait for proof
	InFlight   []batchLine      `json:"in_flight"`
	Proposals  []proposalLine   `json:"proposals"`
}

// A lastRun is the newest completed run of a job.
type lastRun struct {
	runLine
	Verdict reports.Verdict `json:"verdict"` // act, review, incomplete or clean
}

// A severityLine counts the open findings of one severity.
type severityLine struct {
	Severity ledger.Severity `json:"severity"`
	Open     int64           `json:"open"`
}

// newStatusCommand shows the status of the jobs.
func newStatusCommand(p *program) *cobra.Command {
	return p.jobCommand("status", "tell how each job stands and what a person has to do now", noArgs, showStatus)
}

// showStatus prints the status of the selected jobs. The exit status is 0
// whenever it could be read, whatever it is.
func showStatus(ctx context.Context, p *program, name string, _ []string) error {
	c, err := config.Load(p.config, nil, p.Language)
	if err != nil {
		return err
	}
	jobs, err := c.Selected(name)
	if err != nil {
		return err
	}
	now := p.Now().In(alipay.Shanghai()).Truncate(time.Second)
	view := statusView{Schema: terminal.Schema, At: terminal.Stamp(now), Jobs: []jobStatus{}, ToDo: []task{}}
	read := func(l *ledger.Ledger) error { // nil where no run has made one yet
		todo := newTodo(c, now)
		for _, j := range jobs {
			s := &statusReader{config: c, job: j, books: l, now: now, in: p.Speech()}
			if err := s.read(ctx); err != nil {
				return words.Errorf("job %s: %w", j.Name, err)
			}
			view.Jobs = append(view.Jobs, s.view)
			todo.addJob(s)
		}
		view.ToDo = append(view.ToDo, todo.tasks...)
		return nil
	}
	if runner.NeedLedger(c) != nil {
		err = read(nil)
	} else {
		err = runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) error { return read(b.Ledger) })
	}
	if err != nil {
		return err
	}
	if p.JSON {
		return p.PrintJSON(view)
	}
	printStatus(p, view)
	return nil
}

// printStatus prints the status for people, what there is to do last.
func printStatus(p *program, v statusView) {
	for i, s := range v.Jobs {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		printJobStatus(p, s, v.At)
	}
	fmt.Fprintln(p.Stdout)
	if len(v.ToDo) == 0 {
		p.Line("to do", "nothing")
		return
	}
	fmt.Fprintln(p.Stdout, p.Bold(p.Language.Sprint("to do")))
	for i, t := range v.ToDo {
		name := ""
		if len(v.Jobs) > 1 {
			name = t.Job + ": "
		}
		say := strings.Join(terminal.Wrap(terminal.Visible(name+t.Say+t.by), p.ProseWidth()-5), "\n     ")
		fmt.Fprintf(p.Stdout, "%3d. %s\n", i+1, say)
		for _, command := range t.commands {
			fmt.Fprintf(p.Stdout, "     %s\n", terminal.Visible(command))
		}
	}
}

// printJobStatus prints one job.
func printJobStatus(p *program, s jobStatus, at string) {
	p.Line("job", "%s, account %s, at %s", s.Job, s.Account, at)
	printVerdict(p, s)
	p.Line("last run", "%s", s.lastText())
	if s.Last != nil && s.Last.Directory != "" {
		p.Line("report", "%s", s.Last.Directory)
	}
	if u := s.Unfinished; u != nil {
		p.Line("unfinished", "run %d, begun at %s", u.Run, u.Started)
	}
	if s.Next != "" {
		p.Line("next run", "%s, by schedule %s", s.Next, s.Schedule)
	} else {
		p.Line("next run", "none by itself: the job has no schedule")
	}
	if s.Money != nil {
		p.Line("money (元)", "%s", s.Money.Text(string(p.Language)))
	}
	if text := s.Attested.Text(string(p.Language)); text != "" {
		p.Line("attested", "%s, by the word of people: reconcile acts", text)
	}
	p.Line("findings", "%s", s.findingsText(p.Language))
	printLeft(p, s.Input.Left)
	printInFlight(p, s.InFlight)
	if len(s.Proposals) > 0 {
		fmt.Fprintln(p.Stdout)
		printProposals(p, s.Proposals)
	}
}

// printVerdict prints what people must know first, and that not everything was read.
func printVerdict(p *program, s jobStatus) {
	if s.Last == nil {
		return
	}
	v, also := s.Last.Verdict, words.Text{}
	if *s.Last.Exit == exit.Incomplete && v != reports.Incomplete {
		also = words.New("; %s %s: not everything was read", reports.Incomplete.Sign(), reports.Incomplete.Words(string(p.Language)))
	}
	p.Line("verdict", "%s %s: %s%s", v.Sign(), v.Words(string(p.Language)), s.Headline, also)
}

// printLeft prints the first files whose last line was left.
func printLeft(p *program, left []leftLine) {
	for _, f := range left[:min(len(left), namedTasks)] {
		p.Line("left", "%s: its last line has no end (%s): a later run reads it", f.File, terminal.Count(f.Bytes, "byte"))
	}
	if more := len(left) - namedTasks; more > 0 {
		p.Line("left", "the last lines of %d more files", more)
	}
}

// printInFlight prints the batches that wait for results.
func printInFlight(p *program, batches []batchLine) {
	if len(batches) == 0 {
		p.Line("in flight", "none")
		return
	}
	t := terminal.NewTable("in flight", "state", "date", ">lines", ">requested", ">unanswered")
	for _, b := range batches {
		t.Add(b.BatchNo, b.State.In(p.Language), b.RefundDate, fmt.Sprint(b.Lines), b.Requested.Grouped(), fmt.Sprint(b.Unanswered))
	}
	fmt.Fprintln(p.Stdout)
	p.WriteTable(t, len(t.Columns))
}

// lastText describes the outcome of the last run.
func (s jobStatus) lastText() words.Text {
	if s.Last == nil {
		return words.New("none was completed yet")
	}
	return words.New("%d, as of %s: exit status %d", s.Last.Run, s.Last.AsOf, *s.Last.Exit)
}

// findingsText counts the open findings.
func (s jobStatus) findingsText(l words.Language) string {
	switch {
	case s.Last == nil:
		return l.Sprint("not known yet")
	case len(s.Findings) == 0:
		return l.Sprint("none open")
	}
	var parts []string
	for _, f := range s.Findings {
		parts = append(parts, f.count().In(l))
	}
	return strings.Join(parts, l.Sprint("; "))
}
