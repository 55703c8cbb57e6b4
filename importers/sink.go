package importers

import (
	"context"
	"iter"

	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/importers/orders"
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

func (f *sink) notify(line logs.NotifyLine) error {
	if err := f.intake.Mark(line.Mark); err != nil {
		return err
	}
	switch line.Verdict {
	case files.Read:
		f.extra += int64(line.Capture.Notice.Extra)
		return f.intake.Capture(line.Capture)
	case files.BadSignature:
		return f.intake.BadSignature(line.Line, line.Bad)
	case files.Rejected:
		return f.intake.Malformed(line.Line, line.Reason)
	}
	return f.intake.Ignore(line.Line)
}

func (f *sink) request(line logs.RequestLine) error {
	if err := f.intake.Mark(line.Mark); err != nil {
		return err
	}
	if line.Verdict == files.Read {
		return f.intake.Request(line.Line, line.Request)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

func (f *sink) order(line orders.Line) error {
	if line.Verdict == files.Read {
		return f.intake.Order(line.Line, line.Order)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

// billTrade takes the payments of a bill.
func (f *sink) billTrade(line bills.Line) error {
	switch {
	case line.Order != nil:
		return f.intake.Order(line.Line, *line.Order)
	case line.Type != bills.Trade:
		return f.intake.Ignore(line.Line)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

// billRefund takes the refunds of a bill.
func (f *sink) billRefund(line bills.Line) error {
	switch {
	case line.Refund != nil:
		return f.intake.BillRefund(line.Line, *line.Refund)
	case line.Type != bills.Refund:
		return f.intake.Ignore(line.Line)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}

// pass records a line that holds nothing to take: rejected, or ignored.
func (f *sink) pass(line int64, v files.Verdict, reason string) error {
	if v == files.Rejected {
		return f.intake.Reject(line, reason)
	}
	return f.intake.Ignore(line)
}
