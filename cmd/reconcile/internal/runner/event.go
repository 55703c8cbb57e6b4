package runner

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// AnnouncerFor returns what announces the runs of a job, without a history.
func AnnouncerFor(e Env, j *config.Job) *announce.Announcer {
	return &announce.Announcer{Job: j.Name, Targets: j.Targets, NotifyOn: j.NotifyOn, Log: e.Log, Now: e.Now, Transport: announce.NewTransport(e.Getenv)}
}

// announced is pass, with its start and its end announced where the job says
// so. A run that a signal cut off is not announced: whoever sent it knows.
func (n *Runner) announced(ctx context.Context) (status int, err error) {
	if n.Settings.DryRun || len(n.Job.Targets) == 0 {
		return n.pass(ctx)
	}
	a := AnnouncerFor(n.Env, n.Job)
	a.History = n.Books.Announced
	begun := n.Now()
	wait := a.Begin(ctx, &announce.Event{Stage: ledger.StageStart, Job: n.Job.Name, Begun: begun})
	defer func() {
		fault := recover()
		first := wait()
		if _, stopped := exit.SignalOf(ctx); !stopped || err == nil && fault == nil {
			end := n.event(context.WithoutCancel(ctx), begun, endingOf(ctx, status, err, fault))
			a.Record(ctx, end.Run.ID, append(first, a.Announce(ctx, end)...))
		}
		if fault != nil {
			panic(fault)
		}
	}()
	return n.pass(ctx)
}

// event gathers what is to be said of a run that has ended. What cannot be found
// out is left out, and logged.
func (n *Runner) event(ctx context.Context, begun time.Time, end ending) *announce.Event {
	e := &announce.Event{Stage: ledger.StageEnd, Job: n.Job.Name, Language: n.Job.Language, Exit: end.exit, Cause: end.cause, Begun: begun, Ended: n.Now()}
	s := n.plainSummary(ctx)
	e.Flags, e.Host = s.flags(), hostname()
	for _, read := range []func() error{
		func() error { return n.readRun(ctx, e) },
		func() error { return n.readReport(ctx, e, s) },
		func() error { return n.readTotals(ctx, e) },
	} {
		if err := read(); err != nil {
			n.Log.Error(fmt.Sprintf("%s: announce run %d: %v", n.Job.Name, e.Run.ID, err))
		}
	}
	return e
}

// readRun reads the run and the time of the job's last report. A pass that
// failed has a run where one was begun and is not published yet.
func (n *Runner) readRun(ctx context.Context, e *announce.Event) error {
	for run, err := range n.Books.Runs(ctx, n.Job.Name) {
		if err != nil {
			return err
		}
		if run.State == ledger.RunPublished {
			e.LastReport, e.LastFolder = run.Finished, n.folder(run)
		}
		e.Run = run
	}
	if e.Cause != "" && e.Run.State == ledger.RunPublished {
		e.Run = ledger.Run{}
	}
	e.Reported = e.Cause == "" && e.Run.State == ledger.RunPublished
	return nil
}

// readReport reads what the report of the run says.
func (n *Runner) readReport(ctx context.Context, e *announce.Event, s *summary) (err error) {
	if !e.Reported {
		return nil
	}
	if e.Run, err = n.Books.RunByID(ctx, e.Run.ID); err != nil {
		return err
	}
	if e.Batches, err = n.Books.Batches(ctx, e.Run.ID); err != nil {
		return err
	}
	e.Folder = n.folder(e.Run)
	if books, err := filepath.Glob(filepath.Join(disk.QuotePattern(e.Folder), "*.xlsx")); err == nil && len(books) == 1 {
		e.Workbook = books[0]
	}
	var text bytes.Buffer
	s.run, s.batches, s.w = e.Run, e.Batches, &text
	situate := func() error { return readSituation(e, s) }
	for _, part := range []func() error{situate, s.verdict, s.head, s.files, s.totals, s.findings, s.corrections, s.issued, s.next} {
		if err := part(); err != nil {
			return err
		}
	}
	e.Summary, e.Missing = text.String(), s.incomplete()
	if e.Codes, err = n.Books.Tallies(ctx, e.Run.ID); err != nil {
		return err
	}
	return n.readNews(ctx, e)
}

// readTotals reads what the run proposed, and what is in flight after it.
func (n *Runner) readTotals(ctx context.Context, e *announce.Event) (err error) {
	if !e.Reported {
		return nil
	}
	e.Corrections = map[ledger.CorrectionStatus]announce.Sum{}
	for c, err := range n.Books.Corrections(ctx, e.Run.ID) {
		if err != nil {
			return err
		}
		s := e.Corrections[c.Status]
		e.Corrections[c.Status] = announce.Sum{Count: s.Count + 1, Amount: s.Amount.Add(c.Amount)}
	}
	e.InFlight.Count, e.InFlight.Amount, err = n.Books.InFlight(ctx, e.Run.Account)
	return err
}

// plainSummary is a summary that prints every code, without colour and fold.
func (n *Runner) plainSummary(ctx context.Context) *summary {
	other := *n
	other.Console = n.Plain()
	other.Settings.Full = true
	return &summary{Runner: &other, ctx: ctx}
}
