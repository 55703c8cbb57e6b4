package runner

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"reconcile/cmd/reconcile/internal/disk"
)

// A private folder, in that for temporary files, holds a copy of the ledger while a command
// works on it, and is locked as long: what is not locked is of one that was killed.

// privateLock is the file that a command locks in its private folder.
const privateLock = "lock"

// makePrivate makes a private folder for a purpose, which remove removes.
func makePrivate(purpose string) (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp("", "reconcile-"+purpose+"-")
	if err != nil {
		return "", nil, err
	}
	lock := flock.New(filepath.Join(dir, privateLock), flock.SetPermissions(0o600))
	remove = func() error { return errors.Join(lock.Unlock(), os.RemoveAll(dir)) }
	if err := lock.Lock(); err != nil { // of a file that nobody else knows
		return "", nil, errors.Join(err, remove())
	}
	return dir, remove, nil
}

// removeKilled removes the private folders of commands of this user that were killed, and
// returns their paths. One without its lock may be in the making, and stays.
func removeKilled() (removed []string, err error) {
	found, err := filepath.Glob(filepath.Join(disk.QuotePattern(os.TempDir()), "reconcile-*-*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range found {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || !ownedBySelf(info) {
			continue
		}
		lock := flock.New(filepath.Join(dir, privateLock), flock.SetFlag(os.O_RDWR))
		if got, err := lock.TryLock(); err != nil || !got {
			continue
		}
		if err := errors.Join(os.RemoveAll(dir), lock.Unlock()); err != nil {
			return removed, err
		}
		removed = append(removed, dir)
	}
	return removed, nil
}
