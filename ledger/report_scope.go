package ledger

import (
	"context"
	"fmt"
	"iter"

	"reconcile/ledger/internal/sqlite"
)

// A Scope is which trades, results and batches the sheets of a run hold.
type Scope string

// The scopes of a run's sheets. A run that has recorded none is one of ScopeAll.
const (
	ScopeChanged Scope = "changed" // what changed since the job's last run, and what is open
	ScopeAll     Scope = "all"
	ScopeOpen    Scope = "open"
)

// scopedRows yields the rows of a statement that the run's scope leaves in: those that whole
// yields, or those of a statement that goes on where statements of subject end, which pick
// "trades" or "batches".
//
// A run that was set back to picks the same rows: what came after it is gone then,
// and what is compared with are the numbers that the runs recorded.
func scopedRows[T any](ctx context.Context, l *Ledger, run Run, whole iter.Seq2[T, error], subject, name string, scan func(*sqlite.Cursor) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		rows := whole
		previous, partial, err := scopeOf(ctx, l, run)
		switch {
		case err != nil:
			var none T
			yield(none, fmt.Errorf("scope of run %d: %w", run.ID, err))
			return
		case partial && run.Policy.Header.Scope == ScopeOpen:
			rows = sqlite.Rows(ctx, l.db, subject+"_open+"+subject+"_end+"+name, scan, run.Account, run.Job, run.ID, run.ID+1)
		case partial:
			rows = sqlite.Rows(ctx, l.db, subject+"_open+"+subject+"_changed+"+subject+"_end+"+name, scan, run.Account, run.Job, run.ID, run.ID, previous.lastSource, previous.commit)
		}
		rows(yield)
	}
}

// scopeOf reports whether a run's sheets hold a part of the books, and the run of the
// job before it. To a job's first run everything has changed.
func scopeOf(ctx context.Context, l *Ledger, run Run) (previous Run, partial bool, err error) {
	switch run.Policy.Header.Scope {
	case ScopeOpen:
		return Run{}, true, nil
	case ScopeChanged:
		return l.Previous(ctx, run)
	}
	return Run{}, false, nil
}
