package ledger

import (
	"context"
	"database/sql"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Release turns a proposal into a batch of the day of now, which is that of its run: it
// checks every line against the books of this moment and what was read into them, the
// caps among it, numbers, signs and records it. The files of the batch may appear after
// that, and ReleasePublished records that they have.
//
// Errors: ErrDamaged, ErrNoProposal, ErrReplaced, ErrOtherDay, ErrUnapproved, ErrChanged, ErrNoNumber,
// ErrJournal, ErrJournalGrown, or why a batch in its state cannot be released.
func (l *Ledger) Release(ctx context.Context, job, id, person string, p Policy, in RunInput, now time.Time) (batchNo string, err error) {
	var d decision
	release := func(tx store.Tx) error {
		run, proposal, err := current(ctx, tx, job, id)
		if err != nil {
			return err
		}
		if _, err := proposal.state().After(Releasing); err != nil {
			return err
		}
		if len(proposal.Approvals) < p.Approvals {
			return words.Errorf("%w: %d of %d", ErrUnapproved, len(proposal.Approvals), p.Approvals)
		}
		if p.Signer == nil {
			return words.Errorf("no key signs it: %s", words.Kept(p.Unsigned))
		}
		if day, today := DayOf(run.AsOf), DayOf(now); day != today {
			return words.Errorf("%w: it was proposed for %s, and it is %s", ErrOtherDay, day, today)
		}
		run.AsOf = now
		d = decision{ctx: ctx, tx: tx, run: run, policy: p, input: in}
		if err := d.checkUnchanged(proposal); err != nil {
			return err
		}
		if err := d.checkRunCap(); err != nil {
			return err
		}
		lines := make([]alipay.Line, len(proposal.Lines))
		for i, l := range proposal.Lines {
			lines[i] = alipay.Line{TradeNo: l.TradeNo, Amount: l.Amount, Reason: l.Reason}
		}
		if batchNo, err = d.issueBatch(int(proposal.Seq), lines); err != nil {
			return err
		}
		if err := d.clearScratch(); err != nil {
			return err
		}
		return d.exec("release_add", run.ID, proposal.Seq, batchNo, run.Account, person, now.UnixMilli())
	}
	if err := l.checkProposed(ctx, job, p, now); err != nil {
		return "", words.Errorf("release %s: %w", id, err)
	}
	if err := l.updateActs(ctx, release, func() error { return d.journal() }); err != nil {
		return "", words.Errorf("release %s: %w", id, err)
	}
	return batchNo, nil
}

// checkProposed refuses to release a proposal of books that are not those that were written.
//
// Errors: ErrDamaged.
func (l *Ledger) checkProposed(ctx context.Context, job string, p Policy, now time.Time) error {
	run, ok, err := l.LastRun(ctx, job)
	if err != nil || !ok {
		return err
	}
	rules, err := digestRules(p)
	if err != nil {
		return err
	}
	run.AsOf = now
	return l.checkBooks(ctx, run, rules != run.Policy.rules)
}

// checkRunCap asks that all that the run has proposed, released by now or not, is within
// the cap of a run as it is now.
func (d *decision) checkRunCap() error {
	if d.policy.RunCap == nil {
		return nil
	}
	var sum int64
	if err := store.QueryRow(d.ctx, d.tx, "correction_free_sum", []any{d.run.ID}, &sum); err != nil {
		return err
	}
	if sum > d.policy.RunCap.Fen() {
		return words.Errorf("%w: the run proposes %s, above the cap of %s", ErrChanged, alipay.Fen(sum), d.policy.RunCap)
	}
	return nil
}

// checkUnchanged recomputes what is new in the books since the run, and asks that every line
// of a proposal would be proposed again, with the same amount and held by nothing.
func (d *decision) checkUnchanged(p Proposal) error {
	if err := d.carryFrom(d.run); err != nil {
		return err
	}
	for _, step := range []func() error{d.computeTotals, d.checkTotals, d.findUnasked, d.search} {
		if err := step(); err != nil {
			return err
		}
	}
	cal, err := d.cover()
	if err != nil {
		return err
	}
	now := map[string]Correction{}
	for _, line := range p.Lines {
		now[line.TradeNo] = Correction{}
	}
	for c, err := range store.Stream(d.ctx, d.tx, "correction_candidates", scanCandidate, d.candidateArgs(cal)...) {
		if err != nil {
			return err
		}
		if _, ours := now[c.TradeNo]; ours {
			now[c.TradeNo] = c
		}
	}
	for _, line := range p.Lines {
		switch c := now[line.TradeNo]; {
		case c.TradeNo == "":
			return words.Errorf("%w: trade %s is owed nothing any more", ErrChanged, line.TradeNo)
		case c.Hold != "":
			return words.Errorf("%w: trade %s is held now: %s", ErrChanged, line.TradeNo, c.Hold)
		case c.Amount.Cmp(line.Amount) != 0:
			return words.Errorf("%w: trade %s is owed %s, not %s", ErrChanged, line.TradeNo, c.Amount, line.Amount)
		}
	}
	return nil
}

// ReleasedBatch reads a batch that people released of what a run proposed, with what its
// proposal says of it.
func (l *Ledger) ReleasedBatch(ctx context.Context, run Run, batchNo string) (Batch, error) {
	b, _, err := l.Batch(ctx, run.Account, batchNo)
	if err != nil {
		return Batch{}, err
	}
	all, err := l.Proposals(ctx, run)
	if err != nil {
		return Batch{}, err
	}
	for _, p := range all {
		if p.BatchNo == batchNo {
			b.Advice, b.Approvals, b.Seq, b.Of = p.advice, p.Approvals, p.Seq, int64(len(all))
		}
	}
	if err := fillOrders(ctx, l.db.Reader(), &b); err != nil {
		return Batch{}, err
	}
	err = store.QueryRow(ctx, l.db.Reader(), "release_person", []any{run.Account, batchNo}, &b.Released)
	return b, err
}

func scanCandidate(rows *sql.Rows) (c Correction, err error) {
	var amount int64
	err = rows.Scan(&c.TradeNo, &amount, &c.Code, &c.Born, &c.Hold, &c.Act)
	c.Amount = *money(amount)
	return c, err
}

// UnpublishedReleases returns the numbers of a job's released batches whose
// files are still to appear.
func (l *Ledger) UnpublishedReleases(ctx context.Context, job string) ([]string, error) {
	return store.List(ctx, l.db.Reader(), "release_pending", scanText, job)
}

// ReleasePublished records that the files of a released batch are where they
// belong. To record it twice is to record it once.
func (l *Ledger) ReleasePublished(ctx context.Context, account int64, batchNo string) error {
	_, err := store.ExecAlone(ctx, l.db, "release_published", account, batchNo)
	return err
}
