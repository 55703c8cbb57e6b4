package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A news is what is announced of one run.
type news struct {
	stage      ledger.Stage
	test       bool // somebody tries the targets; there was no run
	job        string
	language   string
	exit       int
	cause      string // why it failed
	begun      time.Time
	ended      time.Time
	run        ledger.Run // the zero run where none was begun
	reported   bool       // its report stands in folder
	folder     string
	workbook   string // its path; empty where there is none
	missing    string // from its input
	flags      string // that lead a command to this job
	summary    string // as a run prints it
	codes      []ledger.Tally
	money      map[ledger.CorrectionStatus]pile
	batches    []ledger.Batch
	flying     pile // batches, and the money in them
	lastReport time.Time
}

// A pile is a number of things and the money in them.
type pile struct {
	Count  int64        `json:"count"`
	Amount alipay.Money `json:"amount"`
}

// news gathers what is to be said of a run that has ended. What cannot be found
// out is left out, and told to the user.
func (n *night) news(ctx context.Context, begun time.Time, end ending) *news {
	w := &news{stage: ledger.StageEnd, job: n.job.name, language: n.job.language, exit: end.exit, cause: end.cause, begun: begun, ended: n.now()}
	s := n.plainSummary(ctx)
	w.flags = s.flags()
	for _, look := range []func() error{
		func() error { return n.findRun(ctx, w) },
		func() error { return n.findReport(ctx, w, s) },
		func() error { return n.findMoney(ctx, w) },
	} {
		if err := look(); err != nil {
			n.log.Error(fmt.Sprintf("%s: announce run %d: %v", n.job.name, w.run.ID, err))
		}
	}
	return w
}

// findRun finds the run and the time of the job's last report. A pass that
// failed has a run where one was begun and is not published yet.
func (n *night) findRun(ctx context.Context, w *news) error {
	for run, err := range n.books.Runs(ctx, n.job.name) {
		if err != nil {
			return err
		}
		if run.State == ledger.RunPublished {
			w.lastReport = run.Finished
		}
		w.run = run
	}
	if w.cause != "" && w.run.State == ledger.RunPublished {
		w.run = ledger.Run{}
	}
	w.reported = w.cause == "" && w.run.State == ledger.RunPublished
	return nil
}

// findReport finds what the report of the run says.
func (n *night) findReport(ctx context.Context, w *news, s *summary) (err error) {
	if !w.reported {
		return nil
	}
	if w.run, err = n.books.RunByID(ctx, w.run.ID); err != nil {
		return err
	}
	if w.batches, err = n.books.Batches(ctx, w.run.ID); err != nil {
		return err
	}
	w.folder = n.folder(w.run)
	if books, err := filepath.Glob(filepath.Join(quotePattern(w.folder), "*.xlsx")); err == nil && len(books) == 1 {
		w.workbook = books[0]
	}
	var text bytes.Buffer
	s.run, s.batches, s.w = w.run, w.batches, &text
	for _, part := range []func() error{s.head, s.files, s.totals, s.findings, s.corrections, s.issued, s.next} {
		if err := part(); err != nil {
			return err
		}
	}
	w.summary, w.missing = text.String(), s.incomplete()
	w.codes, err = n.books.Tallies(ctx, w.run.ID)
	return err
}

// findMoney finds what the run proposed, and what is in flight after it.
func (n *night) findMoney(ctx context.Context, w *news) (err error) {
	if !w.reported {
		return nil
	}
	w.money = map[ledger.CorrectionStatus]pile{}
	for c, err := range n.books.Corrections(ctx, w.run.ID) {
		if err != nil {
			return err
		}
		p := w.money[c.Status]
		w.money[c.Status] = pile{p.Count + 1, p.Amount.Add(c.Amount)}
	}
	w.flying.Count, w.flying.Amount, err = n.books.InFlight(ctx, w.run.Account)
	return err
}

// plainSummary is a summary that prints without colour.
func (n *night) plainSummary(ctx context.Context) *summary {
	plain := *n.console
	plain.noColor = true
	other := *n
	other.console = &plain
	return &summary{night: &other, ctx: ctx}
}

// open counts the open findings of a severity and the money at stake in them.
func (n *news) open(severity ledger.Severity) pile {
	var p pile
	for _, t := range n.codes {
		if t.Severity == severity {
			p = pile{p.Count + t.Open, p.Amount.Add(t.Amount)}
		}
	}
	return p
}

// findings counts all open findings.
func (n *news) findings() int64 {
	return n.open(ledger.Critical).Count + n.open(ledger.Error).Count + n.open(ledger.Warning).Count
}

// day is the day that the run is about: that of its as-of, or where there is
// none the one on which it ended.
func (n *news) day() string {
	if n.run.ID != 0 {
		return day(n.run.AsOf)
	}
	return day(n.ended)
}
