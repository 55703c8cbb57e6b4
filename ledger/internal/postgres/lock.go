package postgres

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"reconcile/ledger/internal/store"
)

// Locks of the server are numbers of a database: those of a ledger are made of its schema,
// and of what is locked.
const (
	runLock   = 0x52434e4c01 // one program at a time runs a job
	writeLock = 0x52434e4c02 // one transaction at a time writes
)

// keyOf is the number of a lock of the ledger in the current schema, in SQL.
func keyOf(lock int64) string {
	return "hashtextextended(current_schema()::TEXT, " + strconv.FormatInt(lock, 10) + ")"
}

// Lock takes the ledger at an address for this process alone, at once or not at all, on
// whichever host another one runs. The lock is free when the process or its connection
// ends, however it ends. It is of a session: a connection pooler has to pool sessions.
//
// Errors: store.ErrLocked where another process holds it, or those of connecting.
func Lock(ctx context.Context, address string) (unlock func(), err error) {
	config, err := configOf(address)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connectorOf(config))
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	var got bool
	err = conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock("+keyOf(runLock)+")").Scan(&got)
	if err == nil && !got {
		err = store.ErrLocked
	}
	if err != nil {
		return nil, errors.Join(translate(err), conn.Close(), db.Close())
	}
	return func() {
		_ = conn.Close() // the end of the connection frees the lock
		_ = db.Close()
	}, nil
}
