package ledger

import (
	"context"
	"errors"

	"reconcile/ledger/internal/digest"
	"reconcile/ledger/internal/postgres"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A ledger is named by the path of a file, or by the address of a PostgreSQL database:
// postgres://user@host/database, with a schema where search_path names one.

// IsAddress reports whether a ledger is in a database of a server.
func IsAddress(name string) bool { return postgres.IsAddress(name) }

// CheckAddress asks that the address of a ledger reads, and holds no password.
func CheckAddress(address string) error { return postgres.CheckAddress(address) }

// openEngine opens what keeps the books of a name.
func openEngine(ctx context.Context, name string, o Options) (db store.DB, err error) {
	if IsAddress(name) {
		db, err = postgres.Open(ctx, name, postgres.Options{ReadOnly: o.ReadOnly, Ingest: o.Ingest, Waits: o.Waits})
	} else {
		db, err = sqlite.Open(ctx, name, sqlite.Options{ReadOnly: o.ReadOnly, Memory: o.Memory})
	}
	if err != nil || o.ReadOnly {
		return db, err
	}
	recorded, err := digest.New(ctx, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return recorded, nil
}

// engineOf is what keeps the books of a ledger.
func engineOf(db store.DB) store.DB {
	if d, ok := db.(*digest.DB); ok {
		return d.DB
	}
	return db
}

// SQLiteVersion is the version of the SQLite that the program was built with.
func SQLiteVersion() string { return sqlite.Version() }

// Init makes a ledger of a layout in a database, where there is nothing yet: "plain", or
// "hash:N" for N partitions of what is counted by trade.
//
// Errors: ErrExists, ErrNotLedger where there is something else, ErrUnreachable.
func Init(ctx context.Context, address, layout string) error {
	return postgres.Init(ctx, address, layout)
}

// Lock takes the ledger of a name for this process alone, or refuses at once where another one
// has it, on whichever host that runs. In a database it waits for what is being read (see
// Ingest), and calls waits before, which may be nil. It makes the folder of a file where there
// is none. The lock is free when the process ends, however it ends.
//
// Errors: ErrLocked where another process holds it, those of connecting, or one of the
// file system.
func Lock(ctx context.Context, name string, waits func()) (unlock func(), err error) {
	if IsAddress(name) {
		return postgres.Lock(ctx, name, waits)
	}
	return sqlite.Lock(name)
}

// Exists reports whether there is a ledger of a name. A file of no bytes is none: a full
// disk may have left it.
func Exists(ctx context.Context, name string) (bool, error) {
	if IsAddress(name) {
		return postgres.Exists(ctx, name)
	}
	return sqlite.Exists(name)
}

// Copy copies the ledger of a name to a private file, where there is nothing yet, while no
// run writes it. Where no run has made a ledger it makes no copy, which is no error.
//
// Errors: as Lock, and ErrCopy where copying fails.
func Copy(ctx context.Context, from, to string) error {
	if !IsAddress(from) {
		return sqlite.Copy(ctx, from, to)
	}
	unlock, err := postgres.Lock(ctx, from, nil)
	if err != nil {
		return err
	}
	defer unlock()
	db, err := postgres.Open(ctx, from, postgres.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	if err = errors.Join(copyToFile(ctx, db, to), db.Close()); err != nil {
		return words.Errorf("%w: %w", ErrCopy, err)
	}
	return nil
}

// Backup writes a consistent copy of the ledger to a file that does not exist yet, while a
// run may go on, and checks it.
//
// Errors: fs.ErrExist, ErrDamaged, ErrFull, or one of the file system.
func (l *Ledger) Backup(ctx context.Context, to string) error {
	if db, ok := engineOf(l.db).(*sqlite.DB); ok {
		return db.Backup(ctx, to)
	}
	return sqlite.WriteBackup(ctx, to, func(copied string) error { return copyToFile(ctx, l.db, copied) })
}
