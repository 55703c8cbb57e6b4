package importers

import (
	"context"
	"iter"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/ledger"
)

// A sink takes the lines of one part into the ledger. Errors of the file are
// *files.RefusedError; those of the ledger are returned as they are.
type sink struct {
	ctx    context.Context
	intake *ledger.Intake
	open   func() error     // opens the source; nil if it is open
	seller *alipay.Merchant // what requests are checked against
	extra  int64            // parameters that are not the interface's
	count  int64            // lines
	hashed int64            // the line whose mark is recorded
	bare   bool             // a line tells of a delivery without a body
}

// begin opens the source if it is not open. That is done at the first line, because
// most refused files have no line that can be read, and nothing to roll back then.
func (s *sink) begin() error {
	if s.open == nil {
		return nil
	}
	open := s.open
	s.open = nil
	return open()
}

// check returns the error of the context; it looks at it every 1024 lines.
func (s *sink) check() error {
	if s.count++; s.count%1024 == 0 {
		return s.ctx.Err()
	}
	return nil
}

// forEach calls take with each line.
func forEach[T any](s *sink, lines iter.Seq2[T, error], take func(T) error) error {
	for line, err := range lines {
		if err != nil {
			return files.Refuse(err)
		}
		if err := s.check(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return err
		}
		if err := take(line); err != nil {
			return err
		}
	}
	return s.begin()
}

// pass records a line that was rejected or ignored.
func (s *sink) pass(line int64, v files.Verdict, reason string) error {
	if v == files.Rejected {
		return s.intake.Reject(line, reason)
	}
	return s.intake.Ignore(line)
}
