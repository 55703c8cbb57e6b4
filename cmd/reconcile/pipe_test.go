//go:build unix

package main

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPipesAreNotWaitedFor puts a pipe that nobody writes to in the place of each file that
// check and run open, and asks that both end and say so.
func TestPipesAreNotWaitedFor(t *testing.T) {
	for _, c := range []struct{ path, says string }{
		{"cron.yaml", "cron.yaml"},
		{"md5.key", "md5.key: not a regular file"},
		{"notify/notify.log", "not a regular file"},
		{"orders/._orders.csv", "not a regular file"},
		{"var/ledger.db", "not a regular file"},
		{"out/issued.journal", "not a regular file"},
	} {
		t.Chdir(t.TempDir())
		var talk bytes.Buffer
		if got := run(t.Context(), []string{"init", "--sample"}, noEnv, &talk, &talk); got != 0 {
			t.Fatalf("init ends with %d: %s", got, &talk)
		}
		if err := os.Remove(c.path); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(c.path, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"check", "run"} {
			var talk bytes.Buffer
			ended := make(chan int, 1)
			go func() { ended <- run(t.Context(), []string{command}, noEnv, &talk, &talk) }()
			select {
			case got := <-ended:
				if got == 0 || !strings.Contains(talk.String(), c.says) {
					t.Errorf("%s with a pipe at %s ends with %d, want %q in\n%s", command, c.path, got, c.says, &talk)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s waits for a pipe at %s", command, c.path)
			}
		}
	}
}
