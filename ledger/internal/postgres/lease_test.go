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

const shortLease = 400 * time.Millisecond

// openIngests opens a new ledger twice, as two hosts that only read files do.
func openIngests(t *testing.T) (dbs [2]*postgres.DB) {
	t.Helper()
	ledgertest.NeedServer(t)
	before := postgres.SetLease(shortLease)
	t.Cleanup(func() { postgres.SetLease(before) })
	address := ledgertest.Database(t, "plain")
	for i := range dbs {
		db, err := postgres.Open(t.Context(), address, postgres.Options{Ingest: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		dbs[i] = db
	}
	return dbs
}

// What reads on, without a statement for longer than its lease, keeps it.
func TestLeaseOfWhatReadsOn(t *testing.T) {
	dbs := openIngests(t)
	load, err := dbs[0].Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(4 * shortLease)
	if err := errors.Join(load.Finish(), load.Commit()); err != nil {
		t.Errorf("a load that goes on: %v", err)
	}
}

// What has stopped holds up nobody when its lease has ended, and cannot go on.
func TestLeaseOfWhatHasStopped(t *testing.T) {
	dbs := openIngests(t)
	began, other := make(chan bool, 9), make(chan error, 1)
	go func() {
		<-began
		other <- dbs[1].Update(t.Context(), func(store.Tx) error { return nil })
	}()
	err := dbs[0].Update(t.Context(), func(tx store.Tx) error {
		began <- true
		time.Sleep(4 * shortLease)
		if len(other) == 0 {
			t.Error("what has stopped holds the others up")
		}
		_, err := tx.ExecContext(context.Background(), "SELECT 1")
		return tx.Translate(err)
	})
	if !errors.Is(err, store.ErrLost) {
		t.Errorf("what has stopped goes on: %v", err)
	}
	if err := <-other; err != nil {
		t.Errorf("the other one: %v", err)
	}
}
