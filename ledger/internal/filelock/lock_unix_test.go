//go:build unix && !aix && !solaris

package filelock_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"reconcile/ledger/internal/filelock"
)

// TestFreeWhileAProcessStarts frees a file that is open a second time, as it is in a child
// that has not become another program yet.
func TestFreeWhileAProcessStarts(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ledger.db")
	first := open(t, name)
	if got, err := filelock.Try(first); !got || err != nil {
		t.Fatalf("Try of a file that nobody locks = %v, %v", got, err)
	}
	second := open(t, name)
	if got, err := filelock.Try(second); got || err != nil {
		t.Errorf("Try of a file that is locked = %v, %v", got, err)
	}
	child, err := syscall.Dup(int(first.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(child)
	if err := filelock.Free(first); err != nil {
		t.Fatal(err)
	}
	if got, err := filelock.Try(second); !got || err != nil {
		t.Errorf("Try of a file that was freed = %v, %v", got, err)
	}
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
