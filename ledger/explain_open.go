package ledger

import (
	"context"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Pending is what is open of a trade after a run: the findings of the job that name it or a
// batch of it, and the correction that is held back.
type Pending struct {
	Findings []Finding // what they are about, and their amount
	Held     *Correction
}

// PendingOf returns what is open of a trade after a run.
func (l *Ledger) PendingOf(ctx context.Context, run Run, tradeNo string) (o Pending, err error) {
	h, err := l.holds(ctx, run.ID)
	if err != nil {
		return o, words.Errorf("what is open of trade %s: %w", tradeNo, err)
	}
	defer h.db.Close()
	if o.Findings, err = h.findings(tradeNo, func(string) bool { return true }); err != nil {
		return o, err
	}
	corrections, err := store.List(ctx, h.db, "correction_one", scanCorrection, run.ID, tradeNo)
	for _, c := range corrections {
		if c.Hold != "" {
			o.Held = &c
			err = h.complete(&c)
		}
	}
	return o, err
}
