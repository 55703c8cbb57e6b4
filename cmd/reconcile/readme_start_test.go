package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goStub stands in for the go command: what it builds and runs is the program under
// test, and the tests that it is asked for pass.
const goStub = `#!/bin/sh
case "$1 $2" in
"build ./cmd/reconcile") exec ln -s "$RECONCILE" reconcile ;;
"run ./cmd/reconcile") shift 2; exec "$RECONCILE" "$@" ;;
"test -timeout") exit 0 ;;
esac
echo "go $*: unknown" >&2
exit 125
`

// TestReadmeStart types the commands of README's Start into a shell, line by line, in a
// fresh copy of the project and with no reconcile in the PATH.
func TestReadmeStart(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, start, _ := strings.Cut(string(text), "\n## Start\n")
	start, _, _ = strings.Cut(start, "\n## ")
	shell := startShell(t)
	copySample(t)
	var got []int
	for _, part := range strings.Split(start, "```sh\n")[1:] {
		block, _, _ := strings.Cut(part, "```\n")
		for line := range strings.Lines(block) {
			got = append(got, shell(line))
		}
	}
	// run on the sample, the tests, build, run in a shop of its own
	if want := []int{4, 0, 0, 3}; !slices.Equal(got, want) {
		t.Errorf("the commands of Start end with %v, want %v", got, want)
	}
}

// startShell returns what runs a line in the working folder and returns its status.
func startShell(t *testing.T) func(line string) int {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin, built := t.TempDir(), filepath.Join(t.TempDir(), "reconcile")
	err = errors.Join(os.Symlink(self, built), os.WriteFile(filepath.Join(bin, "go"), []byte(goStub), 0o755))
	if err != nil {
		t.Fatal(err)
	}
	return func(line string) int {
		cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", line)
		cmd.Env = []string{"PATH=" + bin + ":/usr/bin:/bin", "RECONCILE=" + built, "HOME=" + bin}
		out, err := cmd.CombinedOutput()
		var exited *exec.ExitError
		if err != nil && !errors.As(err, &exited) {
			t.Fatalf("%s: %v", line, err)
		}
		t.Logf("$ %s%s", line, out)
		return cmd.ProcessState.ExitCode()
	}
}
