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
	open   func() error // opens the source; nil where that is done
	extra  int64        // parameters that are not the interface's
	count  int64
}

// begin opens the source. It waits for the first line, because most files that are
// refused have none that is understood, and leave nothing to take back.
func (f *feeder) begin() error {
	if f.open == nil {
		return nil
	}
	open := f.open
	f.open = nil
	return open()
}

// check ends the work when the context is done; it looks now and then.
func (f *feeder) check() error {
	if f.count++; f.count%1024 == 0 {
		return f.ctx.Err()
	}
	return nil
}

// hand gives each line to take.
func hand[T any](f *feeder, lines iter.Seq2[T, error], take func(T) error) error {
	for line, err := range lines {
		if err != nil {
			return refuseRead(err)
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

func (f *feeder) notify(line NotifyLine) error {
	switch line.Verdict {
	case Read:
		f.extra += int64(line.Capture.Notice.Extra)
		return f.intake.Capture(line.Capture)
	case BadSignature:
		return f.intake.BadSignature(line.Line, line.Bad)
	case Rejected:
		return f.intake.Malformed(line.Line, line.Reason)
	}
	return f.intake.Ignore(line.Line)
}

func (f *feeder) request(line RequestLine) error {
	switch line.Verdict {
	case Read:
		return f.intake.Request(line.Line, line.Request)
	case Rejected:
		return f.intake.Reject(line.Line, line.Reason)
	}
	return f.intake.Ignore(line.Line)
}

func (f *feeder) order(line OrderLine) error {
	switch line.Verdict {
	case Read:
		return f.intake.Order(line.Line, line.Order)
	case Rejected:
		return f.intake.Reject(line.Line, line.Reason)
	}
	return f.intake.Ignore(line.Line)
}
