package importers

import (
	"context"
	"iter"

	"reconcile/ledger"
)

// A feeder hands the lines of one part to the ledger. Its methods return
// *RefusedError for what is wrong with the file, and the ledger's errors as they
// are.
type feeder struct {
	ctx    context.Context
	intake *ledger.Intake
	first  int64 // number of the part's first line in its file
	extra  int64 // parameters that are not the interface's
	count  int64
}

// check ends the work when the context is done; it looks now and then.
func (f *feeder) check() error {
	if f.count++; f.count%1024 == 0 {
		return f.ctx.Err()
	}
	return nil
}

// number is the number in the file of a line of the part.
func (f *feeder) number(line int64) int64 { return f.first + line - 1 }

// hand gives each line to take.
func hand[T any](f *feeder, lines iter.Seq2[T, error], take func(T) error) error {
	for line, err := range lines {
		if err != nil {
			return refuseRead(err)
		}
		if err := f.check(); err != nil {
			return err
		}
		if err := take(line); err != nil {
			return err
		}
	}
	return nil
}

func (f *feeder) notify(line NotifyLine) error {
	at := f.number(line.Line)
	switch line.Verdict {
	case Read:
		f.extra += int64(line.Capture.Notice.Extra)
		line.Capture.Line = at
		return f.intake.Capture(line.Capture)
	case BadSignature:
		return f.intake.BadSignature(at, line.Bad)
	case Rejected:
		return f.intake.Malformed(at, line.Reason)
	}
	f.intake.Ignore(1)
	return nil
}

func (f *feeder) request(line RequestLine) error {
	switch line.Verdict {
	case Read:
		return f.intake.Request(f.number(line.Line), line.Request)
	case Rejected:
		return f.intake.Reject(f.number(line.Line), line.Reason)
	}
	f.intake.Ignore(1)
	return nil
}

func (f *feeder) order(line OrderLine) error {
	switch line.Verdict {
	case Read:
		return f.intake.Order(f.number(line.Line), line.Order)
	case Rejected:
		return f.intake.Reject(f.number(line.Line), line.Reason)
	}
	f.intake.Ignore(1)
	return nil
}
