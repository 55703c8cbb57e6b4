package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"reconcile/ledger/internal/postgres"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/ledgertest"
)

// An address with a password is refused, and the password is not told.
func TestCheckAddress(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://reconcile@db.internal/reconcile?sslmode=verify-full": "",
		"postgres:///reconcile?host=/run/postgresql&search_path=shop":    "",
		"postgresql://db.internal:6432/reconcile":                        "",
		"postgres://reconcile:b7v2k9q1@db.internal/reconcile":            "an address with a password",
		"postgres://reconcile@db.internal/reconcile?password=b7v2k9q1":   "an address with a password",
		"postgres://reconcile@db.internal/reconcile?sslpassword=b7v2":    "an address with a password",
		"postgres://db.internal:many/reconcile":                          "not an address",
		"postgres://db.internal/reconcile?sslmode=perhaps":               "not an address of a database",
		"postgres://db.internal/reconcile?patience=5m&work_mem=64MB":     "",
		"postgres://db.internal/reconcile?patience=60":                   "not a duration such as 30s",
	} {
		err := postgres.CheckAddress(address)
		if got := fmt.Sprint(err); (want == "") != (err == nil) || err != nil && !strings.Contains(got, want) || strings.Contains(got, "b7v2") {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

// open opens a new ledger.
func open(t *testing.T, layout string) *postgres.DB {
	t.Helper()
	ledgertest.NeedServer(t)
	return openAt(t, ledgertest.Database(t, layout))
}

// openAt opens the ledger at an address.
func openAt(t *testing.T, address string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), address, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// fill copies so many trades into a table of partitions.
func fill(ctx context.Context, tx store.Tx, trades int) error {
	in, err := tx.Inserter(ctx, "INSERT INTO scope_trade (trade_no) VALUES\n", "", 1)
	if err != nil {
		return err
	}
	for i := range trades {
		if err := in.Add(fmt.Sprintf("%08d", i)); err != nil {
			return err
		}
	}
	return in.Flush()
}

// Rows that are open outlast other statements of their transaction, and rows that are
// copied in beside them.
func TestRowsStayOpen(t *testing.T) {
	for _, layout := range []string{"plain", "hash:3"} {
		db, ctx := open(t, layout), t.Context()
		const trades = 10_000
		err := db.Update(ctx, func(tx store.Tx) error {
			if err := fill(ctx, tx, trades); err != nil {
				return err
			}
			seen := 0
			for rows, err := range store.Rows(ctx, tx, "trades", "SELECT s.trade_no FROM scope_trade s ORDER BY s.trade_no") {
				if err != nil {
					return err
				}
				var trade string
				if err := rows.Scan(&trade); err != nil {
					return err
				}
				if want := fmt.Sprintf("%08d", seen); trade != want {
					return fmt.Errorf("row %d is %s, want %s", seen, trade, want)
				}
				if seen++; seen%4000 == 1 {
					if _, err := tx.ExecContext(ctx, "INSERT INTO scope_batch (batch_no) VALUES ($1)", trade); err != nil {
						return err
					}
				}
			}
			if seen != trades {
				return fmt.Errorf("%d rows, want %d", seen, trades)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", layout, err)
		}
	}
}

// Statements that are read side by side see one state of the books, whatever is committed
// meanwhile.
func TestSnapshot(t *testing.T) {
	db, ctx := open(t, "plain"), t.Context()
	if err := db.Update(ctx, func(tx store.Tx) error { return fill(ctx, tx, 5000) }); err != nil {
		t.Fatal(err)
	}
	err := db.Snapshot(ctx, func(o store.Opener) error {
		count := func(name string) (rows int, err error) {
			c, err := store.Open(ctx, o, name, "SELECT s.trade_no FROM scope_trade s ORDER BY s.trade_no", nil)
			for ; err == nil && c.More(); err = c.Next() {
				rows++
			}
			return rows, err
		}
		before, err := count("before")
		if err != nil {
			return err
		}
		if err := db.Update(ctx, func(tx store.Tx) error {
			_, err := tx.ExecContext(ctx, "DELETE FROM scope_trade WHERE trade_no > $1", "00001000")
			return err
		}); err != nil {
			return err
		}
		if after, err := count("after"); err != nil || before != 5000 || after != before {
			return fmt.Errorf("%d rows before, %d after: %w", before, after, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// While a transaction of a run goes on whose lock was lost, nobody else takes the lock.
func TestLockWaitsForTransaction(t *testing.T) {
	ledgertest.NeedServer(t)
	ctx, address := t.Context(), ledgertest.Database(t, "plain")
	db, err := postgres.Open(ctx, address, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(ctx, func(store.Tx) error {
		if _, err := postgres.Lock(ctx, address, nil); !errors.Is(err, store.ErrLocked) {
			return fmt.Errorf("the lock of the next run: %w", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	unlock, err := postgres.Lock(ctx, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

// What writes after the lock was lost is refused: another program may have it.
func TestLostLock(t *testing.T) {
	ledgertest.NeedServer(t)
	ctx, address := t.Context(), ledgertest.Database(t, "plain")
	unlock, err := postgres.Lock(ctx, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	var held *store.LockedBy
	if _, err := postgres.Lock(ctx, address, nil); !errors.As(err, &held) || !strings.HasPrefix(store.Self(), held.Holder) || time.Since(held.Since) > time.Hour {
		t.Errorf("a second lock: %v, want who holds it", err)
	}
	db, err := postgres.Open(ctx, address, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	write := func() error { return db.Update(ctx, func(tx store.Tx) error { return fill(ctx, tx, 1) }) }
	empty := func(tx store.Tx) error { _, err := tx.ExecContext(ctx, "DELETE FROM scope_trade"); return err }
	if err := errors.Join(write(), db.Update(ctx, empty)); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(ctx, func(tx store.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory' AND l.pid <> pg_backend_pid()")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for range 100 { // the server ends a session when it comes to it
		if err = errors.Join(write(), db.Update(ctx, empty)); err != nil {
			break
		}
	}
	if !errors.Is(err, store.ErrLost) {
		t.Errorf("a write without the lock: %v", err)
	}
}
