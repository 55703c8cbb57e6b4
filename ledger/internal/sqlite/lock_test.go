package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// TestLockGoesByTheLedger locks a ledger by one name and asks that no other name of it is
// free, before and after there is a file; another ledger is.
func TestLockGoesByTheLedger(t *testing.T) {
	dir := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	for _, step := range []error{
		os.Mkdir(at("var"), 0o700), os.Symlink("var", at("folder")), os.Symlink(at("var", "ledger.db"), at("link.db")), os.Symlink("link.db", at("links.db")),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	t.Chdir(dir)
	names := []string{at("var", "ledger.db"), "var/ledger.db", "./var/../var/ledger.db", at("folder", "ledger.db"), "link.db", at("links.db")}
	checkNames(t, names)
	if err := os.WriteFile(at("var", "ledger.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(at("var", "ledger.db"), at("hard.db")); err != nil {
		t.Fatal(err)
	}
	checkNames(t, append(names, at("hard.db")))
}

func checkNames(t *testing.T, names []string) {
	t.Helper()
	for _, name := range names {
		unlock, err := sqlite.Lock(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, other := range names {
			if free, err := sqlite.Lock(other); !errors.Is(err, store.ErrLocked) {
				t.Errorf("%s is locked, %s is not: %v", name, other, err)
				if err == nil {
					free()
				}
			}
		}
		if free, err := sqlite.Lock("other.db"); err != nil {
			t.Errorf("another ledger: %v", err)
		} else {
			free()
		}
		unlock()
	}
}
