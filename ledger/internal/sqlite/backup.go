package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"reconcile/ledger/internal/store"
)

// Backup writes a consistent copy of the ledger to a file that does not exist yet, while a
// run may go on: the copy is of one moment between two transactions. It is checked whole
// before it gets its name, and outlasts a power cut.
//
// Errors: fs.ErrExist where there is such a file, store.ErrDamaged where the copy does not
// hold, those of the store, or one of the file system.
func (db *DB) Backup(ctx context.Context, to string) (err error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s: %w", to, fs.ErrExist))
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), ".backup-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	copied := filepath.Join(dir, "ledger.db")
	if _, err := db.read.ExecContext(ctx, "VACUUM INTO ?", copied); err != nil {
		return translate(err)
	}
	if err := checkCopy(ctx, copied); err != nil {
		return err
	}
	if err := syncFile(copied); err != nil {
		return err
	}
	// A link, and no renaming: that would replace what has come to be there meanwhile.
	if err := os.Link(copied, to); err != nil {
		return err
	}
	return syncFile(filepath.Dir(to))
}

// checkCopy asks that a copy is a ledger and whole.
func checkCopy(ctx context.Context, path string) error {
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	copied, err := Open(ctx, path, Options{Memory: 64 << 20})
	if err != nil {
		return err
	}
	wrong, err := copied.Check(ctx)
	if err = errors.Join(err, copied.Close()); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %s", store.ErrDamaged, wrong[0])
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
