package postgres

import (
	"context"
	"errors"
	"sync"
	"time"

	"reconcile/ledger/internal/store"
)

// A load is a transaction that many rows are copied in.
type load struct {
	db  *DB
	ctx context.Context
	tx  Tx
	end func() // of keeping it alive

	mu  sync.Mutex
	err error // why nothing is written any more
}

// Load starts a load, when no other transaction writes.
func (db *DB) Load(ctx context.Context) (store.Load, error) {
	tx, err := db.begin(ctx)
	if err != nil {
		return nil, err
	}
	l := &load{db: db, ctx: context.WithoutCancel(ctx), tx: tx, end: func() {}}
	if db.ingests {
		l.end = l.keepAlive()
	}
	return l, nil
}

// keepAlive tells the server now and then that the load goes on, until end is called: what
// is read may need no statement for longer than the lease.
func (l *load) keepAlive() (end func()) {
	done := make(chan struct{})
	var ended sync.WaitGroup
	ended.Go(func() {
		beat := time.NewTicker(lease / 4)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				if _, err := l.tx.ExecContext(l.ctx, "SELECT 1"); err != nil {
					l.Stop(translate(err))
				}
			case <-done:
				return
			}
		}
	})
	return sync.OnceFunc(func() {
		close(done)
		ended.Wait()
	})
}

// Prepared returns the transaction for one goroutine that runs a few statements often.
func (l *load) Prepared() *store.Prepared { return store.Prepare(l.tx) }

// Inserter prepares inserts, with the head, and the tail where it is named, of statements.
func (l *load) Inserter(head, tail string, columns int) (store.Inserter, error) {
	inner, err := l.tx.Inserter(l.ctx, head, tail, columns)
	return &loadInserter{inner, l}, err
}

// A loadInserter writes until the load is stopped.
type loadInserter struct {
	store.Inserter
	load *load
}

func (i *loadInserter) Add(row ...any) error {
	if err := i.load.Wait(); err != nil {
		return err
	}
	return i.Inserter.Add(row...)
}

func (i *loadInserter) Flush() error {
	if err := i.load.Wait(); err != nil {
		return err
	}
	return i.Inserter.Flush()
}

// Wait returns why nothing is written any more.
func (l *load) Wait() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Stop ends the inserting: what is handed over after it fails with err.
func (l *load) Stop(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
}

// Finish returns why nothing is written any more.
func (l *load) Finish() error { return l.Wait() }

// Commit ends a load that is finished: everything is in the ledger.
func (l *load) Commit() error {
	l.end()
	if err := errors.Join(commit(l.tx.Tx), l.tx.conn.Close()); err != nil {
		return err
	}
	l.db.AfterCommit(l.ctx)
	return nil
}

// Rollback ends the load: nothing is in the ledger.
func (l *load) Rollback() error {
	l.end()
	return errors.Join(translate(l.tx.Rollback()), l.tx.conn.Close())
}
