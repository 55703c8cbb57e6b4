package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// fill writes into a table until the disk, which has room for a few pages more, is full.
func fill(ctx context.Context, tx store.Tx) error {
	var pages int
	if err := tx.(sqlite.Tx).QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages+8)); err != nil {
		return err
	}
	for {
		if _, err := tx.ExecContext(ctx, "INSERT OR FAIL INTO t (x) VALUES (ZEROBLOB(2000))"); err != nil {
			return tx.Translate(err)
		}
	}
}

// TestNothingAfterRollback ends a transaction in each way in which it ends without Commit,
// and asks that every statement after that is refused, and that nothing stays.
func TestNothingAfterRollback(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct {
		name string
		end  func(tx store.Tx) error
		want error
	}{
		{"the disk is full", func(tx store.Tx) error {
			if err := fill(ctx, tx); !errors.Is(err, store.ErrFull) {
				return fmt.Errorf("filled: %w", err)
			}
			return nil
		}, store.ErrFull},
		{"a rollback", func(tx store.Tx) error { _, err := tx.ExecContext(ctx, "ROLLBACK"); return err }, store.ErrRolledBack},
		{"a commit that nobody asked for", func(tx store.Tx) error {
			if _, err := tx.ExecContext(ctx, "COMMIT"); !errors.Is(tx.Translate(err), store.ErrRolledBack) {
				return fmt.Errorf("committed: %w", err)
			}
			return nil
		}, store.ErrRolledBack},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := open(t, filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{})
			defer db.Close()
			if err := db.Update(ctx, func(tx store.Tx) error { _, err := tx.ExecContext(ctx, "CREATE TABLE t (x BLOB)"); return err }); err != nil {
				t.Fatal(err)
			}
			err := db.Update(ctx, func(tx store.Tx) error {
				prepared := store.Prepare(tx)
				insert := func() error { _, err := prepared.ExecContext(ctx, "INSERT INTO t (x) VALUES (1)"); return err }
				if err := insert(); err != nil {
					return err
				}
				if err := c.end(tx); err != nil {
					return err
				}
				_, direct := tx.ExecContext(ctx, "INSERT INTO t (x) VALUES (2)")
				rows, query := tx.QueryContext(ctx, "INSERT INTO t (x) VALUES (3) RETURNING x")
				if query == nil {
					rows.Close()
				}
				_, prepare := tx.PrepareContext(ctx, "INSERT INTO t (x) VALUES (4)")
				for i, err := range []error{insert(), direct, query, prepare} {
					if !errors.Is(err, store.ErrRolledBack) || !errors.Is(err, c.want) {
						t.Errorf("statement %d after it: %v", i, err)
					}
				}
				return nil
			})
			if !errors.Is(err, store.ErrRolledBack) || !errors.Is(err, c.want) {
				t.Errorf("commit after it: %v", err)
			}
			if left := countRows(t, db); left != 0 {
				t.Errorf("%d rows are left", left)
			}
		})
	}
}

func countRows(t *testing.T, db *sqlite.DB) (rows int) {
	t.Helper()
	err := db.Update(t.Context(), func(tx store.Tx) error {
		return tx.(sqlite.Tx).QueryRowContext(t.Context(), "SELECT COUNT(*) FROM t").Scan(&rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
