package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"reconcile/ledger/internal/filelock"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Backup writes a consistent copy of the ledger to a file that does not exist yet, while a
// run may go on: the copy is of one moment between two transactions. It is checked whole
// before it gets its name, and outlasts a power cut.
//
// Errors: fs.ErrExist where there is such a file, store.ErrDamaged where the copy does not
// hold, those of the store, or one of the file system.
func (db *DB) Backup(ctx context.Context, to string) error {
	return WriteBackup(ctx, to, func(copied string) error { return db.copyInto(ctx, copied) })
}

// WriteBackup is as Backup of the ledger that write writes to a file, which it is given.
func WriteBackup(ctx context.Context, to string, write func(copied string) error) (err error) {
	if err := removeUnfinished(filepath.Dir(to)); err != nil {
		return err
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, words.Errorf("%s: %w", to, fs.ErrExist))
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), unfinished)
	if err != nil {
		return err
	}
	held, err := os.Open(dir)
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir), held.Close()) }()
	if err := filelock.Wait(held); err != nil {
		return err
	}
	copied := filepath.Join(dir, "ledger.db")
	if err := write(copied); err != nil {
		return err
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

// unfinished is the pattern of the folders in which copies are made.
const unfinished = ".backup-*"

// removeUnfinished removes from a folder what copies left that were cut off: others that are
// still made hold theirs.
func removeUnfinished(dir string) (err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if ours, _ := filepath.Match(unfinished, e.Name()); ours && e.IsDir() {
			err = errors.Join(err, removeUnheld(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

func removeUnheld(path string) (err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) { // it was finished meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	free, err := filelock.Try(f)
	if !free || err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// copyInto writes a copy by a connection of its own: those that read may write nothing at
// all, not even another file.
func (db *DB) copyInto(ctx context.Context, to string) error {
	from, err := filepath.Abs(db.path)
	if err != nil {
		return err
	}
	file := url.URL{Scheme: "file", OmitHost: true, Path: from}
	pool := sql.OpenDB(&connector{
		dsn:    file.String() + "?mode=rw&_busy_timeout=" + busyTimeout,
		driver: &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error { return makeAll(conn, settings[:]...) }},
	})
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", to)
	return errors.Join(translate(err), pool.Close())
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
		return words.Errorf("%w: %s", store.ErrDamaged, wrong[0])
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
