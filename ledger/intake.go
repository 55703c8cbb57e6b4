package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"reconcile/alipay"
)

// An Intake takes one file's lines into the books in one transaction: all of
// them or none. A file may hold several sources, one after the other.
//
// Every line of a source goes to exactly one of Capture, BadSignature,
// Malformed, Order, Request, BillRefund, Reject and Ignore, in the order of its
// number; of a log, Mark goes before it. The same content again changes nothing
// but the counts.
type Intake struct {
	outer  context.Context // the caller's
	ctx    context.Context // never cancelled
	conn   *sql.Conn
	tx     *sql.Tx
	db     *prepared // the transaction
	writer *writer   // of all that is written in blocks
	tidy   *checkpointer
	used   *sync.Pool // memory to sort in
	dir    string     // for temporary files
	source Source
	counts Counts
	span

	marks    markBuffer
	verdicts []byte // of the lines of the open source, from its first on

	// What waits until the source is closed, to be written in the order of its key.
	deliveries, batches, items, badItems, rows *spool
	buf                                        rowBuffer
	knows                                      bool            // the books have notifications
	earlier                                    map[int64]int64 // lines whose items have another time than their delivery
	sums                                       intakeSums
	restated                                   bool // a batch has more than one notification by now, or their times have changed

	billed int64 // rows of bills of the open source whose fate is still to be asked for

	captures, notices, named, repeated, claims, malformed, orders, lines, bills *bulk
}

// Begin starts an intake. It ends with Commit or Rollback.
func (l *Ledger) Begin(ctx context.Context) (*Intake, error) {
	// A context that can be cancelled costs a goroutine a statement: this one is
	// asked between blocks instead.
	in := &Intake{outer: ctx, ctx: context.WithoutCancel(ctx), tidy: l.tidy, used: &l.used, dir: l.dir}
	err := l.tidy.before(in.ctx)
	if err != nil {
		return nil, fmt.Errorf("begin an intake: %w", err)
	}
	if in.conn, err = l.write.Conn(in.ctx); err != nil {
		return nil, fmt.Errorf("begin an intake: %w", translate(err))
	}
	if in.tx, err = in.conn.BeginTx(in.ctx, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("begin an intake: %w", translate(err)), in.conn.Close())
	}
	in.db, in.writer = newPrepared(in.tx), startWriter(in.ctx, in.conn)
	for _, b := range []struct {
		into       **bulk
		head, tail string
		columns    int
	}{
		{&in.captures, "capture_add", "", 11},
		{&in.notices, "notification_add", "", 9},
		{&in.named, "batch_trade_add", "batch_trade_known", 3},
		{&in.repeated, "repeated_batch_add", "repeated_batch_again", 3},
		{&in.claims, "claim_add", "", 14},
		{&in.malformed, "malformed_item_add", "", 7},
		{&in.orders, "order_add", "", 11},
		{&in.lines, "request_line_add", "", 7},
		{&in.bills, "bill_row_add", "", 7},
	} {
		if *b.into, err = newBulk(in.writer, b.head, b.tail, b.columns); err != nil {
			return nil, errors.Join(err, in.Rollback())
		}
	}
	return in, nil
}

// Open starts a source. Its Prior, Run, Account, Kind, Path and FirstLine are
// taken.
func (in *Intake) Open(s Source) error {
	statement, err := text("source_add")
	if err != nil {
		return err
	}
	res, err := in.db.ExecContext(in.ctx, statement, s.Prior, s.Run, s.Account, string(s.Kind), s.Path, s.FirstLine)
	if err != nil {
		return fmt.Errorf("open source %s: %w", s.Path, translate(err))
	}
	in.source, in.counts, in.span, in.billed, in.marks, in.verdicts = s, Counts{}, span{}, 0, markBuffer{}, in.verdicts[:0]
	for _, s := range []**spool{&in.deliveries, &in.batches, &in.items, &in.badItems, &in.rows} {
		*s = newSpool(in.dir, in.used)
	}
	in.earlier, in.sums, in.restated = map[int64]int64{}, intakeSums{}, false
	in.source.ID, err = res.LastInsertId()
	return err
}

