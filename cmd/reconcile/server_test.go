package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"reconcile/alipay/alipaytest"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// layouts are those of a server that CI tries, and that of a cluster where there is one.
func layouts() []string {
	all := []string{"plain", "hash:8"}
	if ledgertest.OnCluster() {
		all = append(all, "citus")
	}
	return all
}

// moveTo makes a configuration name another ledger.
func moveTo(t *testing.T, file, name string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "ledger:") })
	lines[i] = "ledger: " + name
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// keepOnServer moves the books that a configuration names to the server where the tests run on
// one.
func keepOnServer(t *testing.T, dir string) {
	t.Helper()
	if ledgertest.OnServer() {
		moveTo(t, filepath.Join(dir, "cron.yaml"), ledgertest.Name(t))
	}
}

// booksInFile copies the books of a folder to where they would be in a file, where the tests run
// on a server.
func booksInFile(t *testing.T, dir string) {
	t.Helper()
	if !ledgertest.OnServer() {
		return
	}
	path := filepath.Join(dir, "var/ledger.db")
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.RemoveAll(path)); err != nil {
		t.Fatal(err)
	}
	if err := ledger.Copy(t.Context(), ledgerOf(t, dir), path); err != nil {
		t.Fatal(err)
	}
}

// compareTrees asks that two folders hold the same files.
func compareTrees(t *testing.T, what, dir, want string) {
	t.Helper()
	got, first := readTree(t, dir), readTree(t, want)
	if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(first)); !slices.Equal(a, b) {
		t.Fatalf("%s: files %v, want %v", what, a, b)
	}
	for name, text := range got {
		if !bytes.Equal(text, first[name]) {
			t.Errorf("%s: %s differs from what books in a file yield", what, name)
		}
	}
}

// TestCasesOnServer runs three cases with books in a server, in each layout, or all of them
// where WORLDS asks for the long form: their reports are those of books in a file, byte for
// byte.
func TestCasesOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	skipShort(t)
	names := []string{"small", "rough", "young"}
	if os.Getenv("WORLDS") != "" {
		names = append(names, "clean", "month", "uncaptured")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			if err := copyCase(name, home); err != nil {
				t.Fatal(err)
			}
			var want expectation
			decodeFile(t, filepath.Join(home, "expected.json"), &want)
			nights := func(dir string) {
				for range 2 {
					runOnce(t, dir, want.AsOf, "run", "-q", "--fail-on", "none", "--as-of", want.AsOf)
				}
			}
			nights(home)
			for _, layout := range layouts() {
				dir := t.TempDir()
				if err := copyCase(name, dir); err != nil {
					t.Fatal(err)
				}
				moveTo(t, filepath.Join(dir, "cron.yaml"), ledgertest.Database(t, layout))
				nights(dir)
				compareTrees(t, layout, filepath.Join(dir, "out"), filepath.Join(home, "out"))
			}
		})
	}
}

// runOnce runs the program in a folder at a moment and returns its exit status and what it
// printed. Anything but a run that is complete, or incomplete, ends the test.
func runOnce(t *testing.T, dir, moment string, args ...string) string {
	t.Helper()
	status, stdout, talk := tryAt(t, dir, moment, args...)
	if status != exit.Done && status != exit.Incomplete {
		t.Fatalf("%v ends with %d:\n%s%s", args, status, stdout, talk)
	}
	return stdout + talk
}

// TestWorldsOnServer lets worlds of six nights go their way with books in a file, and does
// everything again with books in a server, in each layout: every report is the same, byte
// for byte, and the books that come back into a file prove themselves. WORLDS=50 asks for
// so many.
func TestWorldsOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	skipShort(t)
	worlds := 1
	if n, err := strconv.Atoi(os.Getenv("WORLDS")); err == nil {
		worlds = n
	}
	for seed := range worlds {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			w := newLoop(t, uint64(seed))
			for _, layout := range layouts() {
				w.addTwin(ledgertest.Database(t, layout))
			}
			w.alipay.SetChances(alipaytest.Chances{
				Refuse: 40, Lose: 60, Delay: 80, Reorder: 60, Duplicate: 100, Mistype: 100, Line: 40,
				Codes: []string{"SELLER_BALANCE_NOT_ENOUGH", "SYSTEM_ERROR", "SOMETHING_NEW", "TRADE_STATUS_ERROR"},
			})
			for range 6 {
				w.sell(12)
				w.shop()
				w.day(false)
			}
			for _, twin := range w.twins {
				back := filepath.Join(t.TempDir(), "back.db")
				runTwin(t, w, twin, "ledger", "copy", back)
				moveTo(t, filepath.Join(twin, "cron.yaml"), back)
				runTwin(t, w, twin, "verify")
			}
		})
	}
}

// addTwin has everything done again with books of another name.
func (w *loopWorld) addTwin(name string) {
	twin := w.t.TempDir()
	w.twins = append(w.twins, twin)
	if err := os.WriteFile(filepath.Join(twin, "cron.yaml"), []byte(loopConfig), 0o600); err != nil {
		w.t.Fatal(err)
	}
	moveTo(w.t, filepath.Join(twin, "cron.yaml"), name)
}

// doAgain does in the twins what was done, with the same input, and compares what is left.
func (w *loopWorld) doAgain(status int, args []string) {
	w.t.Helper()
	for _, twin := range w.twins {
		for _, folder := range []string{"notify", "orders", "requests"} {
			if err := os.RemoveAll(filepath.Join(twin, folder)); err != nil {
				w.t.Fatal(err)
			}
			if err := copyTimes(filepath.Join(twin, folder), filepath.Join(w.dir, folder)); err != nil {
				w.t.Fatal(err)
			}
		}
		if got := runTwin(w.t, w, twin, args...); got != status {
			w.t.Fatalf("%v ends with %d, want %d", args, got, status)
		}
		compareTrees(w.t, fmt.Sprint(args), filepath.Join(twin, "out"), filepath.Join(w.dir, "out"))
	}
}

// copyTimes copies a folder with the times of its files.
func copyTimes(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, name), info.ModTime(), info.ModTime())
	})
}

// runTwin runs the program in the folder of a twin and returns its exit status.
func runTwin(t *testing.T, w *loopWorld, dir string, args ...string) int {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := w.program(&stdout, &stderr).run(t.Context(), append(args, "-q", "--config", filepath.Join(dir, "cron.yaml")))
	if status != exit.Done && status != exit.Findings {
		t.Fatalf("%v ends with %d:\n%s%s", args, status, &stdout, &stderr)
	}
	return status
}
