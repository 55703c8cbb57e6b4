package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"reconcile/alipay"
)

// BatchRows yields the batches that a request or a notification of the account
// names and that the run's scope leaves in, by number, in their state at its as-of.
func (l *Ledger) BatchRows(ctx context.Context, run Run, grace time.Duration) iter.Seq2[BatchRow, error] {
	late := run.AsOf.Add(-grace)
	names := []string{"batch_requests", "batch_lines", "batch_results", "batch_notices", "batch_deliveries"}
	whole := sideBySide(ctx, l.read, names, []any{run.Account}, func(at []*cursor, give func(BatchRow) bool) error {
		m := batchMerge{requests: at[0], lines: at[1], results: at[2], notices: at[3], deliveries: at[4]}
		return m.all(late, give)
	})
	return chosen(ctx, l, run, whole, "batches", "batch_rows", func(c *cursor) BatchRow { return scanBatchRow(c, late) })
}

func scanBatchRow(c *cursor, late time.Time) BatchRow {
	b := BatchRow{BatchNo: c.text(0)}
	voided := b.request(c.text(1), c.maybe(2), c.maybe(3))
	b.lines(c.number(4), c.number(5), c.number(6))
	b.results(c.number(7), c.number(8), c.number(9))
	b.notices(c.number(10), c.number(11), c.number(12), c.maybe(14), c.maybe(15))
	b.Deliveries = c.number(13)
	b.State = stateOf(b, voided, late)
	return b
}

// request puts in what the request says, and tells whether it is void.
func (b *BatchRow) request(origin string, at, voided sql.NullInt64) bool {
	b.Origin, b.At = origin, maybeMoment(at)
	return voided.Valid
}

// lines puts in what the lines of the request add up to.
func (b *BatchRow) lines(count, fen, unanswered int64) {
	b.Lines, b.Requested, b.Unanswered = count, alipay.Fen(fen), unanswered
}

// results puts in what the effective results add up to.
func (b *BatchRow) results(succeeded, fen, failed int64) {
	b.Succeeded, b.Refunded, b.Failed = succeeded, alipay.Fen(fen), failed
}

// notices puts in what the notifications add up to.
func (b *BatchRow) notices(stated, counted, count int64, first, last sql.NullInt64) {
	b.Stated, b.Counted, b.Notifications = stated, counted, count
	b.FirstAt, b.LastAt = maybeMoment(first), maybeMoment(last)
}

// A batchMerge goes through all batches along what is known of them, each added up by
// itself: one sorting of all of it would be of five times as many columns.
type batchMerge struct{ requests, lines, results, notices, deliveries *cursor }

// all gives every batch that a request or a notification names.
func (m batchMerge) all(late time.Time, give func(BatchRow) bool) error {
	for m.requests.more || m.notices.more {
		batchNo := m.least()
		for _, c := range []*cursor{m.lines, m.results, m.deliveries} {
			if err := c.to(batchNo); err != nil {
				return err
			}
		}
		if !give(m.row(batchNo, late)) {
			return nil
		}
		for _, c := range []*cursor{m.requests, m.notices} {
			if err := c.past(batchNo); err != nil {
				return err
			}
		}
	}
	return nil
}

// least is the number of the next batch.
func (m batchMerge) least() string {
	switch {
	case !m.notices.more:
		return m.requests.text(0)
	case !m.requests.more:
		return m.notices.text(0)
	}
	return min(m.requests.text(0), m.notices.text(0))
}

// row is the batch that the cursors have come to.
func (m batchMerge) row(batchNo string, late time.Time) BatchRow {
	b := BatchRow{BatchNo: batchNo}
	void := false
	if c := m.requests; c.at(batchNo) {
		void = b.request(c.text(1), c.maybe(2), c.maybe(3))
	}
	if c := m.lines; c.at(batchNo) {
		b.lines(c.number(1), c.number(2), c.number(3))
	}
	if c := m.results; c.at(batchNo) {
		b.results(c.number(1), c.number(2), c.number(3))
	}
	if c := m.notices; c.at(batchNo) {
		b.notices(c.number(1), c.number(2), c.number(3), c.maybe(4), c.maybe(5))
	}
	if c := m.deliveries; c.at(batchNo) {
		b.Deliveries = c.number(1)
	}
	b.State = stateOf(b, void, late)
	return b
}

// stateOf says where a batch is in its life. late is the moment before which a
// line without a result is overdue.
func stateOf(b BatchRow, voided bool, late time.Time) BatchState {
	sent := b.At
	if sent.IsZero() {
		sent = batchDay(b.BatchNo)
	}
	switch {
	case b.Origin == "":
		return Unknown
	case voided:
		return Void
	case b.Unanswered == 0:
		return Settled
	case sent.Before(late):
		return Overdue
	}
	return Emitted
}
