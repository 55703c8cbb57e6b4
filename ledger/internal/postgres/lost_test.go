package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"reconcile/ledger/internal/postgres"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/ledgertest"
)

const patience = 300 * time.Millisecond

// through opens a new ledger by way of a proxy.
func through(t *testing.T) (*ledgertest.Proxy, *postgres.DB) {
	t.Helper()
	ledgertest.NeedServer(t)
	proxy := ledgertest.NewProxy(t, ledgertest.Database(t, "plain"), patience)
	db, err := postgres.Open(t.Context(), proxy.Address(), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // its connections may be gone
	return proxy, db
}

// faults are what happens to connections.
var faults = map[string]func(*ledgertest.Proxy){
	"drop": (*ledgertest.Proxy).Drop, "reset": (*ledgertest.Proxy).Reset, "stall": (*ledgertest.Proxy).Stall,
}

// count counts what fill has written.
func count(ctx context.Context, db store.Runner) (int64, error) {
	return number(ctx, db, "SELECT COUNT(*) FROM scope_trade")
}

// number reads the one number that a statement yields.
func number(ctx context.Context, db store.Runner, statement string, args ...any) (n int64, err error) {
	for rows, err := range store.Rows(ctx, db, "a number", statement, args...) {
		if err != nil {
			return 0, err
		}
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// A server that begins anew is asked again for some seconds.
func TestConnectsAgain(t *testing.T) {
	t.Parallel()
	ledgertest.NeedServer(t)
	proxy := ledgertest.NewProxy(t, ledgertest.Database(t, "plain"), patience)
	proxy.Refuse(time.Second)
	db, err := postgres.Open(t.Context(), proxy.Address(), postgres.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	proxy.Refuse(time.Hour)
	if _, err := postgres.Open(t.Context(), proxy.Address(), postgres.Options{ReadOnly: true}); !errors.Is(err, store.ErrUnreachable) {
		t.Errorf("%v, want that the server cannot be reached", err)
	}
}

// What only reads, and a transaction that has not begun, is done on another connection.
func TestReadsAgain(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, db := through(t)
			ctx := t.Context()
			if err := db.Update(ctx, func(tx store.Tx) error { return fill(ctx, tx, 1) }); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				fault(proxy)
				if n, err := count(ctx, db.Reader()); n != 1 || err != nil {
					t.Errorf("%d rows, %v; want 1", n, err)
				}
			}
			if err := db.Update(ctx, func(tx store.Tx) error { return nil }); err != nil {
				t.Errorf("a transaction that has not begun: %v", err)
			}
		})
	}
}

// A transaction whose connection is lost in the middle ends, in a bounded time, with a clear
// error, and leaves nothing.
func TestLostInTheMiddle(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, db := through(t)
			ctx := t.Context()
			begun := time.Now()
			err := db.Update(ctx, func(tx store.Tx) error {
				if err := fill(ctx, tx, 100); err != nil {
					return err
				}
				fault(proxy)
				_, err := tx.ExecContext(ctx, "DELETE FROM scope_trade")
				return tx.Translate(err)
			})
			if !errors.Is(err, store.ErrLost) {
				t.Errorf("%v, want that the connection is lost", err)
			}
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			// The transaction that was stalled holds the lock of those that write until it is ended.
			if err := db.Update(ctx, func(tx store.Tx) error { return fill(ctx, tx, 7) }); err != nil {
				t.Errorf("the next transaction: %v", err)
			}
			if n, err := count(ctx, db.Reader()); n != 7 || err != nil {
				t.Errorf("%d rows, %v; want those of the next transaction", n, err)
			}
		})
	}
}

// A server that works for longer than the patience lasts is waited for.
func TestSlowServerIsWaitedFor(t *testing.T) {
	t.Parallel()
	_, db := through(t)
	for rows, err := range store.Rows(t.Context(), db.Reader(), "sleep", "SELECT pg_sleep(1.5)::TEXT") {
		if err != nil {
			t.Fatal(err)
		}
		_ = rows
	}
}

// Rows that are copied in while nothing passes do not block for ever.
func TestStalledCopy(t *testing.T) {
	t.Parallel()
	proxy, db := through(t)
	ctx := t.Context()
	err := db.Update(ctx, func(tx store.Tx) error {
		proxy.Stall()
		return fill(ctx, tx, 2_000_000)
	})
	if !errors.Is(err, store.ErrLost) {
		t.Errorf("%v, want that the connection is lost", err)
	}
}

// A run's lock that is lost by a network that says nothing is free for the next run.
func TestStalledLock(t *testing.T) {
	t.Parallel()
	ledgertest.NeedServer(t)
	proxy := ledgertest.NewProxy(t, ledgertest.Database(t, "plain"), patience)
	unlock, err := postgres.Lock(t.Context(), proxy.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	proxy.Stall()
	unlock()
	again, err := postgres.Lock(t.Context(), proxy.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	again()
}
