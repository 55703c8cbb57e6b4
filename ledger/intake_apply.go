package ledger

import (
	"context"
	"errors"
	"iter"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
)

// An applier decides what sources have left behind, and writes it in the order of its
// key: one source after the other, while the intake reads the next one.
type applier struct {
	outer            context.Context // the caller's
	ctx              context.Context // never cancelled
	db               *store.Prepared // the transaction, by its own statements
	load             store.Load
	hasNotifications bool // the books have any
	hasAnswers       bool // the books have any

	*openSource              // the source at work
	done        chan outcome // of it; nil where none is

	names                                               nameList
	notices, again, repeated, claims, malformed, orders store.Inserter
}

// An outcome is how the work on a source has ended.
type outcome struct {
	err   error
	crash any // a panic on its way to the caller
}

func newApplier(in *Intake) *applier {
	a := &applier{outer: in.outer, ctx: in.ctx, db: in.load.Prepared(), load: in.load}
	a.names.a = a
	return a
}

// start begins with a source; the one before is done.
func (a *applier) start(o *openSource) {
	a.openSource, a.done = o, make(chan outcome, 1)
	go func() {
		var out outcome
		defer func() {
			out.crash = recover()
			a.done <- out
		}()
		out.err = a.apply()
	}()
}

// wait returns when no source is at work.
func (a *applier) wait() error {
	if a.done == nil {
		return nil
	}
	out := <-a.done
	a.done = nil
	closed := a.closeSorters()
	if out.crash != nil {
		panic(out.crash)
	}
	return errors.Join(out.err, closed)
}

// apply decides and writes the source.
func (a *applier) apply() error {
	for _, step := range []func() error{a.dedupe, a.writeNotices, a.writeClaims, a.writeBadItems, a.writeOrders} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, b := range []store.Inserter{a.notices, a.names.added, a.names.again, a.again, a.repeated, a.claims, a.malformed, a.orders} {
		if err := b.Flush(); err != nil {
			return err
		}
	}
	if err := a.load.Wait(); err != nil {
		return err
	}
	for _, step := range []func() error{a.applyAnswers, a.supersede, a.writeSums, a.applyBill, a.writeVerdicts} {
		if err := step(); err != nil {
			return err
		}
	}
	a.source.Counts = a.counts
	return a.source.record(a.ctx, a.db, a.marks.firstHash)
}

// supersede finds the claims that are no longer the latest of their item, of the
// batches that the open source names again.
func (a *applier) supersede() error {
	if !a.restated {
		return nil
	}
	for _, name := range []string{"superseded_clear", "superseded_add"} {
		if _, err := store.Exec(a.ctx, a.db, name, a.source.ID); err != nil {
			return err
		}
	}
	return nil
}

// waiting yields what a sorter holds, and the error of the caller's context as soon as
// it has one. The sorter is empty afterwards.
func (a *applier) waiting(s *extsort.Sorter) iter.Seq2[extsort.Row, error] {
	return func(yield func(extsort.Row, error) bool) {
		count := 0
		for row, err := range s.Sorted() {
			if count++; count%4096 == 0 && err == nil {
				err = a.outer.Err()
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		err := errors.Join(a.outer.Err(), s.Close())
		if err != nil {
			yield(extsort.Row{}, err)
		}
	}
}
