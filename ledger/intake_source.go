package ledger

import (
	"context"
	"errors"
	"time"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
)

// An openSource is on its way into the books: first it is read, then it is settled.
type openSource struct {
	source  Source
	counts  Counts // of the lines that are decided
	pending int64  // lines that are not
	span

	marks    hashBuffer
	verdicts []byte // of the lines, from the first on

	// What waits until the source is closed, to be written in the order of its key.
	deliveries, batches, items, badItems, rows *extsort.Sorter

	earlier  map[int64]int64 // lines whose items have another time than their delivery
	sums     intakeSums
	restated bool // a batch has more than one notification by now, or their times have changed
}

func newOpenSource(s Source, dir string, pool *extsort.Pool) *openSource {
	o := &openSource{source: s, earlier: map[int64]int64{}}
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
	c.Lines += o.pending
	c.Accepted += o.pending
	return c
}

func (o *openSource) reject(ctx context.Context, db store.Runner, line int64, kind, notifyID, batchNo, reason string) error {
	o.count(line, rejected)
	_, err := store.Exec(ctx, db, "reject_add", o.source.ID, line, o.source.Account, kind, notifyID, batchNo, reason)
	return err
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
