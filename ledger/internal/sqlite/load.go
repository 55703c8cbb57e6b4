package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"

	"reconcile/ledger/internal/store"
)

// A Load is a transaction that takes many rows, a block at a time, while its caller
// prepares the next ones. It ends with Commit or Rollback.
type Load struct {
	db    *DB
	ctx   context.Context
	conn  *sql.Conn
	tx    Tx
	queue *insertQueue
}

// Load starts a load. A context that can be cancelled costs a goroutine a statement: the
// caller hands over one that cannot.
func (db *DB) Load(ctx context.Context) (*Load, error) {
	if err := db.BeforeWrite(ctx); err != nil {
		return nil, err
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return nil, translate(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(translate(err), conn.Close())
	}
	return &Load{db, ctx, conn, Tx{tx}, newInsertQueue(ctx, conn)}, nil
}

// Prepared returns the transaction for one goroutine that runs a few statements often.
func (l *Load) Prepared() *store.Prepared { return store.Prepare(l.tx) }

// Inserter prepares inserts that are executed beside the caller, with the head, and the
// tail where it is named, of statements.
func (l *Load) Inserter(head, tail string, columns int) (*Inserter, error) {
	return newInserter(l.queue, head, tail, columns)
}

// Wait returns when every block that was handed over is written.
func (l *Load) Wait() error { return l.queue.wait() }

// Stop ends the inserting: what is handed over after it fails with err.
func (l *Load) Stop(err error) { l.queue.fail(err) }

// Finish waits until everything is written, and takes no more.
func (l *Load) Finish() error {
	l.queue.close()
	return l.queue.failed()
}

// Commit ends a load that is finished: everything is in the ledger.
func (l *Load) Commit() error {
	if err := errors.Join(translate(l.tx.Commit()), l.conn.Close()); err != nil {
		return err
	}
	l.db.AfterCommit(l.ctx)
	return nil
}

// Rollback ends the load: nothing is in the ledger.
func (l *Load) Rollback() error {
	l.queue.close()
	err := l.tx.Rollback()
	if err != nil && idle(l.conn) { // where the disk is full the engine has done it itself
		err = nil
	}
	return errors.Join(err, l.conn.Close())
}

// idle reports whether no transaction is open on a connection.
func idle(conn *sql.Conn) bool {
	open := false
	err := conn.Raw(func(conn any) error {
		open = !conn.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return err == nil && !open
}
