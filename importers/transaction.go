package importers

import (
	"context"
	"errors"
	"fmt"

	"reconcile/importers/files"
	"reconcile/ledger"
	"reconcile/words"
)

// transactionBytes is how much is read in one transaction. If it is smaller, less is lost
// when a run is aborted; if larger, more files are written while the next one is read.
const transactionBytes = 256 << 20

// A transaction is files that are imported in one transaction of the ledger, so that
// each is read while the one before it is written.
type transaction struct {
	ctx    context.Context
	ledger *ledger.Ledger
	files  []File // all that Import reads
	first  int    // index of the first in this transaction
	opts   Options
	jobs   []*job
	run    int64 // that an Ingest reads for
}

// read imports files up to the index end, or as many as one transaction takes, and
// returns their results. They are committed then.
//
// Nothing of a refused file may stay in the ledger, but rows of the files before it are
// written at the same time. So if a file is refused after some of it was taken in, the
// transaction is rolled back, and the files before it are read again without it.
func (t *transaction) read(end int) (done []ledger.RunFile, err error) {
	partial, err := t.attempt(end)
	if err != nil {
		return nil, err
	}
	if partial && len(t.jobs) > 1 {
		return t.read(t.first + len(t.jobs) - 1)
	}
	done = t.results() // after a rollback, that of the refused file alone
	if partial && t.opts.Ingest != nil {
		err = t.ledger.KeepRefused(t.ctx, *t.opts.Ingest, done[0])
	}
	return done, err
}

// attempt reads files and commits them. If the last one is refused when a part of it
// was taken in, partial is true and everything was rolled back.
func (t *transaction) attempt(end int) (partial bool, err error) {
	t.jobs = nil
	intake, err := t.begin()
	if err != nil {
		return false, err
	}
	partial, err = t.readFiles(intake, end)
	if err == nil && !partial {
		err = t.finish(intake)
	}
	if err == nil && !partial {
		return false, t.named(intake.Commit())
	}
	back := intake.Rollback()
	if stopped := t.ctx.Err(); stopped != nil {
		return false, stopped
	}
	switch {
	case err == nil || back == nil:
		return partial, errors.Join(err, back)
	case errors.Is(err, ledger.ErrRolledBack): // by what the other goroutine has met
		return false, t.named(back)
	}
	return false, words.Errorf("%w (and when it was rolled back: %w)", err, back)
}

// begin begins an intake, for the run of each file or for one that comes later.
func (t *transaction) begin() (intake *ledger.Intake, err error) {
	if t.opts.Ingest == nil {
		return t.ledger.Begin(t.ctx)
	}
	intake, t.run, err = t.ledger.BeginIngest(t.ctx, *t.opts.Ingest)
	return intake, err
}

// readFiles reads files until enough is read, or one is partial.
func (t *transaction) readFiles(intake *ledger.Intake, end int) (partial bool, err error) {
	bytes := int64(0)
	for at := t.first; at < end && bytes < transactionBytes; at++ {
		f := t.files[at]
		if t.opts.Ingest != nil {
			f.Run = t.run
		}
		j := newJob(t.ctx, intake, f, t.opts, at)
		t.jobs = append(t.jobs, j)
		err := j.run()
		var refused *files.RefusedError
		if errors.As(err, &refused) {
			if j.out.Refused = refused.Reason; j.dirty {
				return true, nil
			}
		} else if err != nil {
			return false, words.Errorf("import %s: %w", j.file.Path, err)
		}
		if j.dirty {
			bytes += j.out.Size
		}
	}
	return false, nil
}

// finish sums what the ledger holds of each file, and keeps it for the run that comes later.
func (t *transaction) finish(intake *ledger.Intake) error {
	if err := intake.Settle(); err != nil {
		return t.named(err)
	}
	for _, j := range t.jobs {
		if err := j.report(); err != nil {
			return words.Errorf("import %s: %w", j.file.Path, err)
		}
		if t.opts.Ingest == nil {
			continue
		}
		if err := intake.KeepIngested(t.run, t.opts.Ingest.Host, j.out); err != nil {
			return words.Errorf("import %s: %w", j.file.Path, err)
		}
	}
	return nil
}

// named names the files in an error that is of all of them.
func (t *transaction) named(err error) error {
	if err == nil {
		return nil
	}
	names := t.jobs[0].file.Path
	if more := len(t.jobs) - 1; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return words.Errorf("import %s: %w", names, err)
}

// results are what became of the files.
func (t *transaction) results() []ledger.RunFile {
	var all []ledger.RunFile
	for _, j := range t.jobs {
		all = append(all, j.out)
	}
	return all
}
