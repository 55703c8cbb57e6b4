package ledger

import (
	"context"
	"errors"
	"iter"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// A settler decides what sources have left behind, and writes it in the order of its
// key: one source after the other, while the intake reads the next one.
type settler struct {
	outer context.Context // the caller's
	ctx   context.Context // never cancelled
	db    *store.Prepared // the transaction, by its own statements
	load  *sqlite.Load
	knows bool // the books have notifications

	*opened              // the source at work
	done    chan outcome // of it; nil where none is

	notices, named, repeated, claims, malformed, orders *sqlite.Inserter
}

// An outcome is how the work on a source has ended.
type outcome struct {
	err   error
	crash any // a panic on its way to the caller
}

func newSettler(in *Intake) *settler {
	return &settler{outer: in.outer, ctx: in.ctx, db: in.load.Prepared(), load: in.load}
}

// start begins with a source; the one before is done.
func (t *settler) start(o *opened) {
	t.opened, t.done = o, make(chan outcome, 1)
	go func() {
		var out outcome
		defer func() {
			out.crash = recover()
			t.done <- out
		}()
		out.err = t.settle()
	}()
}

// wait returns when no source is at work.
func (t *settler) wait() error {
	if t.done == nil {
		return nil
	}
	out := <-t.done
	t.done = nil
	closed := t.closeSorters()
	if out.crash != nil {
		panic(out.crash)
	}
	return errors.Join(out.err, closed)
}

// settle decides and writes the source.
func (t *settler) settle() error {
	for _, step := range []func() error{t.judge, t.writeBatches, t.writeClaims, t.writeBadItems, t.writeOrders} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, b := range []*sqlite.Inserter{t.notices, t.named, t.repeated, t.claims, t.malformed, t.orders} {
		if err := b.Flush(); err != nil {
			return err
		}
	}
	if err := t.load.Wait(); err != nil {
		return err
	}
	for _, step := range []func() error{t.supersede, t.writeSums, t.settleBill, t.writeVerdicts} {
		if err := step(); err != nil {
			return err
		}
	}
	t.source.Counts = t.counts
	return t.source.record(t.ctx, t.db, t.marks.head)
}

// waiting yields what a sorter holds, and the error of the caller's context as soon as
// it has one. The sorter is empty afterwards.
func (t *settler) waiting(s *extsort.Sorter) iter.Seq2[extsort.Row, error] {
	return func(yield func(extsort.Row, error) bool) {
		count := 0
		for row, err := range s.Sorted() {
			if count++; count%4096 == 0 && err == nil {
				err = t.outer.Err()
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		err := errors.Join(t.outer.Err(), s.Close())
		if err != nil {
			yield(extsort.Row{}, err)
		}
	}
}
