package ledger

import (
	"context"
	"database/sql"
	"iter"

	"reconcile/ledger/internal/store"
)

// Rejects yields the rejected lines of the inputs of a run, file by file, under
// the names that the run found them by.
func (l *Ledger) Rejects(ctx context.Context, run int64) iter.Seq2[Reject, error] {
	return func(yield func(Reject, error) bool) {
		parts, err := store.List(ctx, l.db.Reader(), "run_part_list", scanPart, run)
		if err != nil {
			yield(Reject{}, err)
			return
		}
		for _, p := range parts {
			for r, err := range l.rejectsOf(ctx, p) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

func (l *Ledger) rejectsOf(ctx context.Context, p Part) iter.Seq2[Reject, error] {
	return func(yield func(Reject, error) bool) {
		stretches, err := stretchesOf(ctx, l.db.Reader(), p)
		if err != nil {
			yield(Reject{}, err)
			return
		}
		for _, s := range stretches {
			for r, err := range store.Stream(ctx, l.db.Reader(), "reject_of", scanReject, s.ID, s.upTo) {
				r.File = p.Path
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

func scanPart(rows *sql.Rows) (p Part, err error) {
	err = rows.Scan(&p.Path, &p.Source, &p.Last)
	return p, err
}

func scanReject(rows *sql.Rows) (r Reject, err error) {
	err = rows.Scan(&r.Line, &r.Reason)
	return r, err
}
