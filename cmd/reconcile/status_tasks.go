package main

import (
	"fmt"
	"strings"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A task is one thing that a person has to do, and the command for it.
type task struct {
	Job     string `json:"job"`
	Say     string `json:"say"`
	Command string `json:"command"`
}

// namedTasks is how many overdue batches are named one by one.
const namedTasks = 3

// An agenda gathers what people have to do, the most urgent of each job first.
type agenda struct {
	config *config.Config
	now    time.Time
	tasks  []task
	named  map[string]bool // batches by account: jobs may share one
}

func newAgenda(c *config.Config, now time.Time) *agenda {
	return &agenda{config: c, now: now, named: map[string]bool{}}
}

// take adds what a job asks for.
func (a *agenda) take(s *standing) {
	a.takeRuns(s)
	a.takeToday(s)
	a.takeProposals(s)
	a.takeFindings(s)
	a.takeOverdue(s)
	a.takeInput(s)
}

// add notes one task.
func (a *agenda) add(s *standing, command, format string, args ...any) {
	a.tasks = append(a.tasks, task{s.job.Name, fmt.Sprintf(format, args...), command})
}

// once tells whether a batch was not named yet: jobs may share an account.
func (a *agenda) once(s *standing, b batchLine) bool {
	key := s.job.Account.Name + " " + b.BatchNo
	named := a.named[key]
	a.named[key] = true
	return !named
}

// takeToday asks to submit the program's own batches of today: after midnight
// Alipay refuses them.
func (a *agenda) takeToday(s *standing) {
	for _, b := range s.view.InFlight {
		page := s.pages[b.BatchNo]
		if page != "" && b.State == ledger.Emitted && dayOf(b.RefundDate) == runner.Day(a.now) && a.once(s, b) {
			a.add(s, "open "+page, "submit batch %s before midnight in Shanghai, unless that is done: %s, %s", b.BatchNo, terminal.Count(b.Lines, "line"), b.Requested)
		}
	}
}

// takeOverdue asks to ask Alipay about the batches that it has not answered.
func (a *agenda) takeOverdue(s *standing) {
	var overdue []batchLine
	for _, b := range s.view.InFlight {
		if b.State == ledger.Overdue && a.once(s, b) {
			overdue = append(overdue, b)
		}
	}
	void := a.config.FlagsOf(s.job) + " --by NAME --evidence TEXT"
	if len(overdue) > namedTasks {
		a.add(s, "reconcile batch void BATCH_NO"+void, "ask Alipay about the %d batches that are overdue, the first of %s; void each that never ran", len(overdue), dayOf(overdue[0].RefundDate))
		return
	}
	for _, b := range overdue {
		a.add(s, "reconcile batch void "+b.BatchNo+void, "ask Alipay about batch %s, which is overdue: %d of %s unanswered; void it if none of them ran", b.BatchNo, b.Unanswered, terminal.Count(b.Lines, "line"))
	}
}

// takeProposals asks for the approvals and the release of proposals.
func (a *agenda) takeProposals(s *standing) {
	for _, p := range s.view.Proposals {
		what := fmt.Sprintf("proposal %s: %s, %s", p.Proposal, terminal.Count(int64(p.Lines), "line"), p.Total)
		switch {
		case !s.job.Account.Corrections.Manual:
			a.add(s, "reconcile batch show "+p.Proposal+a.config.Flag(), "%s, was not issued: %s", what, s.last.Unsigned)
		case len(p.Approvals) < p.Needed:
			a.add(s, p.next(a.config.Flag()), "approve %s; %d of %d have", what, len(p.Approvals), p.Needed)
		default:
			a.add(s, p.next(a.config.Flag()), "release %s", what)
		}
	}
}

// takeRuns asks for the runs that should have been.
func (a *agenda) takeRuns(s *standing) {
	command := "reconcile run" + a.config.FlagsOf(s.job)
	missed := s.view.Missed
	switch {
	case s.view.Unfinished != nil:
		a.add(s, command, "run %d was begun at %s and is not done; if nothing is at work on it, run again: it goes on", s.view.Unfinished.Run, s.view.Unfinished.Started)
	case s.view.Last == nil:
		a.add(s, command, "make the first run")
	case len(missed) == 1:
		a.add(s, command, "the run of %s is missing", missed[0])
	case len(missed) > 1:
		a.add(s, command, "%d runs are missing since %s", len(missed), missed[0])
	}
}

// takeInput asks for the input that the last run had to do without.
func (a *agenda) takeInput(s *standing) {
	command := "reconcile run" + a.config.FlagsOf(s.job)
	for _, g := range s.view.Input.Gaps {
		a.add(s, command, "bring the files of %s: none has matched since run %d, %s", g.Pattern, g.Since, g.AsOf)
	}
	for _, f := range s.view.Input.Refused {
		a.add(s, command, "replace %s: it was refused: %s", f.File, f.Reason)
	}
	if n := s.view.Input.Rejected; n > 0 {
		a.add(s, "open "+s.config.At(s.last.Directory)+"/rejects.jsonl", "look at %s of exports and requests that could not be read", terminal.Count(n, "row"))
	}
}

// takeFindings asks to look at what is open, warnings aside.
func (a *agenda) takeFindings(s *standing) {
	var parts []string
	for _, f := range s.view.Findings {
		if f.Severity != ledger.Warning {
			parts = append(parts, f.String())
		}
	}
	if len(parts) > 0 {
		a.add(s, "reconcile findings"+a.config.FlagsOf(s.job), "look at what was found: %s", strings.Join(parts, "; "))
	}
}

// dayOf is the day of a stamp, "" for none.
func dayOf(stamp string) string { return stamp[:min(len(stamp), len(time.DateOnly))] }

// String counts findings of one severity, and the money at stake.
func (f severityLine) String() string {
	noun := string(f.Severity)
	if f.Severity == ledger.Critical {
		noun += " finding"
	}
	s := terminal.Count(f.Open, noun)
	if f.Amount.Sign() != 0 {
		s += ", " + f.Amount.String()
	}
	return s
}
