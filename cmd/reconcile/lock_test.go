package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// TestLockedBy asks that who waits for the ledger is told who has it, where, and since when.
func TestLockedBy(t *testing.T) {
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	unlock, err := ledger.Lock(t.Context(), filepath.Join(dir, "var", "ledger.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	var said bytes.Buffer
	if got := run(t.Context(), []string{"run", "--config", filepath.Join(dir, "cron.yaml")}, noEnv, &said, &said); got != exit.Locked {
		t.Errorf("a run beside another one ends with %d, want %d", got, exit.Locked)
	}
	want := fmt.Sprintf(`(?m)^reconcile: ledger var/ledger.db: another run holds it: \S+, pid %d on \S+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`, os.Getpid())
	if !regexp.MustCompile(want).Match(said.Bytes()) {
		t.Errorf("it says\n%swant %s", &said, want)
	}
}
