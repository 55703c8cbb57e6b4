package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestStoppedIngest asks that the real program ends within seconds of a signal
// in the middle of a long log, with the signal's status and nothing published,
// and that the next run completes as if nothing had been.
func TestStoppedIngest(t *testing.T) {
	t.Parallel()
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		dir := t.TempDir()
		cmd := small(t, dir)
		text, err := os.ReadFile(filepath.Join(dir, "notify/notify-2.log"))
		if err != nil {
			t.Fatal(err)
		}
		log := filepath.Join(dir, "notify/a-long.log") // the first of the logs
		if err := os.WriteFile(log, bytes.Repeat(text, 200<<20/len(text)), 0o600); err != nil {
			t.Fatal(err)
		}
		lines := startUntil(t, cmd, "nightly: reading")
		told := time.Now()
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
		}
		err = cmd.Wait()
		if took := time.Since(told); err == nil || cmd.ProcessState.ExitCode() != want || took > 10*time.Second {
			t.Errorf("after %v the run ends with %v in %v, want %d within 10 s", signal, cmd.ProcessState, took, want)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "out/nightly/*")); err != nil || len(left) > 0 {
			t.Errorf("after %v there is %v, %v", signal, left, err)
		}
		if err := os.Remove(log); err != nil {
			t.Fatal(err)
		}
		runToEnd(t, dir)
		compareToCase(t, dir)
	}
}

// compareToCase asks that the first run of the case small in dir is that of an
// undisturbed one.
func compareToCase(t *testing.T, dir string) {
	t.Helper()
	calm := t.TempDir()
	runToEnd(t, calm)
	const report = "out/nightly/2026-03-07-r1"
	want, got := readOutcome(t, filepath.Join(calm, report)), readOutcome(t, filepath.Join(dir, report))
	compareSets(t, "finding", printAll(got.findings, printFinding), printAll(want.findings, printFinding))
	compareSets(t, "correction", printAll(got.corrections, printCorrection), printAll(want.corrections, printCorrection))
}

// TestOutputThatTakesNothing asks that a run which cannot print what it came to says that it
// is done all the same, and where its report is.
func TestOutputThatTakesNothing(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	o := &office{t, t.TempDir()}
	if err := copyCase("small", o.dir); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	p := newProgram(noEnv, full, &said)
	status := p.run(t.Context(), []string{"run", "--as-of", "2026-03-07 02:30:00", "--config", o.path("cron.yaml")})
	want := "run 1 is done and its report is in " + o.path("out/nightly/2026-03-07-r1")
	if status != exit.Failed || !strings.Contains(said.String(), want) || len(o.refunds()) == 0 {
		t.Errorf("ends with %d: %s\nwant %d and %q", status, said.String(), exit.Failed, want)
	}
}
