package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// voidAfter is how long after the end of a batch's day a person may void it: a
// page that was opened before midnight can still be confirmed for a while.
const voidAfter = 12 * time.Hour

// mayVoid asks whether a person may say that the lines of a batch without a result will
// never run: after its day was over, when no page of it can be confirmed any more. They
// are no longer pending then, nor attempts (contract 4.3).
//
// Errors: ErrNoBatch, ErrTooEarly (before the end of the batch's day + 12 h), ErrNotNow
// with the reason where its state does not allow it.
func mayVoid(ctx context.Context, tx store.Tx, account int64, batchNo string, now time.Time) error {
	b := BatchRow{BatchNo: batchNo}
	var sent, voided sql.NullInt64
	err := store.QueryRow(ctx, tx, "void_check", []any{account, batchNo}, &b.Origin, &sent, &voided, &b.Unanswered)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoBatch
	}
	if err != nil {
		return err
	}
	b.At = maybeMoment(sent)
	// Emitted or overdue makes no difference to a void, so no grace is asked for.
	if _, err := stateOf(b, voided.Valid, time.Time{}).After(Voiding); err != nil {
		return err
	}
	var billed int64
	if err := store.QueryRow(ctx, tx, "void_billed", []any{account, batchNo}, &billed); err != nil {
		return err
	}
	if billed > 0 {
		return words.Errorf("%w: a bill of Alipay shows %d of its lines as refunded", ErrNotNow, billed)
	}
	if from := voidableFrom(batchNo, b.At, now); now.Before(from) {
		return words.Errorf("%w: a page that was opened on its day can still be confirmed; wait until %s", ErrTooEarly, from.Format(alipay.TimeLayout))
	}
	return nil
}

// voidableFrom is the end of the day of a batch's number, of its refund_date where the
// number names none, and twelve hours; at once where both days are still to come
// (REQUEST_IN_FUTURE).
func voidableFrom(batchNo string, sent, now time.Time) time.Time {
	named := Date(0)
	if len(batchNo) >= 8 {
		named = dateOf(batchNo[:4], batchNo[4:6], batchNo[6:8])
	}
	if today := DayOf(now); named > today && !sent.IsZero() && DayOf(sent) > today {
		return now
	}
	if named == 0 {
		named = DayOf(sent)
	}
	return named.Add(1).Start().Add(voidAfter)
}
