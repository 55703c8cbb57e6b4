package importers

import (
	"context"
	"iter"

	"reconcile/importers/logs"
	"reconcile/ledger"
)

// TakeNotices takes captures of a notify log into the open source of an intake.
func TakeNotices(ctx context.Context, in *ledger.Intake, captures iter.Seq2[logs.NotifyLine, error]) error {
	s := &sink{ctx: ctx, intake: in}
	return forEach(s, captures, s.notify)
}

// TakeRequests is TakeNotices for a log of submissions.
func TakeRequests(ctx context.Context, in *ledger.Intake, captures iter.Seq2[logs.RequestLine, error]) error {
	s := &sink{ctx: ctx, intake: in}
	return forEach(s, captures, s.request)
}
