package runner

import (
	"context"
	"log/slog"
	"slices"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/words"
)

// Ingest reads evidence of the job for its next run, on one of as many hosts as liked, and
// returns what became of each file, and the patterns that matched none. Of all evidence it
// reads what wanted picks, everything for nil.
func (n *Runner) Ingest(ctx context.Context, host string, wanted func(config.Input) bool) (files []ledger.RunFile, gaps []string, err error) {
	account, err := n.Books.Account(ctx, n.Job.Account.Merchant.Partner)
	if err != nil {
		return nil, nil, err
	}
	return n.read(ctx, account, 0, &ledger.Ingest{Job: n.Job.Name, Account: account, Host: host, Now: n.Now()}, wanted)
}

// read reads the job's sources in their order, and the evidence of the other jobs of its
// account, and returns what became of each file, and the patterns that matched none.
func (n *Runner) read(ctx context.Context, account, run int64, ingest *ledger.Ingest, wanted func(config.Input) bool) (files []ledger.RunFile, gaps []string, err error) {
	inputs, gaps, err := n.Config.Evidence(n.Job)
	if err != nil {
		return nil, nil, err
	}
	if wanted != nil {
		inputs = slices.DeleteFunc(inputs, func(in config.Input) bool { return !wanted(in) })
	}
	gaps = append(gaps, n.Gaps...)
	reading, end := n.watchReading(run, inputs, ingest != nil)
	defer end()
	var toRead []importers.File
	for _, in := range inputs {
		toRead = append(toRead, importers.File{Account: account, Kind: in.Kind, Path: in.Path, Name: in.Name, Run: run})
	}
	o := n.options()
	o.Ingest, o.Progress = ingest, reading.Count
	for file, err := range importers.Import(ctx, n.Books.Ledger, toRead, o) {
		if err != nil {
			return nil, nil, err
		}
		n.tellFile(run, file)
		files = append(files, file)
	}
	for _, g := range gaps {
		n.tell(run, slog.LevelWarn, "no file matches %s", g)
	}
	return files, gaps, nil
}

// tellFile logs what became of one input.
func (n *Runner) tellFile(run int64, f ledger.RunFile) {
	if f.Refused != "" {
		n.tell(run, slog.LevelWarn, "%s: refused: %s", f.Path, words.Kept(f.Refused))
	}
	if f.Unread != "" {
		n.tell(run, slog.LevelWarn, "%s: %s", f.Path, words.Kept(f.Unread))
	}
	log := n.logFor(run)
	log.Debug(terminal.LanguageOf(log).Sprintf("read %s", f.Path), "lines", f.Lines, "accepted", f.Accepted, "duplicate", f.Duplicate, "rejected", f.Rejected, "ignored", f.Ignored, "unchanged", f.Unchanged)
}

// addIngested adds the files that were read for the next run of a job of the account and are
// not among those that this host sees, such as those on the disk of another one: what was
// refused there holds the money here, too. Those of a job that the configuration no longer
// has are no evidence any more.
func (n *Runner) addIngested(ctx context.Context, account int64, files []ledger.RunFile) ([]ledger.RunFile, error) {
	type name struct {
		kind ledger.Kind
		path string
	}
	seen := map[name]bool{}
	for _, f := range files {
		seen[name{f.Kind, f.Path}] = true
	}
	ingested, err := n.Books.Ingested(ctx, account)
	if err != nil {
		return nil, err
	}
	for _, f := range ingested {
		if !seen[name{f.Kind, f.Path}] && n.isOfAccount(f.Job) {
			n.tellFile(0, f.RunFile)
			files = append(files, f.RunFile)
		}
	}
	return files, nil
}

// isOfAccount reports whether the configuration has a job of a name with the partner of this
// one.
func (n *Runner) isOfAccount(job string) bool {
	return slices.ContainsFunc(n.Config.Jobs, func(j *config.Job) bool {
		return j.Name == job && j.Account.Merchant.Partner == n.Job.Account.Merchant.Partner
	})
}
