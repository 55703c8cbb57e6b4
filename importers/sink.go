package importers

import (
	"context"
	"iter"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// A sink hands the lines of one part to the ledger. Its methods return
// *RefusedError for what is wrong with the file, and the ledger's errors as they
// are.
type sink struct {
	ctx    context.Context
	intake *ledger.Intake
	open   func() error // opens the source; nil where that is done
	extra  int64        // parameters that are not the interface's
	count  int64
}

// begin opens the source. It waits for the first line, because most files that are
// refused have none that is understood, and leave nothing to take back.
func (f *sink) begin() error {
	if f.open == nil {
		return nil
	}
	open := f.open
	f.open = nil
	return open()
}

// check ends the work when the context is done; it looks now and then.
func (f *sink) check() error {
	if f.count++; f.count%1024 == 0 {
		return f.ctx.Err()
	}
	return nil
}

// forEach gives each line to take.
func forEach[T any](f *sink, lines iter.Seq2[T, error], take func(T) error) error {
	for line, err := range lines {
		if err != nil {
			return files.Refuse(err)
		}
		if err := f.check(); err != nil {
			return err
		}
		if err := f.begin(); err != nil {
			return err
		}
		if err := take(line); err != nil {
			return err
		}
	}
	return f.begin()
}

// pass records a line that holds nothing to take: rejected, or ignored.
func (f *sink) pass(line int64, v files.Verdict, reason string) error {
	if v == files.Rejected {
		return f.intake.Reject(line, reason)
	}
	return f.intake.Ignore(line)
}
