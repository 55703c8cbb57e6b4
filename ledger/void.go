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
	if from := voidableFrom(batchNo, b.At); now.Before(from) {
		return fmt.Errorf("%w: a page that was opened on its day can still be confirmed; wait until %s", ErrTooEarly, from.Format(alipay.TimeLayout))
	}
	return nil
}

// voidableFrom is the end of the later of a batch's two days, that of its
// number and that of its refund_date, and twelve hours.
func voidableFrom(batchNo string, sent time.Time) time.Time {
	day := batchDay(batchNo)
	if sent.After(day) {
		day = sent
	}
	y, m, d := day.In(alipay.Shanghai()).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, alipay.Shanghai()).Add(voidAfter)
}
