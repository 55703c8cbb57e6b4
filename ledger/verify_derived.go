package ledger

import (
	"context"
	"fmt"

	"reconcile/ledger/internal/store"
)

// checkDerived compares what is derived of the evidence while it is read, and carried
// on from night to night, with the evidence.
func (a *Audit) checkDerived(ctx context.Context) ([]Discrepancy, error) {
	var all []Discrepancy
	for rows, err := range store.Query(ctx, a.db.Reader(), "derived_check") {
		if err != nil {
			return nil, err
		}
		var name string
		var apart int64
		if err := rows.Scan(&name, &apart); err != nil {
			return nil, err
		}
		if apart > 0 {
			all = append(all, Discrepancy{What: "totals", Where: name, Found: fmt.Sprintf("%d rows are not what the evidence yields", apart)})
		}
	}
	return all, nil
}

// compareKept compares the totals that were put aside with those that were computed
// since. carried are the sums beside them, which tell whether it is the run's totals
// that stand there: a release computes them, too, from what is known by then, and those
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
