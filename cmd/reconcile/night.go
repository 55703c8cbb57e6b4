package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/reports"
)

// An environment is what a run is given by the command that makes it.
type environment struct {
	*terminal.Console
	now func() time.Time
}

// A night is one pass over one job.
type night struct {
	environment
	config   *config
	job      *job
	books    *books
	asOf     time.Time
	settings runSettings
	printed  *terminal.JSONArray // the summaries that --json prints
	held     string              // why this night issues nothing; empty where it may
	gaps     []string            // what it waited for in vain
}

// pass ingests, reconciles, reports and emits, and returns the exit status that
// the run calls for.
//
// A pass that is cut off anywhere may be made again: what was ingested stays
// ingested, and a run that was committed but not published is published first,
// in the very same bytes.
func (n *night) pass(ctx context.Context) (int, error) {
	recovered, err := n.mend(ctx)
	if err != nil {
		return 0, err
	}
	run, err := n.start(ctx)
	if err != nil {
		return 0, err
	}
	files, gaps, err := n.ingest(ctx, run)
	if err != nil {
		return 0, err
	}
	if done, ok := n.answered(ctx, recovered, files, gaps); ok {
		n.logFor(done.ID).Info(fmt.Sprintf("run %d had been cut off before its files appeared; they are complete now, and nothing is new since", done.ID))
		return exitFor(done.Outcome), n.summarize(context.WithoutCancel(ctx), done)
	}
	if run, err = n.reconcile(ctx, run, files, gaps); err != nil {
		return 0, err
	}
	if run, err = n.publish(ctx, run); err != nil {
		return 0, err
	}
	return exitFor(run.Outcome), n.summarize(context.WithoutCancel(ctx), run)
}

// start begins a run, or takes up again one that was cut off.
func (n *night) start(ctx context.Context) (ledger.Run, error) {
	account, err := n.books.Account(ctx, n.job.account.merchant.Partner)
	if err != nil {
		return ledger.Run{}, err
	}
	return n.books.Start(ctx, n.job.name, account, n.asOf, n.now())
}

// ingest reads the job's sources in their order and returns what became of each
// file, and the patterns that matched none.
func (n *night) ingest(ctx context.Context, run ledger.Run) (files []ledger.RunFile, gaps []string, err error) {
	inputs, gaps, err := n.config.inputs(n.job)
	if err != nil {
		return nil, nil, err
	}
	gaps = append(gaps, n.gaps...)
	reading, end := n.watchReading(run.ID, inputs)
	defer end()
	var toRead []importers.File
	for _, in := range inputs {
		toRead = append(toRead, importers.File{Account: run.Account, Kind: in.kind, Path: in.path, Name: in.name, Run: run.ID})
	}
	for file, err := range importers.Import(ctx, n.books.Ledger, toRead, n.options(reading.count)) {
		if err != nil {
			return nil, nil, err
		}
		if file.Refused != "" {
			n.logFor(run.ID).Warn(fmt.Sprintf("%s: refused: %s", file.Path, file.Refused))
		}
		n.debugFile(run.ID, file)
		files = append(files, file)
	}
	for _, g := range gaps {
		n.logFor(run.ID).Warn("no file matches " + g)
	}
	return files, gaps, nil
}

// options say how the job's files are read, and who is told how far that is.
func (n *night) options(progress func(file int, bytes int64)) importers.Options {
	a := n.job.account
	return importers.Options{
		Charset:  a.merchant.Charset,
		Verifier: a.keys.verifier,
		Columns:  n.job.columns,
		Final:    n.settings.final,
		Rehash:   n.settings.rehash,
		Partner:  a.merchant.Partner,
		Progress: progress,
	}
}

// reconcile decides the run.
func (n *night) reconcile(ctx context.Context, run ledger.Run, files []ledger.RunFile, gaps []string) (ledger.Run, error) {
	defer n.stage(run.ID, "reconciling")()
	giveBack()
	return n.books.Reconcile(ctx, run, n.policy(), ledger.RunInput{Files: files, Gaps: gaps, FailOn: failOn(n.settings.failOn)}, n.now())
}

