package capture

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/words"
)

// A folder is where the logs are. It is made where it is missing and taken for
// this process alone; it is free when the process ends, however that ends.
type folder struct {
	dir  string
	lock *flock.Flock // of the folder that dir has led to; nil before it is taken
}

// openLog opens a log for appending and makes sure that its name outlasts a
// power cut.
//
// Errors: errUnsynced where that is not sure; disk.ErrLocked where another
// process has the folder.
func (d *folder) openLog(name string) (LogFile, error) {
	if err := d.take(); err != nil {
		return nil, err
	}
	f, err := openFile(filepath.Join(d.dir, name))
	if err != nil {
		return nil, err
	}
	if err := syncNames(d.dir); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// take makes and locks the folder, where the one that is locked is no longer at
// its path.
func (d *folder) take() error {
	if d.held() {
		return nil
	}
	if err := d.close(); err != nil {
		return err
	}
	err := os.Mkdir(d.dir, 0o750)
	if err == nil {
		err = syncNames(filepath.Dir(d.dir))
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	lock := flock.New(filepath.Join(d.dir, "capture.lock"), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return words.Errorf("%s: lock: %w", d.dir, err)
	}
	if !got {
		return hint.With(words.Errorf("%s: %w", d.dir, disk.ErrLocked), "one capture at a time writes a folder: stop the other one, or name another with --dir")
	}
	d.lock = lock
	return nil
}

// held reports whether the path of the lock leads to the one that is held.
func (d *folder) held() bool {
	if d.lock == nil {
		return false
	}
	held, err := d.lock.Stat()
	named, err2 := os.Stat(d.lock.Path())
	return err == nil && err2 == nil && os.SameFile(held, named)
}

func (d *folder) close() error {
	if d.lock == nil {
		return nil
	}
	lock := d.lock
	d.lock = nil
	return lock.Unlock()
}

// syncNames makes the names in a folder outlast a power cut. A folder that is
// gone is no fault of the disk.
//
// Errors: errUnsynced where that is not sure.
func syncNames(dir string) error {
	err := disk.SyncDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return words.Errorf("%s: %w: %w", dir, errUnsynced, err)
	}
	return err
}
