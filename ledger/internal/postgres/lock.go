package postgres

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Locks of the server are numbers of a database: those of a ledger are made of its schema,
// and of what is locked.
const (
	runLock    = 0x52434e4c01 // one program at a time runs a job, or does what people say
	writeLock  = 0x52434e4c02 // one transaction at a time writes
	ingestLock = 0x52434e4c03 // whoever has the first has this alone; transactions of those that only read files share it
)

// lease is how long a transaction of a program that only reads files may do nothing. What
// has stopped, or is cut off from the server, holds up nobody any longer: the server ends it.
var lease = time.Minute

// keyOf is the number of a lock of the ledger in the current schema, in SQL.
func keyOf(lock int64) string {
	return "hashtextextended(current_schema()::TEXT, " + strconv.FormatInt(lock, 10) + ")"
}

// A session is a connection as the server knows it.
type session struct {
	pid   int64
	begun string
}

// errLockLost is of a run whose lock is gone: another one may go on.
var errLockLost = words.Errorf("%w, and with it the lock of this run", store.ErrLost)

// held are the sessions that hold the locks of this process, by the address of the ledger.
var held sync.Map

// Lock takes the ledger at an address for this process alone, or refuses at once where another
// one has it, on whichever host that runs. It waits for those that only read files until what
// they have begun is in the books, and they wait for it; waits is called before it waits, and
// may be nil. The lock is free when the process or its
// connection ends, however it ends: a transaction that begins to write asks whether it still
// holds (see begin). It is of a session: a connection pooler has to pool sessions.
//
// Errors: store.ErrLocked where another process holds it, or those of connecting.
func Lock(ctx context.Context, address string, waits func()) (unlock func(), err error) {
	db, err := poolOf(address)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	by, err := take(ctx, conn, waits)
	if err != nil {
		return nil, errors.Join(translate(err), conn.Close(), db.Close())
	}
	held.Store(address, by)
	return func() {
		held.Delete(address)
		// The end of the connection frees the lock as well, but a moment later.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock_all()")
		_ = conn.Close()
		_ = db.Close()
	}, nil
}

// take takes the lock for a connection, or none where another one has it, and waits for what
// is being read. A transaction of the holder before, whose session was lost, may go on: its
// run is not over.
func take(ctx context.Context, on *sql.Conn, waits func()) (by session, err error) {
	var got, ended bool
	if err := on.QueryRowContext(ctx, "SELECT pg_try_advisory_lock("+keyOf(runLock)+")").Scan(&got); err != nil {
		return by, err
	}
	if !got {
		return by, lockedBy(ctx, on)
	}
	if err := tellSelf(ctx, on); err != nil {
		return by, err
	}
	if err := waitFor(ctx, on, "advisory_lock", ingestLock, waits); err != nil {
		return by, err
	}
	if err := on.QueryRowContext(ctx, "SELECT pg_try_advisory_xact_lock("+keyOf(writeLock)+")").Scan(&ended); err != nil {
		return by, err
	}
	if !ended {
		return by, store.ErrLocked // the connection is closed, and with it the lock is free
	}
	err = on.Raw(func(inner any) error { by = inner.(*conn).session; return nil })
	return by, err
}

// An asker is a connection, or a transaction.
type asker interface {
	rower
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// waitFor takes a lock by one of the server's functions: pg_ and the rest of its name, and
// where another one has it calls waits, which may be nil, and waits.
func waitFor(ctx context.Context, on asker, function string, lock int64, waits func()) error {
	var got bool
	if err := on.QueryRowContext(ctx, "SELECT pg_try_"+function+"("+keyOf(lock)+")").Scan(&got); err != nil || got {
		return err
	}
	if waits != nil {
		waits()
	}
	_, err := on.ExecContext(ctx, "SELECT pg_"+function+"("+keyOf(lock)+")")
	return err
}

// tellSelf names the connection after this process, for others that want its lock. The
// server keeps 63 bytes.
func tellSelf(ctx context.Context, on *sql.Conn) error {
	_, err := on.ExecContext(ctx, "SELECT set_config('application_name', $1, false)", "reconcile: "+store.Self())
	return err
}

// lockedBy is the error of a lock that another connection holds, with the name that it
// gave itself. To another user the server does not tell it.
func lockedBy(ctx context.Context, on *sql.Conn) error {
	var name sql.NullString
	var since sql.NullTime
	err := on.QueryRowContext(ctx, `SELECT a.application_name, a.backend_start
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ExclusiveLock' AND l.objsubid = 1
  AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
  AND (l.classid::BIGINT << 32 | l.objid::BIGINT) = `+keyOf(runLock)+`
LIMIT 1`).Scan(&name, &since)
	holder, ok := strings.CutPrefix(name.String, "reconcile: ")
	if err != nil || !ok || !since.Valid {
		return store.ErrLocked
	}
	return store.Locked(holder, since.Time)
}

// checkLock asks that the lock which this process took is still its own. Another program
// may have it where the session that held it has ended, such as by a server that began anew.
func checkLock(ctx context.Context, tx *sql.Tx, address string) error {
	by, ok := held.Load(address)
	if !ok {
		return nil // nobody else writes this ledger, as in a copy
	}
	s := by.(session)
	var holds bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.pid = $1 AND a.backend_start::TEXT = $2)`, s.pid, s.begun).Scan(&holds)
	if err == nil && !holds {
		err = errLockLost
	}
	return translate(err)
}
