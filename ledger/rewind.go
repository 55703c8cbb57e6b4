package ledger

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An Audit proves books by recomputing them, and sets them back on its way. It is of
// a private copy of a ledger, in which no books are kept.
type Audit struct{ *Ledger }

//go:embed rewind/*.sql
var rewinding embed.FS

// Rewind sets the copy back to where a run was decided and its batches were
// recorded: what was read, issued and done later is gone, and every total is
// recomputed from the evidence that is left. What the run recorded of itself stays
// as it is. There is no way forward again but another copy.
func (a *Audit) Rewind(ctx context.Context, run Run) (Totals, error) {
	totals, _, err := a.setBack(ctx, run, false)
	return totals, err
}

// setBack is Rewind, and returns where the totals that the books had, once what came
// later is gone, are not those that the evidence yields. What is derived while the
// evidence is read is derived again, unless it is proven and nothing came later.
func (a *Audit) setBack(ctx context.Context, run Run, proven bool) (totals Totals, apart []Discrepancy, err error) {
	d := decision{ctx: ctx, run: run, policy: run.Policy, commitNo: run.commit}
	err = a.db.Update(ctx, func(tx store.Tx) error {
		d.tx = tx
		// The totals are those before the run's own batches.
		if err := d.takeLater(proven); err != nil {
			return err
		}
		if err := d.rewind("own_away", "requests"); err != nil {
			return err
		}
		carried, _, err := d.readSums()
		if err != nil {
			return err
		}
		keep := func() error { return d.rewind("keep_totals") }
		for _, step := range []func() error{keep, d.computeTotals, d.findUnasked, d.loadCodes} {
			if err := step(); err != nil {
				return err
			}
		}
		if apart, err = d.compareKept(carried); err != nil {
			return err
		}
		return d.rewind("own_back", "requests")
	})
	if err != nil {
		return Totals{}, nil, words.Errorf("set the books back to run %d: %w", run.ID, err)
	}
	return d.run.Totals, apart, nil
}

// takeLater takes away what came later than the run, and derives again what is derived of
// the evidence that is left.
func (d *decision) takeLater(proven bool) error {
	touched, err := d.rewindBy("later")
	if err != nil || proven && touched == 0 {
		return err
	}
	return d.rewind("derived")
}

// rewind executes the statements of files in rewind/.
func (d *decision) rewind(names ...string) error {
	for _, name := range names {
		if _, err := d.rewindBy(name); err != nil {
			return err
		}
	}
	return nil
}

// rewindBy executes the statements of one file, and returns how many rows they touched.
func (d *decision) rewindBy(name string) (touched int64, err error) {
	text, err := rewinding.ReadFile("rewind/" + name + ".sql")
	if err != nil {
		return 0, err
	}
	for statement := range strings.SplitSeq(strings.TrimSuffix(string(text), "\n"), ";\n") {
		var args []any
		if strings.Contains(statement, "$1") {
			args = []any{d.run.ID}
		}
		rows, err := store.ExecText(d.ctx, d.tx, name, statement, args...)
		if err != nil {
			return 0, err
		}
		touched += rows
	}
	return touched, nil
}

// compareKept compares the totals that were kept with those that were computed
// since. carried are the sums beside them, which tell if they are the run's totals:
// a release computes them, too, from what is known by then, and those
// that an earlier program has left know less of a trade.
func (d *decision) compareKept(carried tradeSums) ([]Discrepancy, error) {
	if carried.commit != d.run.commit {
		return nil, nil
	}
	statement, err := rewinding.ReadFile("rewind/totals_apart.sql")
	if err != nil {
		return nil, err
	}
	var all []Discrepancy
	for rows, err := range store.Rows(d.ctx, d.tx, "compare totals", string(statement), d.run.Account) {
		if err != nil {
			return nil, err
		}
		var trade string
		if err := rows.Scan(&trade); err != nil {
			return nil, err
		}
		all = append(all, Discrepancy{What: "totals", Where: fmt.Sprintf("run %d, trade %s", d.run.ID, trade), Found: "comes out otherwise from the evidence"})
	}
	return all, nil
}
