package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
)

// killAt starts the program on the case small in dir, kills it once it says
// what, and returns whether it was still running then.
func killAt(t *testing.T, dir, what string) bool {
	t.Helper()
	cmd := small(t, dir)
	startUntil(t, cmd, what)
	_ = cmd.Process.Kill() // it may be done already
	exit, ok := cmd.Wait().(*exec.ExitError)
	return ok && !exit.Exited()
}

// startUntil starts a run, waits until it tells what it does, and returns the
// lines that it tells after that.
func startUntil(t *testing.T, cmd *exec.Cmd, what string) *bufio.Scanner {
	t.Helper()
	cmd.Args = slices.DeleteFunc(cmd.Args, func(arg string) bool { return arg == "-q" })
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() && !strings.Contains(lines.Text(), what) {
	}
	return lines
}

// digestAll lists the files of a folder with their modes, times and digests.
func digestAll(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		line, err := describeFile(path, e)
		b.WriteString(line)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestDryRunAfterKill asks that a dry run over a ledger that a killed run left,
// journal and all, touches no file and says what the next run then does: one that
// was filled for the first time, and one that had evidence.
func TestDryRunAfterKill(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for _, kill := range []struct{ night, what, journal string }{
		{"first", "nightly: reading", "-journal"},
		{"first", "nightly: reconciling", "-journal"},
		{"first", "nightly: writing", ""},
		{"second", "nightly: reading", "-wal"},
		{"second", "nightly: reconciling", "-wal"},
		{"second", "nightly: writing", "-wal"},
	} {
		what, dir, left := kill.night+" "+kill.what, "", false
		for try := 0; try < 5 && !left; try++ { // where others are busy, the kill may come late
			dir = t.TempDir()
			if kill.night == "second" {
				runToEnd(t, dir)
				addLateOrder(t, dir)
			}
			killed := killAt(t, dir, kill.what)
			_, err := os.Stat(filepath.Join(dir, "var/ledger.db"+kill.journal))
			left = killed && err == nil
		}
		if !left {
			t.Errorf("at %q the run was over, or left no journal, five times", what)
		}
		before := digestAll(t, dir)
		promised := outputOf(t, dir, "--dry-run")
		if after := digestAll(t, dir); after != before {
			t.Errorf("at %q a dry run changed files:\n%s\nwere\n%s", what, after, before)
		}
		if done := outputOf(t, dir); !slices.Equal(promised, done) {
			t.Errorf("at %q a dry run promised\n%s\nthe run did\n%s", what, strings.Join(promised, "\n"), strings.Join(done, "\n"))
		}
	}
}

// outputOf runs the program on the case small and returns what it says of its
// findings and corrections.
func outputOf(t *testing.T, dir string, flags ...string) []string {
	t.Helper()
	cmd := small(t, dir)
	cmd.Args = append(cmd.Args, flags...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exit.Incomplete {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, &stderr)
	}
	head := ""
	return slices.DeleteFunc(strings.Split(stdout.String(), "\n"), func(line string) bool {
		if !strings.HasPrefix(line, " ") { // otherwise it goes on
			head, _, _ = strings.Cut(line, " ")
		}
		return slices.Contains([]string{"run", "do", "batch", "report", "next"}, head)
	})
}

// TestKilledRunThenNewInput kills the program at moments of its run, the one
// between the ledger and the files among them, and lets new input come before
// the next run. Every refund is issued once all the same, under one number, and
// what was committed before the kill is published as it was.
func TestKilledRunThenNewInput(t *testing.T) {
	skipShort(t)
	calm := t.TempDir()
	start := time.Now()
	runToEnd(t, calm)
	length := time.Since(start)
	wantBatches := readBatches(t, calm)
	want := append(issuedBy(t, calm), lateOrder+" 5.00")
	slices.Sort(want)
	for i := range 12 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if i == 0 {
				if !killAt(t, dir, "nightly: writing") {
					t.Fatal("the run was over before it could be killed")
				}
			} else {
				cmd := small(t, dir)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				kill := time.AfterFunc(length*time.Duration(i)/11, func() { _ = cmd.Process.Kill() })
				_ = cmd.Wait() // killed, or done before that
				kill.Stop()
			}
			addLateOrder(t, dir)
			runToEnd(t, dir)
			runToEnd(t, dir) // which issues nothing more
			issued := issuedBy(t, dir)
			slices.Sort(issued)
			if i > 0 && takenIn(t, dir) { // killed after the journal and before the commit: in flight until a person looks
				if !slices.Equal(issued, []string{lateOrder + " 5.00"}) {
					t.Errorf("issued %q beside what the journal holds, want the late order", issued)
				}
				return
			}
			if !slices.Equal(issued, want) {
				t.Errorf("issued %q, want %q", issued, want)
			}
			batches := readBatches(t, dir)
			committed := !strings.Contains(batches["20260307900001.json"], lateOrder)
			if i == 0 && !committed {
				t.Error("the run was committed before it was killed, and its batch holds what came later")
			}
			for name, text := range wantBatches {
				if committed && batches[name] != text {
					t.Errorf("%s differs from that of an undisturbed run:\n%s\nwant\n%s", name, batches[name], text)
				}
			}
		})
	}
}

// takenIn reports whether the last run took a batch of the journal in.
func takenIn(t *testing.T, dir string) bool {
	t.Helper()
	return slices.ContainsFunc(decodeLines[finding](t, filepath.Join(dir, "out/nightly/latest/findings.jsonl")), func(f finding) bool {
		return f.Code == "ISSUED_ELSEWHERE"
	})
}

// lateOrder is the trade of an order that comes after the first night, 5.00 of it due.
const lateOrder = "2026030700000001"

func addLateOrder(t *testing.T, dir string) {
	t.Helper()
	order := "trade_no,paid_amount,refund_due\n" + lateOrder + ",5.00,5.00\n"
	if err := os.WriteFile(filepath.Join(dir, "orders/late.csv"), []byte(order), 0o600); err != nil {
		t.Fatal(err)
	}
}

// issuedBy lists what all runs of a folder issued.
func issuedBy(t *testing.T, dir string) []string {
	t.Helper()
	var issued []string
	paths, err := filepath.Glob(filepath.Join(dir, "out/nightly/2*/corrections.jsonl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no report in %s: %v", dir, err)
	}
	for _, path := range paths {
		for _, c := range decodeLines[correction](t, path) {
			if c.Status == "issued" {
				issued = append(issued, c.TradeNo+" "+c.Amount)
			}
		}
	}
	return issued
}
