package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// A Ledger is an open ledger file. One process writes it at a time: whoever
// opens it for writing holds a lock of its own outside.
type Ledger struct {
	path    string  // of its file
	write   *sql.DB // one connection; nil where the ledger is open for reading
	read    *sql.DB
	tidy    *checkpointer // nil where the ledger is open for reading, or is filled
	filling bool          // it has a rollback journal
	used    sync.Pool     // memory that was sorted in: *spooling
}

// Open opens the ledger at path for reading and writing. It creates it where
// there is none, and brings an older one up to date.
//
// Errors: ErrNotLedger, ErrNewer, ErrBusy, ErrFull, or one of the file system.
func Open(ctx context.Context, path string) (*Ledger, error) {
	return OpenWithin(ctx, path, defaultMemory)
}

// OpenWithin is Open for a program that keeps so many bytes in memory, half of them
// the ledger's.
func OpenWithin(ctx context.Context, path string, memory int64) (*Ledger, error) {
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

// OpenReadOnly opens the ledger at path for reading. It does not create one,
// and refuses one whose schema is not this version's.
//
// Errors: as Open, and ErrOlder.
func OpenReadOnly(ctx context.Context, path string) (*Ledger, error) {
	if err := peek(path); err != nil {
		return nil, err
	}
	read, err := connect(ctx, path, true, defaultMemory)
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

// Files are the names of the files that make up the ledger at path: a copy of
// the ledger has to hold all of them that exist.
func Files(path string) []string {
	dir, base := filepath.Split(path)
	return []string{filepath.Join(dir, base), filepath.Join(dir, base+"-wal"), filepath.Join(dir, base+"-journal")}
}
