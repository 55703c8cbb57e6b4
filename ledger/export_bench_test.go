package ledger

import (
	"context"
	"errors"
	"reconcile/ledger/internal/store"
)

// Recompute computes every total of a run again and leaves nothing behind.
func Recompute(ctx context.Context, l *Ledger, run Run) error {
	return try(ctx, l, run, (*decision).computeTotals)
}

// Search puts what every rule sees into its place and leaves nothing behind.
func Search(ctx context.Context, l *Ledger, run Run) error {
	return try(ctx, l, run, (*decision).search)
}

// try takes one step of a decision, and takes it back.
func try(ctx context.Context, l *Ledger, run Run, step func(*decision) error) error {
	err := l.db.Update(ctx, func(tx store.Tx) error {
		return errors.Join(step(&decision{ctx: ctx, tx: tx, run: run, policy: run.Policy}), errKept)
	})
	if errors.Is(err, errKept) && err.Error() == errKept.Error() {
		return nil
	}
	return err
}
