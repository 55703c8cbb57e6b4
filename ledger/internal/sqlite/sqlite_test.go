package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// logsAhead reports whether the file of a ledger says that it is written with a
// write-ahead log, as the engine's file format has it (bytes 18 and 19).
func logsAhead(t *testing.T, path string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || len(text) < 20 || text[18] != text[19] {
		t.Fatalf("%s is no ledger: %v", path, err)
	}
	return text[18] == 2
}

// open opens the ledger at path.
func open(t *testing.T, path string, o sqlite.Options) *sqlite.DB {
	t.Helper()
	o.Memory = 64 << 20
	db, err := sqlite.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// sizeOfPages reads of how many bytes the pages of a ledger are (bytes 16 and 17).
func sizeOfPages(t *testing.T, path string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || len(text) < 18 {
		t.Fatalf("%s is no ledger: %v", path, err)
	}
	return int(binary.BigEndian.Uint16(text[16:]))
}

// A new ledger has large pages, and so has its backup; one of before keeps its own.
func TestPageSize(t *testing.T) {
	for _, want := range []int{8192, 4096} {
		path := filepath.Join(t.TempDir(), "ledger.db")
		if want == 4096 {
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = db.Exec("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL"); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
		l := open(t, path, sqlite.Options{})
		if err := l.Backup(t.Context(), path+".backup"); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{path, path + ".backup"} {
			if got := sizeOfPages(t, path); got != want {
				t.Errorf("%s has pages of %d bytes, want %d", filepath.Base(path), got, want)
			}
		}
	}
}

func TestFirstLoadEndsWhenClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	for _, again := range []bool{false, true} {
		l := open(t, path, sqlite.Options{})
		if logsAhead(t, path) {
			t.Errorf("opened again %v: a ledger without evidence has a write-ahead log", again)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if !logsAhead(t, path) {
			t.Errorf("opened again %v: no write-ahead log once it was closed", again)
		}
	}
	left, err := filepath.Glob(path + "-*")
	if err != nil || len(left) > 0 {
		t.Errorf("left beside the ledger: %v, %v", left, err)
	}
}

// Where another program reads the ledger, it keeps its write-ahead log.
func TestFirstLoadBesideReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	if err := open(t, path, sqlite.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	defer open(t, path, sqlite.Options{ReadOnly: true}).Close()
	l := open(t, path, sqlite.Options{})
	if !logsAhead(t, path) {
		t.Error("the write-ahead log is gone while another program reads the ledger")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// A lock is held by one process alone, a ledger of no bytes is none, and a copy has all
// that the ledger has.
func TestFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "var", "ledger.db")
	unlock, err := sqlite.Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Lock(path); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf(", pid %d on ", os.Getpid())) {
		t.Errorf("lock what is locked: %v, want who holds it", err)
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := sqlite.Copy(t.Context(), path, to); !errors.Is(err, store.ErrLocked) {
		t.Errorf("copy what is locked: %v", err)
	}
	unlock()
	if text, err := os.ReadFile(path + ".lock"); err != nil || len(text) > 0 {
		t.Errorf("once it is free the lock says %q, %v, want nothing", text, err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{false, true} {
		if got, err := sqlite.Exists(path); got != want || err != nil {
			t.Errorf("Exists = %v, %v, want %v", got, err, want)
		}
		if err := open(t, path, sqlite.Options{}).Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := sqlite.Copy(t.Context(), path, to); err != nil {
		t.Fatal(err)
	}
	if err := open(t, to, sqlite.Options{ReadOnly: true}).Close(); err != nil {
		t.Errorf("open a copy: %v", err)
	}
	if err := sqlite.Copy(t.Context(), path, to); !errors.Is(err, store.ErrCopy) {
		t.Errorf("copy onto a file: %v", err)
	}
}

// No statement is meant to meet a constraint, so books in which one does are not those that
// were written.
func TestConstraintIsDamage(t *testing.T) {
	ctx := t.Context()
	db := open(t, filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{})
	defer db.Close()
	err := db.Update(ctx, func(tx store.Tx) error {
		_, err := tx.ExecContext(ctx, "CREATE TABLE t (x INTEGER PRIMARY KEY); INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)")
		return tx.Translate(err)
	})
	if !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a key that is there already: %v, want ErrDamaged", err)
	}
}