// Close ends a source and returns it with its number and counts. Charset, How
// and Extra are taken from s.
func (in *Intake) Close(s Source) (Source, error) {
	if err := in.flush(); err != nil {
		return Source{}, err
	}
	done := in.source
	done.Charset, done.How, done.Extra = s.Charset, s.How, s.Extra
	done.Counts, done.First, done.Last = in.counts, in.first, in.last
	c := done.Counts
	_, err := exec(in.ctx, in.db, "source_close", in.marks.head, done.Charset, done.How, done.Extra,
		c.Lines, c.Accepted, c.Duplicate, c.Rejected, c.Ignored, millis(in.first), millis(in.last), done.ID)
	return done, err
}

// Commit ends the intake: everything is in the books.
func (in *Intake) Commit() error {
	in.writer.close()
	if err := in.writer.failed(); err != nil {
		return errors.Join(err, in.Rollback())
	}
	if err := errors.Join(translate(in.tx.Commit()), in.conn.Close()); err != nil {
		return err
	}
	in.tidy.soon(in.ctx)
	return nil
}

// Rollback ends the intake: nothing is in the books.
func (in *Intake) Rollback() error {
	in.writer.close()
	err := in.tx.Rollback()
	if err != nil && idle(in.conn) {
		err = nil // the engine has rolled back itself, as it does where the disk is full
	}
	return errors.Join(err, in.conn.Close(), in.closeSpools())
}

// A span is the time from the earliest to the latest of what a source holds.
type span struct{ first, last time.Time }

func (s *span) include(t time.Time) {
	if s.first.IsZero() || t.Before(s.first) {
		s.first = t
	}
	if t.After(s.last) {
		s.last = t
	}
}

// flush writes what has waited.
func (in *Intake) flush() error {
	for _, step := range []func() error{in.settle, in.writeOrders} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, b := range []*bulk{in.notices, in.named, in.repeated, in.claims, in.malformed, in.orders, in.lines, in.bills} {
		if err := b.flush(); err != nil {
			return err
		}
	}
	if err := in.writer.wait(); err != nil {
		return err
	}
	for _, step := range []func() error{in.supersede, in.writeSums, in.settleBill, in.writeMarks, in.writeVerdicts, in.closeSpools} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// closeSpools gives the temporary files back.
func (in *Intake) closeSpools() error {
	var errs []error
	for _, s := range []*spool{in.deliveries, in.batches, in.items, in.badItems, in.rows} {
		if s != nil {
			errs = append(errs, s.close())
		}
	}
	return errors.Join(errs...)
}

// Ignore counts a line that is none of ours.
func (in *Intake) Ignore(line int64) error {
	in.count(line, ignored)
	return nil
}

// Reject records a line of an export or of a request log that was not taken.
func (in *Intake) Reject(line int64, reason string) error {
	return in.reject(line, "row", "", "", reason)
}

// Malformed records a notification that does not read (MALFORMED_NOTIFICATION).
func (in *Intake) Malformed(line int64, reason string) error {
	return in.reject(line, "malformed", "", "", reason)
}

// BadSignature records a notification whose signature is bad (BAD_SIGNATURE).
// The same content again is a duplicate.
func (in *Intake) BadSignature(line int64, e *alipay.BadSignatureError) error {
	n, err := exec(in.ctx, in.db, "bad_signature_add", e.Digest[:], in.source.Account, e.NotifyID, e.BatchNo, in.source.ID, line)
	if err != nil {
		return err
	}
	if n == 0 {
		in.count(line, duplicate)
		return nil
	}
	return in.reject(line, "signature", e.NotifyID, e.BatchNo, "bad signature: "+e.Reason)
}

func (in *Intake) reject(line int64, kind, notifyID, batchNo, reason string) error {
	in.count(line, rejected)
	_, err := exec(in.ctx, in.db, "reject_add", in.source.ID, line, in.source.Account, kind, notifyID, batchNo, reason)
	return err
}
