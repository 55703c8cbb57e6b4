package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// announcerFor returns what announces the runs of a job, without a history.
func announcerFor(e environment, j *job) *Announcer {
	return &Announcer{job: j.name, targets: j.targets, notifyOn: j.notifyOn, log: e.Log, now: e.now, transport: newTransport(e.Getenv)}
}

// announced is pass, with its start and its end announced where the job says
// so. A run that a signal cut off is not announced: whoever sent it knows.
func (n *night) announced(ctx context.Context) (status int, err error) {
	if n.settings.dryRun || len(n.job.targets) == 0 {
		return n.pass(ctx)
	}
	a := announcerFor(n.environment, n.job)
	a.history = n.books.Announced
	begun := n.now()
	wait := a.begin(ctx, &Event{stage: ledger.StageStart, job: n.job.name, begun: begun})
	defer func() {
		fault := recover()
		first := wait()
		if _, stopped := exit.SignalOf(ctx); !stopped || err == nil && fault == nil {
			end := n.event(context.WithoutCancel(ctx), begun, endingOf(ctx, status, err, fault))
			a.record(ctx, end.run.ID, append(first, a.announce(ctx, end)...))
		}
		if fault != nil {
			panic(fault)
		}
	}()
	return n.pass(ctx)
}

// event gathers what is to be said of a run that has ended. What cannot be found
// out is left out, and logged.
func (n *night) event(ctx context.Context, begun time.Time, end ending) *Event {
	e := &Event{stage: ledger.StageEnd, job: n.job.name, language: n.job.language, exit: end.exit, cause: end.cause, begun: begun, ended: n.now()}
	s := n.plainSummary(ctx)
	e.flags = s.flags()
	for _, read := range []func() error{
		func() error { return n.readRun(ctx, e) },
		func() error { return n.readReport(ctx, e, s) },
		func() error { return n.readTotals(ctx, e) },
	} {
		if err := read(); err != nil {
			n.Log.Error(fmt.Sprintf("%s: announce run %d: %v", n.job.name, e.run.ID, err))
		}
	}
	return e
}

// readRun reads the run and the time of the job's last report. A pass that
// failed has a run where one was begun and is not published yet.
func (n *night) readRun(ctx context.Context, e *Event) error {
	for run, err := range n.books.Runs(ctx, n.job.name) {
		if err != nil {
			return err
		}
		if run.State == ledger.RunPublished {
			e.lastReport = run.Finished
		}
		e.run = run
	}
	if e.cause != "" && e.run.State == ledger.RunPublished {
		e.run = ledger.Run{}
	}
	e.reported = e.cause == "" && e.run.State == ledger.RunPublished
	return nil
}

// readReport reads what the report of the run says.
func (n *night) readReport(ctx context.Context, e *Event, s *summary) (err error) {
	if !e.reported {
		return nil
	}
	if e.run, err = n.books.RunByID(ctx, e.run.ID); err != nil {
		return err
	}
	if e.batches, err = n.books.Batches(ctx, e.run.ID); err != nil {
		return err
	}
	e.folder = n.folder(e.run)
	if books, err := filepath.Glob(filepath.Join(disk.QuotePattern(e.folder), "*.xlsx")); err == nil && len(books) == 1 {
		e.workbook = books[0]
	}
	var text bytes.Buffer
	s.run, s.batches, s.w = e.run, e.batches, &text
	for _, part := range []func() error{s.head, s.files, s.totals, s.findings, s.corrections, s.issued, s.next} {
		if err := part(); err != nil {
			return err
		}
	}
	e.summary, e.missing = text.String(), s.incomplete()
	e.codes, err = n.books.Tallies(ctx, e.run.ID)
	return err
}

// readTotals reads what the run proposed, and what is in flight after it.
func (n *night) readTotals(ctx context.Context, e *Event) (err error) {
	if !e.reported {
		return nil
	}
	e.corrections = map[ledger.CorrectionStatus]sum{}
	for c, err := range n.books.Corrections(ctx, e.run.ID) {
		if err != nil {
			return err
		}
		s := e.corrections[c.Status]
		e.corrections[c.Status] = sum{s.Count + 1, s.Amount.Add(c.Amount)}
	}
	e.inFlight.Count, e.inFlight.Amount, err = n.books.InFlight(ctx, e.run.Account)
	return err
}

// plainSummary is a summary that prints without colour.
func (n *night) plainSummary(ctx context.Context) *summary {
	plain := *n.Console
	plain.NoColor = true
	other := *n
	other.Console = &plain
	return &summary{night: &other, ctx: ctx}
}
