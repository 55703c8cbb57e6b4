package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"reconcile/ledger/internal/store"
)

// What many rows are selected into is looked at where it grows by a tenth, and where it was
// emptied before, however much it held.
func TestManyRowsAreLookedAt(t *testing.T) {
	db, ctx := open(t, "plain"), t.Context()
	const add = "INSERT INTO scope_trade (trade_no) SELECT n::TEXT FROM generate_series($1::INTEGER, $2::INTEGER) n"
	err := db.Update(ctx, func(tx store.Tx) error {
		for _, step := range []struct {
			statement string
			args      []any
			known     int64 // rows that the server knows of after it
		}{
			{add, []any{1, 20000}, 20000},
			{add, []any{20001, 21500}, 20000},
			{add, []any{21501, 26000}, 26000},
			{"DELETE FROM scope_trade", nil, 26000},
			{add, []any{1, 1500}, 1500},
		} {
			if _, err := tx.ExecContext(ctx, step.statement, step.args...); err != nil {
				return err
			}
			known, err := knownOf(ctx, tx, "scope_trade")
			if err != nil {
				return err
			}
			if known != step.known {
				t.Errorf("after %s of %v the server knows of %d rows, want %d", step.statement, step.args, known, step.known)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// What is copied a few rows at a time is looked at when it is many together.
func TestManyCopiedRowsAreLookedAt(t *testing.T) {
	db, ctx := open(t, "plain"), t.Context()
	err := db.Update(ctx, func(tx store.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM scope_trade"); err != nil {
			return err
		}
		in, err := tx.Inserter(ctx, "INSERT INTO scope_trade (trade_no) VALUES\n", "", 1)
		if err != nil {
			return err
		}
		before, err := knownOf(ctx, tx, "scope_trade")
		if err != nil {
			return err
		}
		for i, want := range []int64{before, 120, 120, 240} {
			for n := range 60 {
				if err := in.Add(fmt.Sprintf("%d-%d", i, n)); err != nil {
					return err
				}
			}
			if err := in.Flush(); err != nil {
				return err
			}
			known, err := knownOf(ctx, tx, "scope_trade")
			if err != nil {
				return err
			}
			if known != want {
				t.Errorf("after %d rows the server knows of %d, want %d", 60*(i+1), known, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// knownOf is how many rows the server knows of in a table, -1 where it has not looked.
func knownOf(ctx context.Context, db store.Runner, table string) (int64, error) {
	return number(ctx, db, "SELECT reltuples::BIGINT FROM pg_class WHERE oid = $1::TEXT::regclass", table)
}

// By which sources are replaced every order is asked for: when the first rows are in the books
// the server knows that none is, and does not take it for a long list.
func TestReplacedSourcesAreLookedAt(t *testing.T) {
	db, ctx := open(t, "plain"), t.Context()
	err := db.Update(ctx, func(tx store.Tx) error {
		const never = "UPDATE pg_class SET reltuples = -1 WHERE oid = 'replaced_source'::regclass"
		if _, err := tx.ExecContext(ctx, never); err != nil {
			return err
		}
		return fill(ctx, tx, 10)
	})
	if err != nil {
		t.Fatal(err)
	}
	db.AfterCommit(ctx)
	if err := db.Loaded(ctx); err != nil {
		t.Fatal(err)
	}
	if known, err := knownOf(ctx, db.Reader(), "replaced_source"); err != nil || known != 0 {
		t.Errorf("the server knows of %d replaced sources, want 0: %v", known, err)
	}
}
