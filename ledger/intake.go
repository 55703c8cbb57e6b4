package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"reconcile/alipay"
	"reconcile/ledger/internal/extsort"
)

// An Intake takes files' lines into the books in one transaction: all of them or
// none. A file may hold several sources, one after the other.
//
// Every line of a source goes to exactly one of Capture, BadSignature,
// Malformed, Order, Request, BillRefund, Reject and Ignore, in the order of its
// number; of a log, Mark goes before it. The same content again changes nothing
// but the counts.
//
// What a source holds is written while the next one is read (see settler).
type Intake struct {
	outer  context.Context // the caller's
	ctx    context.Context // never cancelled
	conn   *sql.Conn
	tx     *sql.Tx
	db     *prepared // the transaction
	writer *writer   // of all that is written in blocks
	tidy   *checkpointer
	pool   *extsort.Pool // memory to sort in
	dir    string        // for temporary files
	buf    rowBuffer

	*opened  // the source that is read; nil where none is
	settler  *settler
	captures *bulk
	lines    *bulk
	bills    *bulk
}

// Begin starts an intake. It ends with Commit or Rollback.
func (l *Ledger) Begin(ctx context.Context) (*Intake, error) {
	// A context that can be cancelled costs a goroutine a statement: this one is
	// asked between blocks instead.
	in := &Intake{outer: ctx, ctx: context.WithoutCancel(ctx), tidy: l.tidy, pool: &l.pool, dir: filepath.Dir(l.path)}
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
	in.settler = newSettler(in)
	err = newBulks(in.writer, []bulkOf{
		{&in.captures, "capture_add", "", 11},
		{&in.lines, "request_line_add", "", 7},
		{&in.bills, "bill_row_add", "", 7},
		{&in.settler.notices, "notification_add", "", 9},
		{&in.settler.named, "batch_trade_add", "batch_trade_known", 3},
		{&in.settler.repeated, "repeated_batch_add", "repeated_batch_again", 3},
		{&in.settler.claims, "claim_add", "", 14},
		{&in.settler.malformed, "malformed_item_add", "", 7},
		{&in.settler.orders, "order_add", "", 11},
	})
	if err != nil {
		return nil, errors.Join(err, in.Rollback())
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
	in.opened = newOpened(s, in.dir, in.pool)
	in.source.ID, err = res.LastInsertId()
	return err
}

// Close ends a source and returns it with its number and how many lines it has.
// Charset, How and Extra are taken from s. What became of the lines is known once
// the intake is settled.
func (in *Intake) Close(s Source) (Source, error) {
	o := in.opened
	o.source.Charset, o.source.How, o.source.Extra = s.Charset, s.How, s.Extra
	o.source.First, o.source.Last = o.first, o.last
	for _, step := range []func() error{in.captures.flush, in.lines.flush, in.bills.flush, in.writeMarks, o.shrink, in.Settle} {
		if err := step(); err != nil {
			return Source{}, err
		}
	}
	done := o.source
	done.Counts = o.soFar()
	if err := done.record(in.ctx, in.db, o.marks.head); err != nil {
		return Source{}, err
	}
	in.opened = nil
	in.settler.start(o)
	return done, nil
}

// Settle waits until what the closed sources hold is decided and written.
func (in *Intake) Settle() error { return in.settler.wait() }

// Commit ends the intake: everything is in the books.
func (in *Intake) Commit() error {
	err := in.Settle()
	in.writer.close()
	if err = errors.Join(err, in.writer.failed()); err != nil {
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
	in.writer.fail(errGivenUp)
	var errs []error
	if err := in.Settle(); !errors.Is(err, errGivenUp) {
		errs = append(errs, err)
	}
	in.writer.close()
	if err := in.tx.Rollback(); err != nil && !idle(in.conn) { // where the disk is full the engine has done it itself
		errs = append(errs, err)
	}
	errs = append(errs, in.conn.Close())
	if in.opened != nil {
		errs = append(errs, in.closeSorters())
	}
	return errors.Join(errs...)
}

// errGivenUp is why nothing is written any more.
var errGivenUp = errors.New("the intake is given up")

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
	return in.opened.reject(in.ctx, in.db, line, kind, notifyID, batchNo, reason)
}
