package postgres

import (
	"context"
	"errors"
	"sync"
	"time"

	"reconcile/ledger/internal/store"
)

// queueLength is how many blocks may wait for the server.
const queueLength = 4

// A load is a transaction that many rows are copied in: while the server takes a block its
// caller prepares the next one. An error ends it: nothing is written after it, and the next
// caller gets it.
type load struct {
	db    *DB
	ctx   context.Context
	tx    Tx
	queue chan job
	free  chan []byte   // blocks that are written
	done  chan struct{} // closed when nothing is written any more
	end   func()        // of keeping it alive

	mu  sync.Mutex
	err error // why nothing is written any more
}

// A job is a block, or a caller who waits until all before it are written.
type job struct {
	block
	reached chan struct{} // nil for a block
}

// Load starts a load, when no other transaction writes.
func (db *DB) Load(ctx context.Context) (store.Load, error) {
	tx, err := db.begin(ctx)
	if err != nil {
		return nil, err
	}
	l := &load{db: db, ctx: context.WithoutCancel(ctx), tx: tx, end: func() {}, queue: make(chan job, queueLength), free: make(chan []byte, queueLength), done: make(chan struct{})}
	go l.run()
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

func (l *load) run() {
	defer close(l.done)
	for j := range l.queue {
		if j.reached != nil {
			close(j.reached)
			continue
		}
		if l.failed() != nil {
			continue
		}
		if err := j.write(l.ctx, l.tx.conn, l.tx.written); err != nil {
			l.Stop(err)
		}
		select {
		case l.free <- j.copied[:0]:
		default:
		}
	}
}

// Prepared returns the transaction for one goroutine that runs a few statements often.
func (l *load) Prepared() *store.Prepared { return store.Prepare(l.tx) }

// Inserter prepares inserts that are executed beside the caller.
func (l *load) Inserter(head, tail string, columns int) (store.Inserter, error) {
	return newInserter(head, tail, columns, l.send)
}

// send hands over a block. The error may be of one before it.
func (l *load) send(b block) (spare []byte, err error) {
	l.queue <- job{block: b}
	select {
	case spare = <-l.free:
	default:
	}
	return spare, l.failed()
}

// Wait returns when every block that was handed over is written.
func (l *load) Wait() error {
	reached := make(chan struct{})
	l.queue <- job{reached: reached}
	<-reached
	return l.failed()
}

// Stop ends the inserting: what is handed over after it fails with err.
func (l *load) Stop(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
}

// failed returns why nothing is written any more.
func (l *load) failed() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Finish waits until everything is written, and takes no more.
func (l *load) Finish() error {
	l.close()
	return l.failed()
}

// close ends the queue. It may be called twice.
func (l *load) close() {
	select {
	case <-l.done:
	default:
		close(l.queue)
		<-l.done
	}
}

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
	l.close()
	return errors.Join(translate(l.tx.Rollback()), l.tx.conn.Close())
}