// answered returns the run of this day that this call published and that has
// read the very inputs that stand there now: nothing is left to do then.
func (n *night) answered(ctx context.Context, recovered []ledger.Run, files []ledger.RunFile, gaps []string) (ledger.Run, bool) {
	if len(recovered) == 0 {
		return ledger.Run{}, false
	}
	last := recovered[len(recovered)-1]
	if day(last.AsOf) != day(n.asOf) {
		return ledger.Run{}, false
	}
	before, err := n.books.Files(ctx, last.ID)
	return last, err == nil && sameInputs(before, files, last.Gaps, gaps)
}

// reportFor is what the reports say of the run beside the books. It comes from the
// policy that the run was decided by, whatever the configuration says by now.
func reportFor(run ledger.Run) (reports.Report, error) {
	rules, err := ledger.Rules()
	p := run.Policy
	return reports.Report{
		Run:         run,
		ExitStatus:  exitFor(run.Outcome),
		Rules:       rules,
		Policy:      p,
		Program:     p.Face.Program,
		AccountName: p.Face.Account,
		Partner:     p.Merchant.Partner,
		Language:    p.Face.Language,
		VerifyOff:   p.Face.VerifyOff,
	}, err
}

// output is the folder of the job's reports, as the configuration names it and
// as it is opened.
func (n *night) output() (named, opened string) {
	named = filepath.Join(n.job.output, n.job.name)
	if n.books.private != "" {
		return named, filepath.Join(n.books.private, "out", n.job.name)
	}
	return named, n.config.at(named)
}

// day is the day of a moment in Shanghai.
func day(t time.Time) string { return t.In(alipay.Shanghai()).Format(time.DateOnly) }

// policy is the job's, without the right to issue where the night is held or
// its day has ended while it read: a batch is for its day only (§4.3). A moment
// that was asked for by --as-of is taken as it is.
func (n *night) policy() ledger.Policy {
	p, why := policyOf(n.job), n.held
	if why == "" && n.settings.asOf == "" && day(n.now()) != day(n.asOf) {
		why = "the day of this run ended before it was decided: reconcile run issues on the new one"
	}
	if why != "" && p.Signer != nil && !p.Manual {
		p.Manual, p.Unsigned = true, why
	}
	return p
}

// policyOf is what the configuration decides about the runs of a job.
func policyOf(j *job) ledger.Policy {
	a := j.account
	return ledger.Policy{
		Merchant:       a.merchant,
		Gateway:        a.gateway,
		Signer:         a.keys.signer,
		Manual:         a.corrections.manual,
		Approvals:      a.corrections.approvals,
		Unsigned:       unsigned(a),
		Codes:          a.codes,
		ResultGrace:    a.resultGrace,
		AttemptWarning: a.attemptWarning,
		HasRequests:    j.hasRequests(),
		Reason:         a.corrections.reason,
		MaxLines:       a.corrections.maxLines,
		LineCap:        a.corrections.lineCap,
		RunCap:         a.corrections.runCap,
		BatchPrefix:    a.corrections.batchPrefix,
		Face:           ledger.Face{Program: build.Version(), Account: a.name, Language: j.language, Scope: j.scope, VerifyOff: !a.verify},
	}
}

// unsigned says why runs only propose batches; empty where they issue them.
func unsigned(a *account) string {
	if a.keys.signer != nil && a.corrections.manual {
		return "release is manual: reconcile batch release"
	}
	return a.keys.unsigned
}

// logFor is the log of the job and of one of its runs, 0 for none.
func (n *night) logFor(run int64) *slog.Logger { return terminal.ForJob(n.Log, n.job.name, run) }

// debugFile logs what became of one input.
func (n *night) debugFile(run int64, f ledger.RunFile) {
	n.logFor(run).Debug("read "+f.Path, "lines", f.Lines, "accepted", f.Accepted, "duplicate", f.Duplicate, "rejected", f.Rejected, "ignored", f.Ignored, "unchanged", f.Unchanged)
}
