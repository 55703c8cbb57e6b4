package ledger

import (
	"context"
	"errors"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An Intake takes files' lines into the books in one transaction: all of them or
// none. A file may hold several sources, one after the other.
//
// Every line of a source goes to exactly one of Deliver, BadSignature, Malformed,
// UnreadCapture, Order, Request, UnreadRequest, BillRefund, Answers, Reject and Ignore, in the
// order of its number; of a log, HashLine goes before it. A line of a log that holds several
// captures goes to one of them for each, in the order in which they stand there. The same
// content again changes nothing but the counts.
//
// What a source holds is written while the next one is read (see applier).
type Intake struct {
	outer context.Context // the caller's
	ctx   context.Context // never cancelled
	load  store.Load
	db    *store.Prepared // its transaction
	pool  *extsort.Pool   // memory to sort in
	dir   string          // for temporary files
	buf   rowBuffer

	*openSource // the source that is read; nil where none is
	applier     *applier
	captures    store.Inserter // their blocks
	exports     store.Inserter // blocks of orders
	lines       store.Inserter
	bills       store.Inserter
	answers     store.Inserter
}

// Begin starts an intake. It ends with Commit or Rollback.
func (l *Ledger) Begin(ctx context.Context) (*Intake, error) {
	// A context that can be cancelled costs a goroutine a statement: this one is
	// asked between blocks instead.
	in := &Intake{outer: ctx, ctx: context.WithoutCancel(ctx), pool: &l.pool, dir: l.db.Dir()}
	var err error
	if in.load, err = l.db.Load(ctx); err != nil {
		return nil, words.Errorf("begin an intake: %w", err)
	}
	in.db, in.applier = in.load.Prepared(), newApplier(in)
	for _, i := range []struct {
		into       *store.Inserter
		head, tail string
		columns    int
	}{
		{&in.captures, "capture_block_add", "", 7},
		{&in.exports, "order_block_add", "", 3},
		{&in.lines, "request_line_add", "", 7},
		{&in.bills, "bill_row_add", "", 7},
		{&in.answers, "answer_add", "", 15},
		{&in.applier.notices, "notification_add", "", 14},
		{&in.applier.names.added, "notify_block_add", "", 3},
		{&in.applier.names.again, "notify_block_add", "notify_block_again", 3},
		{&in.applier.again, "redelivery_add", "", 12},
		{&in.applier.repeated, "repeated_batch_add", "repeated_batch_again", 3},
		{&in.applier.claims, "claim_add", "", 14},
		{&in.applier.malformed, "malformed_item_add", "", 8},
		{&in.applier.orders, "order_add", "", 13},
	} {
		if *i.into, err = store.NewInserter(in.load.Inserter, i.head, i.tail, i.columns); err != nil {
			return nil, errors.Join(err, in.Rollback())
		}
	}
	return in, nil
}

// Open starts a source. Its Prior, Run, Account, Kind, Path and FirstLine are
// taken.
func (in *Intake) Open(s Source) error {
	day, _ := alipay.DayInName(s.Path)
	var err error
	s.ID, err = store.ExecKey(in.ctx, in.db, "source_add", s.Prior, s.Run, s.Account, string(s.Kind), s.Path, s.FirstLine, dayNumber(day), s.Keys)
	if err != nil {
		return words.Errorf("open source %s: %w", s.Path, err)
	}
	in.openSource = newOpenSource(s, in.dir, in.pool)
	in.deliveredIn.to, in.orderedIn.to = in.captures, in.exports
	in.deliveredIn.source, in.orderedIn.source = s.ID, s.ID
	return nil
}

// dayNumber is a day as yyyymmdd, 0 for none.
func dayNumber(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return int64(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// Close ends a source and returns it with its number and how many lines it has.
// Charset, How and Extra are taken from s. What became of the lines is known once
// the intake is settled.
func (in *Intake) Close(s Source) (Source, error) {
	o := in.openSource
	o.source.Charset, o.source.How, o.source.Extra = s.Charset, s.How, s.Extra
	o.source.First, o.source.Last = o.first, o.last
	for _, step := range []func() error{in.closeBlocks, in.lines.Flush, in.bills.Flush, in.answers.Flush, in.writeHashes, in.keepKnownGood, in.keepBarePosts, in.keepFurther, o.shrink, in.Settle} {
		if err := step(); err != nil {
			return Source{}, err
		}
	}
	done := o.source
	done.Counts = o.soFar()
	if err := done.record(in.ctx, in.db, o.marks.firstHash); err != nil {
		return Source{}, err
	}
	in.openSource = nil
	in.applier.start(o)
	return done, nil
}

// Settle waits until what the closed sources hold is decided and written.
func (in *Intake) Settle() error { return in.applier.wait() }

// Commit ends the intake: everything is in the books.
func (in *Intake) Commit() error {
	if err := errors.Join(in.Settle(), in.load.Finish()); err != nil {
		return errors.Join(err, in.Rollback())
	}
	return in.load.Commit()
}

// Rollback ends the intake: nothing is in the books.
func (in *Intake) Rollback() error {
	in.load.Stop(errGivenUp)
	var errs []error
	if err := in.Settle(); !errors.Is(err, errGivenUp) && !errors.Is(err, store.ErrRolledBack) {
		errs = append(errs, err)
	}
	errs = append(errs, in.load.Rollback())
	if in.openSource != nil {
		errs = append(errs, in.closeSorters())
	}
	return errors.Join(errs...)
}

// errGivenUp is why nothing is written any more.
var errGivenUp = words.Errorf("the intake is given up")

// Ignore counts a line that is none of ours.
func (in *Intake) Ignore(line int64) error {
	in.count(in.next(line), ignored)
	return nil
}

// Reject records a line of an export or of a request log that was not taken, and the
// trades that it names as far as they read.
func (in *Intake) Reject(line int64, reason string, trades ...string) error {
	return in.reject(rejection{place: in.next(line), kind: "row", reason: reason, trades: trades})
}

// Malformed records a notification that does not read (MALFORMED_NOTIFICATION).
// trades are those that the line names.
func (in *Intake) Malformed(line int64, reason string, trades ...string) error {
	return in.reject(rejection{place: in.next(line), kind: "malformed", reason: reason, trades: trades})
}

// BadSignature records a notification whose signature is bad (BAD_SIGNATURE).
// The same content again is a duplicate. at is when it was logged, zero where the log does
// not say; trades are those that the line names.
func (in *Intake) BadSignature(line int64, at time.Time, e *alipay.BadSignatureError, trades ...string) error {
	from, until := doubt(e)
	p := in.next(line)
	n, err := store.Exec(in.ctx, in.db, "bad_signature_add", e.Digest[:], in.source.Account, e.NotifyID, e.BatchNo, in.source.ID, p.line, p.no, millis(at), from, until)
	if err != nil {
		return err
	}
	if n == 0 {
		in.count(p, duplicate)
		return nil
	}
	return in.reject(rejection{place: p, kind: "signature", notifyID: e.NotifyID, batchNo: e.BatchNo, reason: "bad signature: " + e.Reason, trades: trades})
}

// doubt is the time in which what a forgery claims may have happened: whole days, from that
// of its batch number, or of 25 hours before its notify_time, to that of its notify_time.
// It has no end where it claims no time.
func doubt(e *alipay.BadSignatureError) (from, until any) {
	if e.Time.IsZero() {
		return nil, nil
	}
	first, last := DayOf(e.Time.Add(-25*time.Hour)), DayOf(e.Time)
	if at := batchDay(e.BatchNo); at.UnixMilli() > 0 {
		first, last = min(first, DayOf(at)), max(last, DayOf(at))
	}
	return first.Start().UnixMilli(), last.Add(1).Start().UnixMilli()
}

// BarePost counts a line that tells of a delivery whose body the log does not have; the
// line is ignored all the same.
func (in *Intake) BarePost() { in.source.BarePosts++ }

func (in *Intake) keepBarePosts() error {
	if in.source.BarePosts == 0 {
		return nil
	}
	_, err := store.Exec(in.ctx, in.db, "source_bare_posts", in.source.BarePosts, in.source.ID)
	return err
}

func (in *Intake) reject(r rejection) error { return in.openSource.reject(in.ctx, in.db, r) }

// An openSource is on its way into the books: first it is read, then it is applied.
type openSource struct {
	source  Source
	counts  Counts // of the lines that are decided
	lines   int64  // that have a verdict or wait for one, but rows of bills
	pending int64  // rows of a bill that wait for theirs
	span

	marks    hashBuffer
	at       place  // of the last capture
	verdicts []byte // of the lines, from the first on; of the first capture in the upper half
	further  []byte // of the captures that are not the first of their line

	// What waits until the source is closed, to be written in the order of its key.
	deliveries, batches, items, badItems, rows *extsort.Sorter

	deliveredIn captureBlock
	orderedIn   orderBlock
	moved       map[place]movedDelivery // by the delivery
	sums        intakeSums
	before      *knownLines // of a log that is read again with other keys; else nil
	restated    bool        // a batch has more than one notification by now, or their times have changed
}

func newOpenSource(s Source, dir string, pool *extsort.Pool) *openSource {
	o := &openSource{source: s, moved: map[place]movedDelivery{}}
	for _, s := range o.sorters() {
		*s = extsort.New(dir, pool)
	}
	return o
}

func (o *openSource) sorters() []**extsort.Sorter {
	return []**extsort.Sorter{&o.deliveries, &o.batches, &o.items, &o.badItems, &o.rows}
}

// closeSorters gives the temporary files back.
func (o *openSource) closeSorters() error {
	var errs []error
	for _, s := range o.sorters() {
		errs = append(errs, (*s).Close())
	}
	return errors.Join(errs...)
}

// shrink leaves in memory only what fits there whole, so that the next source may have
// the rest.
func (o *openSource) shrink() error {
	for _, s := range o.sorters() {
		if err := (*s).Shrink(); err != nil {
			return err
		}
	}
	return nil
}

// soFar are the counts as if every line that is not decided were accepted.
func (o *openSource) soFar() Counts {
	c := o.counts
	waits := o.lines - c.Lines + o.pending
	c.Lines += waits
	c.Accepted += waits
	return c
}

// A rejection is a line or a capture that is not taken, and what it names.
type rejection struct {
	place
	kind              string // "row", "malformed", "signature", "conflict" or "reused"
	notifyID, batchNo string
	reason            string
	trades            []string // that it names
}

func (o *openSource) reject(ctx context.Context, db store.Runner, r rejection) error {
	o.count(r.place, rejected)
	if _, err := store.Exec(ctx, db, "reject_add", o.source.ID, r.line, r.no, o.source.Account, r.kind, r.notifyID, r.batchNo, r.reason); err != nil {
		return err
	}
	code := map[string]string{"row": "ORDER_REJECTED", "malformed": "MALFORMED_NOTIFICATION", "signature": "BAD_SIGNATURE", "conflict": "NOTIFY_CONFLICT", "reused": "BATCH_NO_REUSED"}[r.kind]
	return o.name(ctx, db, code, r)
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
