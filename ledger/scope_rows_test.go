package ledger_test

import (
	"context"
	"encoding/json"
	"iter"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// The rows of all of the books are put together from other statements than those of a
// part. What both show, both show alike.
func TestScopesShowTheSameRows(t *testing.T) {
	shown := 0
	fewerChecks(t, "40")
	rapid.Check(t, func(r *rapid.T) {
		w, stop := openWorld(r, ledgertest.Name(r))
		defer stop()
		c := &carrier{world: w, r: r}
		for range rapid.IntRange(2, 4).Draw(r, "nights") {
			for range rapid.IntRange(0, 8).Draw(r, "events") {
				c.happen()
			}
			run := c.run.ID
			c.decide()
			shown += c.compareScopes(run)
		}
	})
	if shown == 0 {
		t.Error("no part had a row")
	}
}

// compareScopes compares the rows of each scope with those of all, and counts them.
func (c *carrier) compareScopes(id int64) (shown int) {
	run, err := c.l.RunByID(context.Background(), id)
	if err != nil {
		c.r.Fatal(err)
	}
	all := c.rowsIn(run, ledger.ScopeAll)
	for _, scope := range []ledger.Scope{ledger.ScopeOpen, ledger.ScopeChanged} {
		for row := range c.rowsIn(run, scope) {
			shown++
			if !all[row] {
				c.r.Errorf("run %d: only the scope %s has %s", id, scope, row)
			}
		}
	}
	return shown
}

// rowsIn are the trades, results and batches of a scope.
func (c *carrier) rowsIn(run ledger.Run, scope ledger.Scope) map[string]bool {
	ctx := context.Background()
	run.Policy.Header.Scope = scope
	rows := map[string]bool{}
	keepRows(c.r, rows, "trade ", c.l.Trades(ctx, run))
	keepRows(c.r, rows, "result ", c.l.Results(ctx, run))
	keepRows(c.r, rows, "batch ", c.l.BatchRows(ctx, run, 12*time.Hour))
	return rows
}

func keepRows[T any](r *rapid.T, rows map[string]bool, kind string, from iter.Seq2[T, error]) {
	for row, err := range from {
		if err != nil {
			r.Fatal(err)
		}
		text, err := json.Marshal(row)
		if err != nil {
			r.Fatal(err)
		}
		rows[kind+string(text)] = true
	}
}
