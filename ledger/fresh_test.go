package ledger_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"reconcile/ledger"
)

// freshBooks are the bytes of books that have seen every migration and nothing else. Every
// world begins with a copy: migrations take longer than most of what a world is told, and
// have tests of their own (TestUpgradeOfEachSchema).
var freshBooks = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "fresh")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "ledger.db")
	l, err := ledger.Open(context.Background(), path, ledger.Options{})
	if err != nil {
		return nil, err
	}
	if err := l.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// openBooks opens books, fresh ones where there are none.
func openBooks(path string) (*ledger.Ledger, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !ledger.IsAddress(path) {
		fresh, err := freshBooks()
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, fresh, 0o600); err != nil {
			return nil, err
		}
	}
	return ledger.Open(context.Background(), path, ledger.Options{})
}
