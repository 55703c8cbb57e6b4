package main

import (
	"io"
	"math"
	"os"
	"runtime/debug"
	"testing"
)

// TestMemoryBoundsTheHeap asks that half of the configured memory bounds the
// program's own, in a run and where it proves what the run wrote.
func TestMemoryBoundsTheHeap(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	text, err := os.ReadFile("cron.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("cron.yaml", append(text, "\nmemory: 96MiB\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"run", "-q", "--fail-on", "none", "--as-of", "2026-03-07 02:30:00"}, {"verify", "-q"}} {
		debug.SetMemoryLimit(1 << 30)
		run(t.Context(), args, os.Getenv, io.Discard, io.Discard)
		if got := debug.SetMemoryLimit(-1); got != 48<<20 {
			t.Errorf("%v bounds the heap by %d bytes, want 48 MiB", args, got)
		}
	}
	debug.SetMemoryLimit(math.MaxInt64)
	run(t.Context(), []string{"verify", "-q"}, os.Getenv, io.Discard, io.Discard)
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("a process without a limit has one of %d bytes", got)
	}
}
