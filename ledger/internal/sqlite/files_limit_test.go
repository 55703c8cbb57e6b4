//go:build unix

package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// TestTooManyFiles opens a ledger with room for one or two more files, and asks that
// this is what is said, and not that the ledger is read-only.
func TestTooManyFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	next := uint64(f.Fd())
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for room := range uint64(3) {
		few := syscall.Rlimit{Cur: next + room, Max: before.Max}
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
			t.Fatal(err)
		}
		db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
			t.Fatal(err)
		}
		if err == nil {
			t.Errorf("with room for %d files it opens", room)
			_ = db.Close()
		} else if !errors.Is(err, syscall.EMFILE) || errors.Is(err, store.ErrReadOnly) {
			t.Errorf("with room for %d files: %v", room, err)
		}
	}
}
