package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// voidAfter is how long after the end of a batch's day a person may void it: a
// page that was opened before midnight can still be confirmed for a while.
const voidAfter = 12 * time.Hour

// Void records that a person asked Alipay about a batch after its day was over
// and learnt that its lines without a result will never run. They are no longer
// pending, nor attempts. now is the wall clock.
//
// Errors: ErrNoBatch, ErrTooEarly (before the end of the batch's day + 12 h),
// ErrNotNow with the reason where its state does not allow it (contract 4.3).
func (l *Ledger) Void(ctx context.Context, account int64, batchNo, person, evidence string, now time.Time) error {
	err := l.db.Update(ctx, func(tx sqlite.Tx) error {
		if err := mayVoid(ctx, tx, account, batchNo, now); err != nil {
			return err
		}
		lines, err := store.Exec(ctx, tx, "void_lines", now.UnixMilli(), batchNo, account)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, "day_sum_void", now.UnixMilli(), batchNo, account); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, "void_request", now.UnixMilli(), batchNo, account); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, "request_sum_add", account, -1); err != nil {
			return err
		}
		_, err = store.Exec(ctx, tx, "void_add", batchNo, account, now.UnixMilli(), person, evidence, lines)
		return err
	})
	if err != nil {
		return fmt.Errorf("void batch %s: %w", batchNo, err)
	}
	return nil
}

func mayVoid(ctx context.Context, tx sqlite.Tx, account int64, batchNo string, now time.Time) error {
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
		return fmt.Errorf("%w: a bill of Alipay shows %d of its lines as refunded", ErrNotNow, billed)
	}
	if from := voidableFrom(batchNo, b.At, now); now.Before(from) {
		return fmt.Errorf("%w: a page that was opened on its day can still be confirmed; wait until %s", ErrTooEarly, from.Format(alipay.TimeLayout))
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
