package importers

import (
	"context"
	"errors"
	"fmt"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// groupBytes is how much is read in one transaction: with less of it less is lost where a
// run is cut off, with more of it more files are written while the next one is read.
const groupBytes = 256 << 20

// A transaction is files that are taken into the ledger in one transaction, so that one of
// them is read while the one before it is written.
type transaction struct {
	ctx    context.Context
	ledger *ledger.Ledger
	files  []File // all of them
	first  int    // the place of the group's first
	opts   Options
	jobs   []*job
}

// read reads the files before the place end, or as many of them as go together, and
// returns what became of those. They are in the ledger then.
//
// Nothing of a file that is refused may stay in the ledger, and rows of the file before
// it are written meanwhile. So all of the group is taken back where a file is refused
// that has left something already, and those before it are read again without it.
func (g *transaction) read(end int) (done []ledger.RunFile, err error) {
	torn, err := g.attempt(end)
	if err != nil {
		return nil, err
	}
	if torn && len(g.jobs) > 1 {
		return g.read(g.first + len(g.jobs) - 1)
	}
	return g.outcomes(), nil // which of a torn file is that of it alone
}

// attempt reads files in a transaction and commits it. Where a file is torn, which is
// the last of the jobs then, it is rolled back.
func (g *transaction) attempt(end int) (torn bool, err error) {
	g.jobs = nil
	intake, err := g.ledger.Begin(g.ctx)
	if err != nil {
		return false, err
	}
	torn, err = g.take(intake, end)
	if err == nil && !torn {
		err = g.conclude(intake)
	}
	if err == nil && !torn {
		return false, g.failed(intake.Commit())
	}
	back := intake.Rollback()
	if stopped := g.ctx.Err(); stopped != nil {
		return false, stopped
	}
	if err != nil && back != nil {
		return false, fmt.Errorf("roll back after %q: %w", err, back)
	}
	return torn, errors.Join(err, back)
}

// take reads files until enough is read, or one is torn.
func (g *transaction) take(intake *ledger.Intake, end int) (torn bool, err error) {
	bytes := int64(0)
	for at := g.first; at < end && bytes < groupBytes; at++ {
		j := newJob(g.ctx, intake, g.files[at], g.opts, at)
		g.jobs = append(g.jobs, j)
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
func (g *transaction) conclude(intake *ledger.Intake) error {
	if err := intake.Settle(); err != nil {
		return g.failed(err)
	}
	for _, j := range g.jobs {
		if err := j.report(); err != nil {
			return fmt.Errorf("import %s: %w", j.file.Path, err)
		}
	}
	return nil
}

// failed names the files in an error that is of all of them.
func (g *transaction) failed(err error) error {
	if err == nil {
		return nil
	}
	named := g.jobs[0].file.Path
	if more := len(g.jobs) - 1; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Errorf("import %s: %w", named, err)
}

// outcomes are what became of the files.
func (g *transaction) outcomes() []ledger.RunFile {
	var all []ledger.RunFile
	for _, j := range g.jobs {
		all = append(all, j.out)
	}
	return all
}
