package main

import (
	"context"
	"slices"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/schedule"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// A statusReader reads the status of one job from the books.
type statusReader struct {
	config *config.Config
	job    *config.Job
	books  *ledger.Ledger // nil where no run was made yet
	now    time.Time
	last   ledger.Run
	pages  map[string]string // of each batch in flight that the program emitted: where its page is
	view   jobStatus

	situation *reports.Situation
	in        words.Language // of what there is to do
}

// An inputState is what was wrong with the input of the last run.
type inputState struct {
	Gaps     []gapLine  `json:"gaps"`
	Refused  []fileLine `json:"refused"`
	Unread   []fileLine `json:"unread"`   // files of which something that matters was not read
	Left     []leftLine `json:"left"`     // last lines without an end, which are left to a later run
	Rejected int64      `json:"rejected"` // rows of exports and requests
}

// A gapLine is a pattern that matched no file, since which run.
type gapLine struct {
	Pattern string `json:"pattern"`
	Since   int64  `json:"since_run"`
	AsOf    string `json:"since"`
}

// A fileLine is a file that was refused or not read, and why.
type fileLine struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// A leftLine is the unfinished last line of a file.
type leftLine struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
}

// read fills the view.
func (s *statusReader) read(ctx context.Context) error {
	s.pages = map[string]string{}
	s.view = jobStatus{Job: s.job.Name, Account: s.job.Account.Name, Schedule: s.job.Spec, Missed: []string{}, Findings: []severityLine{},
		Input: inputState{[]gapLine{}, []fileLine{}, []fileLine{}, []leftLine{}, 0}, InFlight: []batchLine{}, Proposals: []proposalLine{}}
	if s.job.Schedule != nil {
		s.view.Next = terminal.Stamp(s.job.Schedule.Next(s.now))
	}
	s.situation = &reports.Situation{Language: string(s.in), At: s.now}
	if s.books == nil {
		return nil
	}
	runs, err := s.history(ctx)
	if err != nil || len(runs) == 0 {
		return err
	}
	s.last = runs[len(runs)-1]
	if s.last, err = s.books.RunByID(ctx, s.last.ID); err != nil { // with its gaps
		return err
	}
	if s.situation, err = reports.Situate(ctx, s.books, s.last, s.now, string(s.in)); err != nil {
		return err
	}
	s.view.Money, s.view.Attested = s.last.Standing, s.last.Totals.Attested
	s.view.Last, s.view.Headline = &lastRun{newRunLine(s.last), s.situation.Verdict()}, s.situation.Headline()
	s.addInput()
	s.addFindings()
	s.view.Unproven = newUnprovenLine(s.situation)
	for _, part := range []func(context.Context) error{s.readBatches, s.readProposals} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return s.readGaps(ctx, runs)
}

// history returns the completed runs of the job, oldest first, and notes one
// that is not completed, and the nights that no run covers.
func (s *statusReader) history(ctx context.Context) (done []ledger.Run, err error) {
	var moments []time.Time
	for run, err := range s.books.Runs(ctx, s.job.Name) {
		if err != nil {
			return nil, err
		}
		if run.State == ledger.RunStarted {
			line := newRunLine(run)
			s.view.Unfinished = &line
		}
		if !run.Decided() {
			continue
		}
		done = append(done, run)
		moments = append(moments, schedule.Earlier(run.AsOf, run.Started))
	}
	if s.job.Schedule != nil && len(done) > 0 {
		for _, night := range schedule.MissedTimes(s.job.Schedule, moments, s.now, s.now) {
			s.view.Missed = append(s.view.Missed, terminal.Stamp(night))
		}
	}
	return done, nil
}

// readGaps finds the patterns that matched no file in the last run, and the
// first run since which none has.
func (s *statusReader) readGaps(ctx context.Context, runs []ledger.Run) error {
	first := map[string]ledger.Run{}
	left := slices.Clone(s.last.Gaps)
	for i := len(runs) - 1; i >= 0 && len(left) > 0; i-- {
		run, err := s.books.RunByID(ctx, runs[i].ID)
		if err != nil {
			return err
		}
		left = slices.DeleteFunc(left, func(pattern string) bool { return !slices.Contains(run.Gaps, pattern) })
		for _, pattern := range left {
			first[pattern] = run
		}
	}
	for _, pattern := range s.last.Gaps {
		run := first[pattern]
		s.view.Input.Gaps = append(s.view.Input.Gaps, gapLine{pattern, run.ID, terminal.Stamp(run.AsOf)})
	}
	return nil
}

// addInput notes the files that the last run refused or could not read all of, and the
// rows that it could not read.
func (s *statusReader) addInput() {
	for _, f := range s.situation.Files {
		if f.Refused != "" {
			s.view.Input.Refused = append(s.view.Input.Refused, fileLine{f.Path, f.Refused})
		}
		if f.Unread != "" {
			s.view.Input.Unread = append(s.view.Input.Unread, fileLine{f.Path, f.Unread})
		}
		if f.Left > 0 {
			s.view.Input.Left = append(s.view.Input.Left, leftLine{f.Path, f.Left})
		}
	}
	s.view.Input.Rejected = s.situation.Rejected.Rows
}

// addFindings counts the open findings of the last run by severity, worst first.
func (s *statusReader) addFindings() {
	for _, line := range []severityLine{{ledger.Critical, s.situation.Critical}, {ledger.Error, s.situation.Errors}, {ledger.Warning, s.situation.Warnings}} {
		if line.Open > 0 {
			s.view.Findings = append(s.view.Findings, line)
		}
	}
}

// readBatches takes the batches of the account that are in flight now.
func (s *statusReader) readBatches(ctx context.Context) error {
	at := s.last
	at.AsOf = s.now
	for b, err := range s.books.AllBatches(ctx, at, s.job.Account.ResultGrace) {
		if err != nil {
			return err
		}
		if inFlight(b.State) {
			s.view.InFlight = append(s.view.InFlight, newBatchLine(b))
		}
	}
	for _, b := range s.view.InFlight {
		if b.Origin != "emitted" {
			continue
		}
		batch, _, err := s.books.Batch(ctx, s.last.Account, b.BatchNo)
		if err != nil {
			return err
		}
		run, err := s.books.RunByID(ctx, batch.Run)
		if err != nil {
			return err
		}
		s.pages[b.BatchNo] = s.config.At(run.Directory) + "/batches/" + b.BatchNo + ".html"
	}
	return nil
}

// readProposals takes the proposals of the last run that wait for a person.
func (s *statusReader) readProposals(ctx context.Context) error {
	all, err := proposalLines(ctx, s.books, s.job, s.last)
	for _, p := range all {
		if p.BatchNo == "" {
			s.view.Proposals = append(s.view.Proposals, p)
		}
	}
	return err
}
