package main

import (
	"slices"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// A task is one thing that a person has to do, and the command for it.
type task struct {
	Job      string   `json:"job"`
	Say      string   `json:"say"`
	Who      string   `json:"who"`
	By       string   `json:"by"`
	Command  string   `json:"command"`
	Also     []string `json:"also,omitempty"`      // what else to type, each with when to
	Then     string   `json:"then,omitempty"`      // what ends it
	ThenFrom string   `json:"then_from,omitempty"` // from when on that may be done
	commands []string // for people
	by       string   // who and by when, for people
}

// namedTasks is how many files of one kind are named one by one.
const namedTasks = 3

// A todo gathers what people have to do, what does most harm of each job first.
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
	at := s.situation
	at.Account, at.Config, at.Job = t.config.OfAccount(s.job.Account).In(words.Language(at.Language)), t.config.Flag(), t.config.FlagsOf(s.job)
	at.Runs, at.Proposals = s.missingRuns(), s.proposed(t.config.Flag())
	at.Workbook = s.config.At(s.last.Directory) + "/" + reports.Report{Run: s.last}.WorkbookName()
	at.Page = func(w ledger.Waiting) string { return s.pages[w.BatchNo] }
	at.Since = map[string]string{}
	for _, g := range s.view.Input.Gaps {
		at.Since[g.Pattern] = s.in.Sprintf("run %d, %s", g.Since, g.AsOf)
	}
	for _, list := range []*[]ledger.Waiting{&at.Stops, &at.Today, &at.Late} {
		*list = slices.DeleteFunc(*list, func(w ledger.Waiting) bool { return !t.once(s, w.BatchNo) })
	}
	for _, k := range at.Tasks() {
		t.tasks = append(t.tasks, newTask(s.job.Name, k, t.now, s.in))
	}
}

// newTask is a task of a job.
func newTask(job string, k reports.Task, now time.Time, l words.Language) task {
	t := task{Job: job, Say: k.Say, Who: string(k.Who), By: string(k.By), Command: k.Command, Also: k.Also, Then: k.Then, commands: k.Commands(now, string(l)),
		by: l.Sprintf(" [%s, %s]", k.Who.Words(string(l)), k.By.Words(string(l)))}
	if !k.From.IsZero() {
		t.ThenFrom = terminal.Stamp(k.From)
	}
	return t
}

// once reports whether a batch was not named yet: jobs may share an account.
func (t *todo) once(s *statusReader, batchNo string) bool {
	key := s.job.Account.Name + " " + batchNo
	named := t.named[key]
	t.named[key] = true
	return !named
}

// proposed are the proposals that wait, with the next command of each.
func (s *statusReader) proposed(flag string) (all []reports.Proposed) {
	for _, p := range s.view.Proposals {
		next := reports.Proposed{ID: p.Proposal, Lines: int64(p.Lines), Total: p.Total, Unsigned: s.last.Unsigned,
			Manual: s.job.Account.Corrections.Manual, Approvals: len(p.Approvals), Needed: p.Needed}
		if next.Manual {
			next.Command = p.next(flag)
		}
		all = append(all, next)
	}
	return all
}

// missingRuns says which runs should have been; empty where none.
func (s *statusReader) missingRuns() string {
	missed := s.view.Missed
	switch {
	case s.view.Unfinished != nil:
		return s.in.Sprintf("run %d was begun at %s and is not done; if nothing is at work on it, run again: it goes on", s.view.Unfinished.Run, s.view.Unfinished.Started)
	case s.view.Last == nil:
		return s.in.Sprint("make the first run")
	case len(missed) == 1:
		return s.in.Sprintf("the run of %s is missing", missed[0])
	case len(missed) > 1:
		return s.in.Sprintf("%d runs are missing since %s", len(missed), missed[0])
	}
	return ""
}

// count counts findings of one severity.
func (f severityLine) count() words.Text {
	switch f.Severity {
	case ledger.Critical:
		return terminal.Count(f.Open, "critical finding")
	case ledger.Error:
		return terminal.Count(f.Open, "error")
	}
	return terminal.Count(f.Open, "warning")
}
