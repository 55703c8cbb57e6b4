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
	if err := f.intake.Mark(line.Mark); err != nil {
		return err
	}
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
	if err := f.intake.Mark(line.Mark); err != nil {
		return err
	}
	if line.Verdict == Read {
		return f.intake.Request(line.Line, line.Request)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

func (f *feeder) order(line OrderLine) error {
	if line.Verdict == Read {
		return f.intake.Order(line.Line, line.Order)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

// billTrade takes the payments of a bill.
func (f *feeder) billTrade(line BillLine) error {
	switch {
	case line.Order != nil:
		return f.intake.Order(line.Line, *line.Order)
	case line.Type != billTrade:
		return f.intake.Ignore(line.Line)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

// billRefund takes the refunds of a bill.
func (f *feeder) billRefund(line BillLine) error {
	switch {
	case line.Refund != nil:
		return f.intake.BillRefund(line.Line, *line.Refund)
	case line.Type != billRefund:
		return f.intake.Ignore(line.Line)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

// pass records a line that holds nothing to take: rejected, or ignored.
func (f *feeder) pass(line int64, v Verdict, reason string) error {
	if v == Rejected {
		return f.intake.Reject(line, reason)
	}
	return f.intake.Ignore(line)
}
