package postgres_test

import (
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
