package main

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// serverShop is a case whose books are to be in a server.
func serverShop(t *testing.T, address string) string {
	t.Helper()
	dir := t.TempDir()
	if err := copyCase("small", dir); err != nil {
		t.Fatal(err)
	}
	moveTo(t, filepath.Join(dir, "cron.yaml"), address)
	return dir
}

const serverNight = "2026-03-07 02:30:00"

// says asks for an exit status and for what is printed.
func says(t *testing.T, dir string, status int, want string, args ...string) {
	t.Helper()
	if got, stdout, talk := tryAt(t, dir, serverNight, args...); got != status || !strings.Contains(stdout+talk, want) {
		t.Errorf("%v ends with %d, want %d, and prints\n%s%s\nwithout %q", args, got, status, stdout, talk, want)
	}
}

// otherSchema is the address of a schema of its own in the database of another ledger.
func otherSchema(t *testing.T, address, name string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"DROP SCHEMA IF EXISTS " + name + " CASCADE", "CREATE SCHEMA " + name} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// TestCommandsOnServer makes, checks, fills and copies a ledger in a schema, and tries what
// people get wrong.
func TestCommandsOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	first := ledgertest.Database(t, "plain")
	dir := serverShop(t, otherSchema(t, first, "shop"))
	says(t, dir, exit.Failed, "reconcile ledger init makes it", "run")
	says(t, dir, exit.Failed, "reconcile ledger init makes it", "status")
	says(t, dir, exit.Failed, "there is no ledger yet", "check")
	says(t, dir, exit.Failed, `"hash:1" is no layout`, "ledger", "init", "--layout", "hash:1")
	says(t, dir, exit.Done, "made, layout hash:4", "ledger", "init", "--layout", "hash:4")
	says(t, dir, exit.Failed, "there is a ledger already", "ledger", "init")
	says(t, dir, exit.Done, "hash:4", "ledger", "check")
	says(t, dir, exit.Incomplete, "", "run", "-q", "--fail-on", "none", "--as-of", serverNight)
	says(t, dir, exit.Done, "proven", "verify")
	says(t, dir, exit.Failed, "it holds something already", "ledger", "copy", ledgerOf(t, dir))
	says(t, dir, exit.Failed, "an address with a password", "ledger", "copy", "postgres://me:b7v2k9q1@localhost/other")
	back := filepath.Join(dir, "back.db")
	says(t, dir, exit.Done, "copied to", "ledger", "copy", back)
	says(t, dir, exit.Failed, "it holds something already", "ledger", "copy", back)
	says(t, dir, exit.Done, "copied to", "ledger", "copy", first)
	moveTo(t, filepath.Join(dir, "cron.yaml"), first)
	says(t, dir, exit.Done, "proven", "verify")
	moveTo(t, filepath.Join(dir, "cron.yaml"), "postgres://nobody@127.0.0.1:1/none?connect_timeout=2")
	says(t, dir, exit.Failed, "the server cannot be reached", "run")
	moveTo(t, filepath.Join(dir, "cron.yaml"), "postgres://me:b7v2k9q1@localhost/other")
	if status, stdout, talk := tryAt(t, dir, serverNight, "run"); status != exit.Usage || strings.Contains(stdout+talk, "b7v2k9q1") {
		t.Errorf("a password in an address: exit %d\n%s%s", status, stdout, talk)
	}
}

// ledgerOf is the address that the configuration of a folder names.
func ledgerOf(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "cron.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "ledger: "); ok {
			return strings.TrimSpace(name)
		}
	}
	t.Fatal("no ledger")
	return ""
}

// TestLockOnServer asks that one program runs at a time, wherever it runs, that the other
// ends with 5 at once, and that people read meanwhile.
func TestLockOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	address := ledgertest.Database(t, "plain")
	dir := serverShop(t, address)
	says(t, dir, exit.Incomplete, "", "run", "-q", "--fail-on", "none", "--as-of", serverNight)
	unlock, err := ledger.Lock(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	says(t, dir, exit.Locked, "another run holds it", "run", "--as-of", serverNight)
	if took := time.Since(begun); took > time.Second {
		t.Errorf("it took %v, want a second at most", took)
	}
	says(t, dir, exit.Done, "verdict", "status")
	unlock()
	says(t, dir, exit.Incomplete, "", "run", "-q", "--fail-on", "none", "--as-of", serverNight)
}
