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

// namedTasks is how many overdue batches, or files of one kind, are named one by one.
const namedTasks = 3

// A todo gathers what people have to do, the most urgent of each job first.
type todo struct {
	config *config.Config
	now    time.Time
	tasks  []task
	named  map[string]bool // batches by account: jobs may share one
}

func newTodo(c *config.Config, now time.Time) *todo {
	return &todo{config: c, now: now, named: map[string]bool{}}
}

// addJob adds what a job asks for.
func (t *todo) addJob(s *statusReader) {
	t.addRuns(s)
	t.addToday(s)
	t.addProposals(s)
	t.addFindings(s)
	t.addOverdue(s)
	t.addInput(s)
	t.addProof(s)
}

// add notes one task.
func (t *todo) add(s *statusReader, command, format string, args ...any) {
	t.tasks = append(t.tasks, task{s.job.Name, fmt.Sprintf(format, args...), command})
}

// once reports whether a batch was not named yet: jobs may share an account.
func (t *todo) once(s *statusReader, b batchLine) bool {
	key := s.job.Account.Name + " " + b.BatchNo
	named := t.named[key]
	t.named[key] = true
	return !named
}

// addToday asks to submit the program's own batches of today: after midnight
// Alipay refuses them.
func (t *todo) addToday(s *statusReader) {
	for _, b := range s.view.InFlight {
		page := s.pages[b.BatchNo]
		if page != "" && b.State == ledger.Emitted && dayOf(b.RefundDate) == runner.Day(t.now) && t.once(s, b) {
			t.add(s, "open "+page, "submit batch %s%s before midnight in Shanghai, unless that is done: %s, %s", b.BatchNo, t.config.OfAccount(s.job.Account), terminal.Count(b.Lines, "line"), b.Requested)
		}
	}
}

// addOverdue asks to ask Alipay about the batches that it has not answered.
func (t *todo) addOverdue(s *statusReader) {
	var overdue []batchLine
	for _, b := range s.view.InFlight {
		if b.State == ledger.Overdue && t.once(s, b) {
			overdue = append(overdue, b)
		}
	}
	void := t.config.FlagsOf(s.job) + " --by NAME --evidence TEXT"
	if len(overdue) > namedTasks {
		t.add(s, "reconcile batch void BATCH_NO"+void, "ask Alipay about the %d batches that are overdue, the first of %s; void each that never ran", len(overdue), dayOf(overdue[0].RefundDate))
		return
	}
	for _, b := range overdue {
		t.add(s, "reconcile batch void "+b.BatchNo+void, "ask Alipay about batch %s%s, which is overdue: %d of %s unanswered; void it if none of them ran", b.BatchNo, t.config.OfAccount(s.job.Account), b.Unanswered, terminal.Count(b.Lines, "line"))
	}
}

// addProposals asks for the approvals and the release of proposals.
func (t *todo) addProposals(s *statusReader) {
	for _, p := range s.view.Proposals {
		what := fmt.Sprintf("proposal %s%s: %s, %s", p.Proposal, t.config.OfAccount(s.job.Account), terminal.Count(int64(p.Lines), "line"), p.Total)
		switch {
		case !s.job.Account.Corrections.Manual:
			t.add(s, "reconcile batch show "+p.Proposal+t.config.Flag(), "%s, was not issued: %s", what, s.last.Unsigned)
		case len(p.Approvals) < p.Needed:
			t.add(s, p.next(t.config.Flag()), "approve %s; %d of %d have", what, len(p.Approvals), p.Needed)
		default:
			t.add(s, p.next(t.config.Flag()), "release %s", what)
		}
	}
}

// addRuns asks for the runs that should have been.
func (t *todo) addRuns(s *statusReader) {
	command := "reconcile run" + t.config.FlagsOf(s.job)
	missed := s.view.Missed
	switch {
	case s.view.Unfinished != nil:
		t.add(s, command, "run %d was begun at %s and is not done; if nothing is at work on it, run again: it goes on", s.view.Unfinished.Run, s.view.Unfinished.Started)
	case s.view.Last == nil:
		t.add(s, command, "make the first run")
	case len(missed) == 1:
		t.add(s, command, "the run of %s is missing", missed[0])
	case len(missed) > 1:
		t.add(s, command, "%d runs are missing since %s", len(missed), missed[0])
	}
}

// addInput asks for the input that the last run had to do without.
func (t *todo) addInput(s *statusReader) {
	command := "reconcile run" + t.config.FlagsOf(s.job)
	for _, g := range s.view.Input.Gaps {
		t.add(s, command, "bring the files of %s: none has matched since run %d, %s", g.Pattern, g.Since, g.AsOf)
	}
	for _, f := range s.view.Input.Refused {
		t.add(s, command, "replace %s: it was refused: %s", f.File, f.Reason)
	}
	for _, f := range s.view.Input.Unread {
		t.add(s, command, "see to %s: %s", f.File, f.Reason)
	}
	if n := s.view.Input.Rejected; n > 0 {
		t.add(s, "open "+s.config.At(s.last.Directory)+"/rejects.jsonl", "look at %s of exports and requests that could not be read", terminal.Count(n, "row"))
	}
}

// addProof asks for what would prove that no refund is unknown.
func (t *todo) addProof(s *statusReader) {
	if u := s.view.Unproven; u != nil {
		t.add(s, "reconcile check"+t.config.Flag(), "%s, %s, held without proof (NO_PROOF): %s", terminal.Count(u.Trades, "correction"), u.Amount, u.Say)
	}
}

// addFindings asks to look at what is open, except warnings.
func (t *todo) addFindings(s *statusReader) {
	var parts []string
	for _, f := range s.view.Findings {
		if f.Severity != ledger.Warning {
			parts = append(parts, f.String())
		}
	}
	if len(parts) > 0 {
		t.add(s, "reconcile findings"+t.config.FlagsOf(s.job), "look at what was found: %s", strings.Join(parts, "; "))
	}
}

// dayOf is the day of a stamp, "" for none.
func dayOf(stamp string) string { return stamp[:min(len(stamp), len(time.DateOnly))] }

// String counts findings of one severity.
func (f severityLine) String() string {
	noun := string(f.Severity)
	if f.Severity == ledger.Critical {
		noun += " finding"
	}
	return terminal.Count(f.Open, noun)
}
