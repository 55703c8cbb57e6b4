package importers

import (
	"context"
	"errors"
	"fmt"

	"reconcile/importers/files"
	"reconcile/ledger"
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
	return t.results(), nil // after a rollback, that of the refused file alone
}

// attempt reads files and commits them. If the last one is refused when a part of it
// was taken in, partial is true and everything was rolled back.
func (t *transaction) attempt(end int) (partial bool, err error) {
	t.jobs = nil
	intake, err := t.ledger.Begin(t.ctx)
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
	return false, fmt.Errorf("%w (and when it was rolled back: %w)", err, back)
}

// take reads files until enough is read, or one is partial.
func (t *transaction) readFiles(intake *ledger.Intake, end int) (partial bool, err error) {
	bytes := int64(0)
	for at := t.first; at < end && bytes < transactionBytes; at++ {
		j := newJob(t.ctx, intake, t.files[at], t.opts, at)
		t.jobs = append(t.jobs, j)
		err := j.run()
		var refused *files.RefusedError
		if errors.As(err, &refused) {
			if j.out.Refused = refused.Reason; j.dirty {
				return true, nil
			}
		} else if err != nil {
			return false, fmt.Errorf("import %s: %w", j.file.Path, err)
		}
		if j.dirty {
			bytes += j.out.Size
		}
	}
	return false, nil
}

// conclude sums what the ledger holds of each file.
func (t *transaction) finish(intake *ledger.Intake) error {
	if err := intake.Settle(); err != nil {
		return t.named(err)
	}
	for _, j := range t.jobs {
		if err := j.report(); err != nil {
			return fmt.Errorf("import %s: %w", j.file.Path, err)
		}
	}
	return nil
}

// failed names the files in an error that is of all of them.
func (t *transaction) named(err error) error {
	if err == nil {
		return nil
	}
	names := t.jobs[0].file.Path
	if more := len(t.jobs) - 1; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Errorf("import %s: %w", names, err)
}

// outcomes are what became of the files.
func (t *transaction) results() []ledger.RunFile {
	var all []ledger.RunFile
	for _, j := range t.jobs {
		all = append(all, j.out)
	}
	return all
}
