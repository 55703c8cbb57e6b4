package postgres_test

import (
	"context"
	"testing"

	"reconcile/ledger/internal/postgres"
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
			var known int64
			for rows, err := range store.Rows(ctx, tx, "what is known", "SELECT reltuples::BIGINT FROM pg_class WHERE oid = 'scope_trade'::regclass") {
				if err != nil {
					return err
				}
				if err := rows.Scan(&known); err != nil {
					return err
				}
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

// A table that the server has never looked at it takes for ten pages, however empty: when the
// first rows are in the books it has looked at every one.
func TestEveryTableIsLookedAt(t *testing.T) {
	for _, layout := range []string{"plain", "hash:2"} {
		t.Run(layout, func(t *testing.T) {
			db, ctx := open(t, layout), t.Context()
			if err := db.Update(ctx, func(tx store.Tx) error { return fill(ctx, tx, 10) }); err != nil {
				t.Fatal(err)
			}
			before := neverLookedAt(ctx, t, db)
			db.AfterCommit(ctx)
			if err := db.Loaded(ctx); err != nil {
				t.Fatal(err)
			}
			if after := neverLookedAt(ctx, t, db); len(before) < 40 || len(after) > 0 {
				t.Errorf("not looked at: %d tables, and then %q", len(before), after)
			}
		})
	}
}

// neverLookedAt are the tables that the server has never looked at.
func neverLookedAt(ctx context.Context, t *testing.T, db *postgres.DB) (tables []string) {
	const never = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND reltuples < 0"
	for rows, err := range store.Rows(ctx, db.Reader(), "tables", never) {
		var name string
		if err != nil {
			t.Fatal(err)
		}
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	return tables
}
