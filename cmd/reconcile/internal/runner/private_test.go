package runner

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestRemoveKilled asks that the folder of a command that was killed is removed, and not
// one that is worked in, is being made, or is another's.
func TestRemoveKilled(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	busy, remove, err := makePrivate("verify")
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(os.TempDir(), name) }
	killed := at("reconcile-dry-run-17")
	for _, dir := range []string{killed, at("reconcile-verify-new"), at("other"), at("target")} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{filepath.Join(killed, privateLock), filepath.Join(killed, "ledger.db"), filepath.Join(at("target"), privateLock)} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(at("target"), at("reconcile-verify-link")); err != nil {
		t.Fatal(err)
	}
	if removed, err := removeKilled(); err != nil || !slices.Equal(removed, []string{killed}) {
		t.Errorf("removed %v, %v, want %s", removed, err, killed)
	}
	if err := remove(); err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, dir := range []string{busy, killed, at("reconcile-verify-new"), at("reconcile-verify-link"), at("target")} {
		if _, err := os.Lstat(dir); err == nil {
			left = append(left, filepath.Base(dir))
		}
	}
	if want := []string{"reconcile-verify-new", "reconcile-verify-link", "target"}; !slices.Equal(left, want) {
		t.Errorf("left %v, want %v", left, want)
	}
}
