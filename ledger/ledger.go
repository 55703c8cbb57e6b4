package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/sqlite"
)

// A Ledger is an open ledger file. One process writes it at a time: whoever
// opens it for writing holds a lock of its own outside.
type Ledger struct {
	path    string  // of its file
	write   *sql.DB // one connection; nil where the ledger is open for reading
	read    *sql.DB
	tidy    *checkpointer // nil where the ledger is open for reading, or is filled
	filling bool          // it has a rollback journal
	pool    extsort.Pool  // memory to sort in
}

// Options are how a ledger is opened. The zero value opens it for reading and writing.
type Options struct {
	ReadOnly bool
	Memory   int64 // bytes that the program may keep, half of them the ledger's; 0 for 256 MiB
}

// Open opens the ledger at path. For writing it creates it where there is none, and
// brings an older one up to date; for reading it does neither.
//
// Errors: ErrNotLedger, ErrNewer, ErrBusy, ErrFull, for reading ErrOlder, or one of
// the file system.
func Open(ctx context.Context, path string, o Options) (*Ledger, error) {
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	if o.ReadOnly {
		return openReader(ctx, path, o.Memory)
	}
	return openWriter(ctx, path, o.Memory)
}

func openWriter(ctx context.Context, path string, memory int64) (*Ledger, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	if err := peek(path); err != nil {
		return nil, err
	}
	write, err := connect(ctx, path, false, memory)
	if err != nil {
		return nil, err
	}
	l := &Ledger{path: path, write: write}
	if err := l.beginFilling(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if err := migrate(ctx, write); err != nil {
		return nil, errors.Join(translate(err), l.Close())
	}
	if l.read, err = connect(ctx, path, true, memory); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if !l.filling {
		l.tidy, err = newCheckpointer(ctx, path)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func openReader(ctx context.Context, path string, memory int64) (*Ledger, error) {
	if err := peek(path); err != nil {
		return nil, err
	}
	read, err := connect(ctx, path, true, memory)
	if err != nil {
		return nil, err
	}
	l := &Ledger{read: read}
	if err := checkVersion(ctx, read); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Close closes the ledger.
func (l *Ledger) Close() error {
	var errs []error
	if l.tidy != nil {
		errs = append(errs, l.tidy.close())
	}
	if l.filling {
		errs = append(errs, l.logAhead(context.Background()))
	}
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Account returns the number of a partner's account in this ledger, a new one
// where the ledger does not know the partner yet.
func (l *Ledger) Account(ctx context.Context, partner string) (int64, error) {
	var id int64
	err := inTx(ctx, l.write, func(tx *sql.Tx) error {
		if _, err := exec(ctx, tx, "account_add", partner); err != nil {
			return err
		}
		return queryRow(ctx, tx, "account_find", []any{partner}, &id)
	})
	if err != nil {
		return 0, fmt.Errorf("account of partner: %w", err)
	}
	return id, nil
}

// FindAccount returns the number of a partner's account. ok is false where the
// ledger does not know the partner.
func (l *Ledger) FindAccount(ctx context.Context, partner string) (id int64, ok bool, err error) {
	err = queryRow(ctx, l.read, "account_find", []any{partner}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, err == nil, err
}

// Lock takes the ledger at path for this process alone, at once or not at all. It
// makes the ledger's folder where there is none. The lock is free when the process
// ends, however it ends.
//
// Errors: ErrLocked where another process holds it, or one of the file system.
func Lock(path string) (unlock func(), err error) { return sqlite.Lock(path) }

// Exists reports whether there is a ledger at path. One of no bytes is none: a full
// disk may have left it.
func Exists(path string) (bool, error) { return sqlite.Exists(path) }

// Copy copies the ledger at from to a private one at to, where there is nothing yet,
// while no run writes it. Where no run has made a ledger it makes no copy, which is no
// error.
//
// Errors: as Lock, and ErrCopy where copying fails.
func Copy(ctx context.Context, from, to string) error { return sqlite.Copy(ctx, from, to) }
