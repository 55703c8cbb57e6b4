package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A DB is the books in a schema of a database. Of all transactions that write them one goes
// on at a time, on whichever host.
type DB struct {
	address string
	write   pool // one connection; none where the ledger is open for reading
	read    pool
	dir     string // for temporary files
	written *tally // how many rows went into which table
	ingests bool   // it only reads files, beside others
	waits   func() // called before reading waits for a run; may be nil
	citus   bool   // what is counted by trade is on several nodes

	analyses sync.WaitGroup // of tables, which are under way
}

// A pool is the connections of a ledger that read, or the one that writes.
type pool struct{ *sql.DB }

// Translate turns the codes of the server into the errors of the store.
func (pool) Translate(err error) error { return translate(err) }

// A Tx is a transaction that writes.
type Tx struct {
	*sql.Tx
	conn    *sql.Conn
	written *tally
	citus   bool
	unseen  map[string]unseen // by table
}

// Translate turns the codes of the server into the errors of the store.
func (Tx) Translate(err error) error { return translate(err) }

// readers is how many connections read at a time.
const readers = 4

// Options are how a ledger is opened.
type Options struct {
	ReadOnly bool
	Ingest   bool   // to read files beside others, without the lock (see Lock)
	Waits    func() // called before reading waits for a run; may be nil
}

// Open opens the ledger at an address. Under the lock it brings an older one up to date;
// otherwise it does not. It makes none: Init does.
//
// Errors: those of the store.
func Open(ctx context.Context, address string, o Options) (*DB, error) {
	db := &DB{address: address, dir: os.TempDir(), written: newTally(), ingests: o.Ingest, waits: o.Waits}
	if err := db.open(ctx, o); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connect makes the pools of connections, without connecting.
func (db *DB) connect(o Options, left ...string) (err error) {
	if db.read, err = poolOf(db.address, left...); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	if !o.ReadOnly {
		if db.write, err = poolOf(db.address, left...); err != nil {
			return err
		}
		db.write.SetMaxOpenConns(1)
	}
	return nil
}

func (db *DB) open(ctx context.Context, o Options) error {
	if err := db.connect(o); err != nil {
		return err
	}
	_, named, err := readVersion(ctx, db.read)
	if err != nil {
		return err
	}
	if db.citus = named == onCitus; db.citus {
		if err := errors.Join(db.Close(), db.connect(o, order)); err != nil {
			return err
		}
	}
	if o.ReadOnly || o.Ingest {
		return checkVersion(ctx, db.read)
	}
	return db.migrate(ctx)
}

// Close closes the ledger.
func (db *DB) Close() error {
	db.analyses.Wait()
	var errs []error
	for _, p := range []pool{db.read, db.write} {
		if p.DB != nil {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}

// Reader returns the connections that read, a few at a time (see Readers).
func (db *DB) Reader() store.Pool { return db.read }

// Readers returns how many connections read at a time.
func (db *DB) Readers() int { return readers }

// Dir returns the folder for files that are used meanwhile.
func (db *DB) Dir() string { return db.dir }

// QueryContext is as of *sql.DB. What only reads is asked again where the connection is lost
// before its first row.
func (p pool) QueryContext(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	err = again(ctx, repeating, gaveUp, func() error {
		rows, err = p.DB.QueryContext(ctx, query, args...)
		return err
	})
	return rows, err
}

// begin begins a transaction that writes, when no other one does, and while the lock of
// this process holds. What has not begun is begun again.
func (db *DB) begin(ctx context.Context) (tx Tx, err error) {
	err = again(ctx, repeating, gaveUp, func() error {
		tx, err = db.beginOnce(ctx)
		return err
	})
	return tx, err
}

func (db *DB) beginOnce(ctx context.Context) (Tx, error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return Tx{}, translate(err)
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return Tx{}, errors.Join(translate(err), conn.Close())
	}
	if err := db.takeTurn(ctx, tx); err != nil {
		return Tx{}, errors.Join(translate(err), tx.Rollback(), conn.Close())
	}
	return Tx{tx, conn, db.written, db.citus, map[string]unseen{}}, nil
}

// takeTurn waits until a transaction may write.
func (db *DB) takeTurn(ctx context.Context, tx *sql.Tx) error {
	statements := []string{"SELECT pg_advisory_xact_lock(" + keyOf(writeLock) + ")"}
	if db.ingests {
		if err := waitFor(ctx, tx, "advisory_xact_lock_shared", ingestLock, db.waits); err != nil {
			return err
		}
		statements = append(statements, fmt.Sprintf("SET LOCAL idle_in_transaction_session_timeout = %d", lease.Milliseconds()))
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return errors.Join(checkLock(ctx, tx, db.address), db.beginOnNodes(ctx, tx))
}

// Update runs do in one transaction: it is committed whole or leaves nothing.
func (db *DB) Update(ctx context.Context, do func(store.Tx) error) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.conn.Close()
	// After a commit this returns that the transaction is over, and does nothing.
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.look(ctx); err != nil {
		return translate(err)
	}
	return commit(tx.Tx)
}

// commit ends a transaction. Where the connection is lost on the way nobody knows whether
// the server has ended it; what comes next asks the books.
func commit(tx *sql.Tx) error {
	err := translate(tx.Commit())
	if errors.Is(err, store.ErrLost) {
		return words.Errorf("%w while it was committed: it is in the books whole or not at all", err)
	}
	return err
}

// BeforeWrite does nothing: the server writes its log as it must.
func (db *DB) BeforeWrite(context.Context) error { return nil }

// ReleaseCache does nothing: the cache is the server's.
func (db *DB) ReleaseCache(context.Context) error { return nil }

// CheckSchema lists nothing: a server keeps its schema in its own words, and ledger check
// compares the columns.
func (db *DB) CheckSchema(context.Context) ([]string, error) { return nil, nil }

// CheckTables lists nothing: whether pages and indexes are whole pg_amcheck says (see README.md), which
// takes a right that a run need not have.
func (db *DB) CheckTables(context.Context, []string) ([]string, error) { return nil, nil }

// Check asks the server for indexes that it does not use because they are not whole. The
// pages themselves are checked by pg_amcheck (see README.md).
func (db *DB) Check(ctx context.Context) ([]string, error) {
	const invalid = `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid ORDER BY 1`
	var wrong []string
	for rows, err := range store.Rows(ctx, db.read, "invalid indexes", invalid) {
		if err != nil {
			return nil, err
		}
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		wrong = append(wrong, "index "+name+" is not valid")
	}
	return wrong, nil
}
