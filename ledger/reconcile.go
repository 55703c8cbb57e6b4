package ledger

import (
	"context"
	"errors"
	"time"

	"reconcile/ledger/internal/digest"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Reconcile turns the books into totals, findings, corrections and batches. What is
// decided is decided in one transaction: after it the run is committed, before it nothing
// has happened. now is the wall clock.
//
// Errors: ErrDamaged where the books are not those that were written, ErrJournal,
// ErrJournalGrown and ErrUnsettled of what it issues, among others.
// With each of them nothing is issued.
func (l *Ledger) Reconcile(ctx context.Context, run Run, p Policy, in RunInput, now time.Time) (Run, error) {
	d := decision{ctx: ctx, run: run, policy: p, input: in}
	if err := l.prepare(&d); err != nil {
		return Run{}, words.Errorf("reconcile run %d: %w", run.ID, err)
	}
	if err := l.checkBooks(ctx, run, !d.incremental); err != nil {
		return Run{}, words.Errorf("reconcile run %d: %w", run.ID, err)
	}
	find := func() error { return d.find(l.db) }
	err := l.db.Update(ctx, func(tx store.Tx) error {
		d.tx = tx
		for _, step := range []func() error{d.askActs, d.checkTotals, d.recordPolicy, d.recordInputs, find, d.correct, d.recordStanding, d.issue} {
			if err := step(); err != nil {
				return err
			}
		}
		tallies, err := tallies(ctx, tx, run.ID)
		if err != nil {
			return err
		}
		d.run.Outcome = in.outcome(tallies)
		if err := d.commit(now); err != nil {
			return err
		}
		return d.journal()
	})
	if err != nil {
		return Run{}, words.Errorf("reconcile run %d: %w", run.ID, err)
	}
	l.db.AfterCommit(ctx)
	return d.run, errors.Join(l.db.Loaded(ctx), l.db.ReleaseCache(ctx))
}

// prepare computes what the rules read, in a transaction of its own, so that they are
// evaluated side by side. It is all derived: a run that is cut off behind it has decided
// nothing, and computes it again. The first load of a ledger ends with it: what
// the rules find is written while they read.
func (l *Ledger) prepare(d *decision) error {
	if err := l.db.BeforeWrite(d.ctx); err != nil {
		return err
	}
	err := l.db.Update(d.ctx, func(tx store.Tx) error {
		d.tx = tx
		if err := store.QueryRow(d.ctx, tx, "run_commits", nil, &d.commitNo); err != nil {
			return err
		}
		d.commitNo++
		for _, step := range []func() error{d.loadCodes, d.coverBills, d.recordSeries, d.planScope, d.computeTotals, d.findUnasked} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(l.db.Loaded(d.ctx), l.db.ReleaseCache(d.ctx))
}

// A decision is one run's way from evidence to batches.
type decision struct {
	ctx    context.Context
	tx     store.Tx
	run    Run
	policy Policy
	input  RunInput

	recorded    string  // the policy as the books keep it
	commitNo    int64   // the run's place in the order of decisions; 0 for what is no run's
	issued      []Entry // what is about to be issued, for the journal
	since       Run     // that it carries on from, where it does
	incremental bool    // the run looks at a part of the books: what is in scope_trade and scope_batch
}

func (d *decision) exec(name string, args ...any) error {
	_, err := store.Exec(d.ctx, d.tx, name, args...)
	return err
}

// recordPolicy keeps what the run is decided by, and after which.
func (d *decision) recordPolicy() error {
	text, err := d.policy.record()
	if err != nil {
		return err
	}
	if d.run.Policy, err = readPolicy(text); err != nil {
		return err
	}
	d.recorded = text
	return d.exec("run_decide", text, d.run.ID)
}

// recordInputs keeps what the run read, so that its reports can be written
// again.
func (d *decision) recordInputs() error {
	for i, g := range d.input.Gaps {
		if err := d.exec("run_gap_add", d.run.ID, i, g); err != nil {
			return err
		}
	}
	for i, f := range d.input.Files {
		err := d.exec("run_file_add", d.run.ID, i, f.Path, string(f.Kind), f.SHA256, f.Size, f.Charset, f.How, f.Extra,
			bit(f.Unchanged), f.Refused, f.Lines, f.Accepted, f.Duplicate, f.Rejected, f.Ignored, millis(f.First), millis(f.Last), f.Unread, f.Left)
		if err != nil {
			return err
		}
		for n, p := range f.Parts {
			if err := d.exec("run_part_add", d.run.ID, i, n, p.Path, p.Source, p.Last); err != nil {
				return err
			}
		}
	}
	d.run.Gaps = d.input.Gaps
	d.run.Inputs = d.input.digest()
	return nil
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// commit closes the run: its totals, outcome and place in the chain.
func (d *decision) commit(now time.Time) error {
	d.run.Finished, d.run.State, d.run.proof = now, RunCommitted, 2
	if err := d.exec("ingest_file_clear", d.run.ID); err != nil { // recordInputs has them
		return err
	}
	if err := d.clearScratch(); err != nil {
		return err
	}
	t := d.run.Totals
	err := d.exec("run_commit", now.UnixMilli(), int(d.run.Outcome), d.run.Inputs, d.run.Unsigned,
		t.Notifications, t.Results, t.SuccessAmount.Fen(), t.FailedResults, t.Orders, t.PaidAmount.Fen(),
		t.Requests, t.RequestLines, t.Trades, t.Fees.Back.Fen(), t.Fees.Failed.Fen(),
		t.Attested.Results, t.Attested.FailedResults, t.Attested.SuccessAmount.Fen(), t.Attested.ElsewhereAmount.Fen(), d.run.ID)
	if err != nil {
		return err
	}
	if err := digest.Keep(d.ctx, d.tx); err != nil { // the head is of them, too
		return err
	}
	if d.run.Head, err = d.chain(); err != nil {
		return err
	}
	return d.exec("run_head_put", d.run.Head, d.run.ID)
}
