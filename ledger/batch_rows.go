package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A BatchRow is one batch as the books show it, of any sender.
type BatchRow struct {
	BatchNo       string
	Origin        string // "captured", "emitted", or "" where no request is known
	State         BatchState
	At            time.Time // refund_date; zero where unknown
	Lines         int64
	Requested     alipay.Money
	Succeeded     int64
	Refunded      alipay.Money
	Failed        int64
	Unanswered    int64
	Stated        int64 // success_num, summed over its notifications
	Counted       int64 // SUCCESS items, summed over its notifications
	Notifications int64 // accepted ones
	Deliveries    int64 // with the re-deliveries
	FirstAt       time.Time
	LastAt        time.Time
}

// BatchRows yields the batches that a request or a notification of the account
// names and that the run's scope leaves in, by number, in their state at its as-of.
func (l *Ledger) BatchRows(ctx context.Context, run Run, grace time.Duration) iter.Seq2[BatchRow, error] {
	late := run.AsOf.Add(-grace)
	return scopedRows(ctx, l, run, l.AllBatches(ctx, run, grace), "batches", "batch_rows", func(c *store.Cursor) BatchRow { return scanBatchRow(c, late) })
}

// AllBatches yields every batch that a request or a notification of the run's account
// names, whatever its scope leaves out, by number, in their state at the run's as-of.
func (l *Ledger) AllBatches(ctx context.Context, run Run, grace time.Duration) iter.Seq2[BatchRow, error] {
	late := run.AsOf.Add(-grace)
	names := []string{"batch_requests", "batch_lines", "batch_results", "batch_notices", "batch_deliveries"}
	return store.Merge(ctx, l.db, names, []any{run.Account}, func(at []*store.Cursor, give func(BatchRow) bool) error {
		m := batchMerge{requests: at[0], lines: at[1], results: at[2], notices: at[3], deliveries: at[4]}
		return m.all(late, give)
	})
}

// OneBatch returns the batch of a number as AllBatches yields it. ok is false where no
// request and no notification of the run's account names it.
func (l *Ledger) OneBatch(ctx context.Context, run Run, grace time.Duration, batchNo string) (b BatchRow, ok bool, err error) {
	late := run.AsOf.Add(-grace)
	scan := func(c *store.Cursor) BatchRow { return scanBatchRow(c, late) }
	for b, err := range store.Values(ctx, l.db, "batches_one+batches_end+batch_rows", scan, run.Account, batchNo) {
		return b, err == nil, err
	}
	return BatchRow{}, false, nil
}

func scanBatchRow(c *store.Cursor, late time.Time) BatchRow {
	b := BatchRow{BatchNo: c.Text(0)}
	voided := b.request(c.Text(1), c.NullNumber(2), c.NullNumber(3))
	b.lines(c.Number(4), c.Number(5), c.Number(6))
	b.results(c.Number(7), c.Number(8), c.Number(9))
	b.notices(c.Number(10), c.Number(11), c.Number(12), c.NullNumber(14), c.NullNumber(15))
	b.Deliveries = c.Number(13)
	b.State = stateOf(b, voided, late)
	return b
}

// request sets what the request holds, and reports whether it is void.
func (b *BatchRow) request(origin string, at, voided sql.NullInt64) bool {
	b.Origin, b.At = origin, maybeMoment(at)
	return voided.Valid
}

// lines sets what the lines of the request add up to.
func (b *BatchRow) lines(count, fen, unanswered int64) {
	b.Lines, b.Requested, b.Unanswered = count, alipay.Fen(fen), unanswered
}

// results sets what the effective results add up to.
func (b *BatchRow) results(succeeded, fen, failed int64) {
	b.Succeeded, b.Refunded, b.Failed = succeeded, alipay.Fen(fen), failed
}

// notices sets what the notifications add up to.
func (b *BatchRow) notices(stated, counted, count int64, first, last sql.NullInt64) {
	b.Stated, b.Counted, b.Notifications = stated, counted, count
	b.FirstAt, b.LastAt = maybeMoment(first), maybeMoment(last)
}

// A batchMerge goes through all batches along what is known of them, each added up by
// itself: one sorting of all of it would be of five times as many columns.
type batchMerge struct{ requests, lines, results, notices, deliveries *store.Cursor }

// all gives every batch that a request or a notification names.
func (m batchMerge) all(late time.Time, give func(BatchRow) bool) error {
	for m.requests.More() || m.notices.More() {
		batchNo := m.least()
		for _, c := range []*store.Cursor{m.lines, m.results, m.deliveries} {
			if err := c.Seek(batchNo); err != nil {
				return err
			}
		}
		if !give(m.row(batchNo, late)) {
			return nil
		}
		for _, c := range []*store.Cursor{m.requests, m.notices} {
			if err := c.Skip(batchNo); err != nil {
				return err
			}
		}
	}
	return nil
}

// least is the number of the next batch.
func (m batchMerge) least() string {
	switch {
	case !m.notices.More():
		return m.requests.Text(0)
	case !m.requests.More():
		return m.notices.Text(0)
	}
	return min(m.requests.Text(0), m.notices.Text(0))
}

// row is the batch that the cursors have come to.
func (m batchMerge) row(batchNo string, late time.Time) BatchRow {
	b := BatchRow{BatchNo: batchNo}
	void := false
	if c := m.requests; c.Matches(batchNo) {
		void = b.request(c.Text(1), c.NullNumber(2), c.NullNumber(3))
	}
	if c := m.lines; c.Matches(batchNo) {
		b.lines(c.Number(1), c.Number(2), c.Number(3))
	}
	if c := m.results; c.Matches(batchNo) {
		b.results(c.Number(1), c.Number(2), c.Number(3))
	}
	if c := m.notices; c.Matches(batchNo) {
		b.notices(c.Number(1), c.Number(2), c.Number(3), c.NullNumber(4), c.NullNumber(5))
	}
	b.Deliveries = b.Notifications
	if c := m.deliveries; c.Matches(batchNo) {
		b.Deliveries += c.Number(1)
	}
	b.State = stateOf(b, void, late)
	return b
}
