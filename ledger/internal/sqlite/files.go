package sqlite

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"

	"reconcile/ledger/internal/filelock"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// lockFile is the file that is locked for the ledger at path. It is not the
// ledger itself, whose locks are the engine's.
func lockFile(path string) string { return path + ".lock" }

// Lock takes the ledger at path for this process alone, at once or not at all. It goes by
// the ledger and not by its name: names that lead to one file are one lock. It makes the
// ledger's folder where there is none. The lock is free when the process ends, however it
// ends.
//
// Errors: store.ErrLocked where another process holds it, with its name, or one of the file
// system.
func Lock(path string) (unlock func(), err error) { return lock(path, true) }

// lock is Lock. It tells others who holds the ledger where that may be written.
func lock(path string, tell bool) (unlock func(), err error) {
	path, err = resolve(path)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file := flock.New(lockFile(path), flock.SetPermissions(0o600))
	got, err := file.TryLock()
	if err != nil {
		return nil, err
	}
	if !got {
		return nil, lockedBy(lockFile(path))
	}
	free := func() { _ = file.Unlock() }                                              // the end of the process frees it all the same
	named := tell && os.WriteFile(lockFile(path), []byte(store.Self()), 0o600) == nil // a full disk keeps a name from others, nothing else
	ledger, err := lockItself(path)
	if err != nil {
		free()
		return nil, err
	}
	return func() {
		if ledger != nil {
			_ = filelock.Free(ledger)
		}
		if named {
			_ = os.Truncate(lockFile(path), 0) // whoever has it next says so
		}
		free()
	}, nil
}

// lockedBy is the error of a lock that another process holds. Where that was killed, and
// one of an earlier version holds it now, the name is of the one before.
func lockedBy(file string) error {
	text, err := os.ReadFile(file)
	info, stat := os.Stat(file)
	if err != nil || stat != nil || len(text) > maxHolder {
		return store.ErrLocked
	}
	return store.Locked(string(text), info.ModTime())
}

// maxHolder is the length in bytes above which a text names no process.
const maxHolder = 512

// lockItself locks the file of a ledger, nil where there is none yet: another name of it,
// a hard link, has another lock file. The engine's locks are of another kind, and are
// lost where any file of the ledger is closed: so what is returned stays open until the
// ledger is closed.
func lockItself(path string) (*os.File, error) {
	f, err := open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	got, err := filelock.Try(f)
	if err == nil && !got {
		err = store.ErrLocked
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// open opens a file of a ledger for reading, and waits for nobody where it is a pipe. A
// folder says what it is when it is read.
//
// Errors: store.ErrNotLedger where it is neither, and those of the file system.
func open(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = words.Errorf("%w: not a regular file", store.ErrNotLedger)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// resolve follows the links that a name of a ledger goes through, to a file that may not
// exist yet.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	const most = 40 // links, as the system follows
	for range most {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return real, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		to, err := os.Readlink(path)
		if err != nil { // no link: the file, or a folder above it, is still to be made
			dir, file := filepath.Split(path)
			if real, err := filepath.EvalSymlinks(dir); err == nil {
				dir = real
			}
			return filepath.Join(dir, file), nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", words.Errorf("%s: too many links", path)
}

// files are the names of the files that make up the ledger at path: a copy of the
// ledger has to hold all of them that exist.
func files(path string) []string { return []string{path, path + "-wal", path + "-journal"} }

// Exists reports whether there is a ledger at path, or what is no file. One of no bytes is
// none: a full disk may have left it.
func Exists(path string) (bool, error) {
	var errs []error
	for _, file := range files(path) {
		info, err := os.Stat(file)
		if err == nil && (info.Size() > 0 || !info.Mode().IsRegular()) {
			return true, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return false, errors.Join(errs...)
}

// Copy copies the ledger at from while no run writes it. There is nothing at to yet.
// Where there is no lock file no run has been made, so none is created. Of a ledger
// that does not exist it makes no copy, which is no error.
//
// Errors: as Lock, and store.ErrCopy where copying fails.
func Copy(ctx context.Context, from, to string) error {
	from, err := resolve(from)
	if err != nil {
		return err
	}
	if _, err := os.Stat(lockFile(from)); err == nil {
		unlock, err := lock(from, false) // a copy leaves no trace
		if err != nil {
			return err
		}
		defer unlock()
	}
	copies := files(to)
	for i, file := range files(from) {
		err := ctx.Err()
		if err == nil {
			err = copyFile(copies[i], file)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return words.Errorf("%w: %w", store.ErrCopy, err)
		}
	}
	return nil
}

// copyFile copies one file to a new one that only this user can read.
func copyFile(to, from string) (err error) {
	in, err := open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
