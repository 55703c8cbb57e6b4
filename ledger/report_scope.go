package ledger

import (
	"context"
	"iter"

	"reconcile/ledger/internal/store"
	"reconcile/words"
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
func scopedRows[T any](ctx context.Context, l *Ledger, run Run, whole iter.Seq2[T, error], subject, name string, scan func(*store.Cursor) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		rows := whole
		picked, args, err := pick(ctx, l, run, subject)
		switch {
		case err != nil:
			var none T
			yield(none, err)
			return
		case picked != "":
			rows = store.Values(ctx, l.db, picked+name, scan, args...)
		}
		rows(yield)
	}
}

// pick is the statements, each followed by "+", and their arguments that pick the "trades" or
// "batches" that a run's scope leaves in; none where it leaves in all.
func pick(ctx context.Context, l *Ledger, run Run, subject string) (picked string, args []any, err error) {
	scope, previous, err := scopeOf(ctx, l, run)
	switch {
	case err != nil:
		return "", nil, words.Errorf("scope of run %d: %w", run.ID, err)
	case scope == ScopeOpen:
		return subject + "_open+" + subject + "_end+", []any{run.Account, run.Job, run.ID, run.ID + 1}, nil
	case scope == ScopeChanged:
		return subject + "_open+" + subject + "_changed+" + subject + "_end+",
			[]any{run.Account, run.Job, run.ID, run.ID, previous.lastSource, previous.commit}, nil
	}
	return "", nil, nil
}

// scopeOf returns the scope of a run's sheets, and the run of the job before it where that
// decides what they hold.
func scopeOf(ctx context.Context, l *Ledger, run Run) (scope Scope, previous Run, err error) {
	h, ok := run.Policy.Header, true
	if h.Scope == ScopeChanged {
		previous, ok, err = l.Previous(ctx, run)
	}
	return h.ScopeOf(!ok), previous, err
}

// maxSheetRows is how many rows of data a sheet has at most, unless everything is asked for:
// programs of people open a workbook of so many in seconds.
const maxSheetRows = 200_000

// Showing is the header of a run whose sheets are to hold what a scope says. To a job's first
// run everything has changed, so what is open is all that it shows then; and no sheet has more
// rows than can be opened, unless everything is asked for.
func (h ReportHeader) Showing(scope Scope) ReportHeader {
	h.Scope, h.First, h.MaxRows = scope, "", maxSheetRows
	switch scope {
	case ScopeAll:
		h.MaxRows = 0
	case ScopeChanged:
		h.First = ScopeOpen
	}
	return h
}

// ScopeOf is the scope of the sheets of a job's first run, or of a later one. A run that
// recorded nothing of a first one showed everything then.
func (h ReportHeader) ScopeOf(first bool) Scope {
	switch {
	case h.Scope == "", h.Scope == ScopeChanged && first && h.First == "":
		return ScopeAll
	case first && h.First != "":
		return h.First
	}
	return h.Scope
}
