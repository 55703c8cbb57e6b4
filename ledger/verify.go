package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Discrepancy is a place where the books are not what they should be.
type Discrepancy struct {
	What  string `json:"what"`  // "file", "account", "chain", "rows", "totals", "findings", "corrections"
	Where string `json:"where"` // the run, trade or batch
	Books string `json:"books"` // what the books say
	Found string `json:"found"` // what a recomputation says
}

// errKept ends a transaction that must leave nothing.
var errKept = words.Errorf("kept as it was")

// maxDiscrepancies is how many of one sort are told.
const maxDiscrepancies = 100

// Verify proves the books: the file is sound, no run in the chain was altered, and
// each job's last run comes out again when its totals, findings and corrections are
// recomputed from the evidence. It sets the copy back on its way.
func (a *Audit) Verify(ctx context.Context) ([]Discrepancy, error) {
	waitDerived, stop := a.beginDerived(ctx)
	all, err := a.checkFile(ctx)
	if err != nil || len(all) > 0 {
		stop()
		return all, err // what a damaged file says proves nothing
	}
	defer stop()
	runs, err := a.decided(ctx)
	if err != nil {
		return nil, err
	}
	if all, err = a.checkChain(ctx, runs, 1); err != nil {
		return nil, err
	}
	for _, check := range []func(context.Context) ([]Discrepancy, error){a.checkAccounts, a.checkActs} {
		found, err := check(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	derived, err := waitDerived()
	if err != nil {
		return nil, err
	}
	all = append(all, derived...)
	jobs, accounts := map[string]bool{}, map[int64]bool{}
	for _, run := range slices.Backward(runs) {
		if jobs[run.Job] {
			continue
		}
		found, err := a.recheck(ctx, run, !accounts[run.Account], len(derived) == 0)
		jobs[run.Job], accounts[run.Account] = true, true
		if err != nil {
			return nil, words.Errorf("verify run %d: %w", run.ID, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// checkFile asks the engine.
func (a *Audit) checkFile(ctx context.Context) ([]Discrepancy, error) {
	var all []Discrepancy
	wrong, err := a.db.Check(ctx)
	if errors.Is(err, ErrDamaged) {
		return append(all, Discrepancy{What: "file", Found: err.Error()}), nil
	}
	for _, message := range wrong {
		all = append(all, Discrepancy{What: "file", Found: message})
	}
	return all, err
}

// decided returns the runs in the order in which they were decided.
func (a *Audit) decided(ctx context.Context) ([]Run, error) {
	var runs []Run
	for run, err := range a.Runs(ctx, "") {
		if err != nil {
			return nil, err
		}
		if run.commit > 0 {
			runs = append(runs, run)
		}
	}
	slices.SortFunc(runs, func(a, b Run) int { return int(a.commit - b.commit) })
	return runs, nil
}

// checkChain recomputes the heads of runs that follow one another, from the decision of a
// number on.
func (l *Ledger) checkChain(ctx context.Context, runs []Run, first int64) ([]Discrepancy, error) {
	var all []Discrepancy
	for i, run := range runs {
		where := fmt.Sprintf("run %d", run.ID)
		if place := first + int64(i); run.commit != place {
			return append(all, Discrepancy{"chain", where, fmt.Sprintf("decision %d", run.commit), fmt.Sprintf("decision %d: a run is gone", place)}), nil
		}
		head, inputs, err := l.rechain(ctx, run)
		if err != nil {
			return nil, words.Errorf("verify %s: %w", where, err)
		}
		if inputs != run.Inputs {
			all = append(all, Discrepancy{"chain", where + ", inputs", run.Inputs, inputs})
		}
		if head != run.Head {
			all = append(all, Discrepancy{"chain", where, run.Head, head})
		}
	}
	return all, nil
}

// rechain recomputes the head of a run and the digest of what it read.
func (l *Ledger) rechain(ctx context.Context, run Run) (head, inputs string, err error) {
	in, err := l.inputOf(ctx, run)
	if err != nil {
		return "", "", err
	}
	err = l.db.Update(ctx, func(tx store.Tx) error {
		d := decision{ctx: ctx, tx: tx, run: run, policy: run.Policy, recorded: run.recorded}
		head, err = d.chain()
		return errors.Join(err, errKept)
	})
	if errors.Is(err, errKept) {
		err = nil
	}
	return head, in.digest(), err
}

// inputOf returns what a run found of its sources.
func (l *Ledger) inputOf(ctx context.Context, run Run) (in RunInput, err error) {
	if in.Files, err = l.Files(ctx, run.ID); err != nil {
		return in, err
	}
	in.Gaps, err = store.List(ctx, l.db.Reader(), "run_gap_list", scanText, run.ID)
	return in, err
}
