package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"reconcile/ledger/internal/store"
)

// A DB is the file of a ledger. One process writes it at a time: the one that holds
// the lock (see Lock).
type DB struct {
	path        string
	write       Pool // one connection; none where the ledger is open for reading
	read        Pool
	checkpoints *checkpoints // nil where the ledger is open for reading, or loaded first
	firstLoad   bool         // it has a rollback journal
	cacheKiB    int64        // of the connection that writes, but in a first load
}

// A Pool is the connections of a ledger that read, or the one that writes.
type Pool struct{ *sql.DB }

// Translate turns the codes of the engine into the errors of the store.
func (Pool) Translate(err error) error { return translate(err) }

// A Tx is a transaction that writes.
type Tx struct{ *sql.Tx }

// Translate turns the codes of the engine into the errors of the store.
func (Tx) Translate(err error) error { return translate(err) }

// Options are how a ledger is opened.
type Options struct {
	ReadOnly bool
	Memory   int64 // bytes that the program may keep, half of them the ledger's
}

// Open opens the ledger at path. For writing it creates it where there is none, and
// brings an older one up to date; for reading it does neither.
//
// Errors: those of the store, or one of the file system.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	db := &DB{path: path}
	open := db.openWriter
	if o.ReadOnly {
		open = db.openReader
	}
	if err := open(ctx, o.Memory); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) openWriter(ctx context.Context, memory int64) error {
	f, err := os.OpenFile(db.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := checkHeader(db.path); err != nil {
		return err
	}
	if db.write, err = connect(ctx, db.path, false, memory); err != nil {
		return err
	}
	db.cacheKiB = cacheKiB(memory, false)
	if err := db.beginFirstLoad(ctx); err != nil {
		return err
	}
	if err := migrate(ctx, db.write); err != nil {
		return translate(err)
	}
	if db.read, err = connect(ctx, db.path, true, memory); err != nil || db.firstLoad {
		return err
	}
	db.checkpoints, err = newCheckpoints(ctx, db.path)
	return err
}

func (db *DB) openReader(ctx context.Context, memory int64) error {
	err := checkHeader(db.path)
	if err != nil {
		return err
	}
	if db.read, err = connect(ctx, db.path, true, memory); err != nil {
		return err
	}
	return checkVersion(ctx, db.read)
}

// TakeAsIs lets rows in that refer to nothing, until the ledger is closed: a copy shows what is
// wrong with what was copied.
func (db *DB) TakeAsIs(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, "PRAGMA foreign_keys = OFF")
	return translate(err)
}

// Close closes the ledger.
func (db *DB) Close() error {
	var errs []error
	if db.checkpoints != nil {
		errs = append(errs, db.checkpoints.close())
	}
	if db.firstLoad {
		errs = append(errs, db.enableWAL(context.Background()))
	}
	for _, pool := range []Pool{db.read, db.write} {
		if pool.DB != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Reader returns the connections that read, a few at a time (see Readers).
func (db *DB) Reader() store.Pool { return db.read }

// Readers returns how many connections read at a time.
func (db *DB) Readers() int { return readers }

// Dir returns the folder of the ledger, for files that are used meanwhile.
func (db *DB) Dir() string { return filepath.Dir(db.path) }

// Update runs do in one transaction: it is committed whole or leaves nothing.
func (db *DB) Update(ctx context.Context, do func(store.Tx) error) error {
	return inTx(ctx, db.write, func(tx Tx) error { return do(tx) })
}

func inTx(ctx context.Context, db Pool, do func(Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	// After a commit this returns that the transaction is over, and does nothing.
	defer tx.Rollback()
	if err := do(Tx{tx}); err != nil {
		return err
	}
	return translate(tx.Commit())
}

// BeforeWrite is called before a transaction that may write much.
func (db *DB) BeforeWrite(ctx context.Context) error { return db.checkpoints.throttle(ctx) }

// AfterCommit is called after a transaction that may have written much.
func (db *DB) AfterCommit(ctx context.Context) { db.checkpoints.start(ctx) }

// ReleaseCache gives back the pages that were kept for writing, where what comes next
// reads much and writes little.
func (db *DB) ReleaseCache(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, "PRAGMA shrink_memory")
	return translate(err)
}
