package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
)

// A keeper is the real program on watch in a folder.
type keeper struct {
	*testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

// keepIn starts reconcile schedule in dir.
func keepIn(t *testing.T, dir string) *keeper {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "reconcile", "schedule")
	cmd.Dir = dir
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &keeper{t, cmd, bufio.NewScanner(stderr)}
}

// until reads what the program says up to a line that holds text.
func (k *keeper) until(text string) {
	k.Helper()
	said := ""
	for k.lines.Scan() {
		said += k.lines.Text() + "\n"
		if strings.Contains(k.lines.Text(), text) {
			return
		}
	}
	k.Errorf("schedule never said %q, but\n%s", text, said)
}

// end sends a signal and asks for an exit status within 10 s.
func (k *keeper) end(signal syscall.Signal, want int) {
	k.Helper()
	told := time.Now()
	if err := k.cmd.Process.Signal(signal); err != nil {
		k.Fatal(err)
	}
	for k.lines.Scan() {
	}
	err := k.cmd.Wait()
	if took := time.Since(told); err == nil || k.cmd.ProcessState.ExitCode() != want || took > 10*time.Second {
		k.Errorf("after %v schedule ends with %v in %v, want %d within 10 s", signal, k.cmd.ProcessState, took, want)
	}
}

// caseIn copies a case into a folder of its own.
func caseIn(t *testing.T, name string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := copyCase(name, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestScheduleStops asks that the real program, waiting for its time, ends on a
// signal with the status of that signal.
func TestScheduleStops(t *testing.T) {
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		k := keepIn(t, caseIn(t, "clean"))
		k.until("scheduled job=nightly next=")
		k.end(signal, want)
	}
}

// TestScheduleReloads asks that SIGHUP has the real program read its
// configuration again, or say why not.
func TestScheduleReloads(t *testing.T) {
	dir := caseIn(t, "clean")
	file := filepath.Join(dir, "cron.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	k := keepIn(t, dir)
	k.until("scheduled job=nightly")
	for _, c := range []struct{ line, say string }{
		{"0 2 31 2 *", "cron.yaml:14:15: jobs.nightly.schedule: never fires"},
		{"15 4 * * *", " 04:15:00"},
	} {
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), "30 2 * * *", c.line, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := k.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		k.until(c.say)
	}
	k.end(syscall.SIGTERM, 143)
}

// TestScheduleStopsInRun asks that SIGTERM ends the real program in the middle
// of a long log within 10 s, and that nothing of that run is left.
func TestScheduleStopsInRun(t *testing.T) {
	d := openDesk(t, everyNight)
	d.at = time.Now().Add(-26 * time.Hour) // a night was missed since
	if err := runJobs(t.Context(), d.program, runner.Options{FailOn: "none"}); err != nil {
		t.Fatal(err)
	}
	logs, err := filepath.Glob(filepath.Join(d.dir, "notify", "*.log"))
	if err != nil || len(logs) == 0 {
		t.Fatal(logs, err)
	}
	text := d.read(filepath.Join("notify", filepath.Base(logs[0])))
	d.write("notify/a-long.log", strings.Repeat(text, 100<<20/len(text)))
	k := keepIn(t, d.dir)
	k.until("nightly: reading")
	k.end(syscall.SIGTERM, 143)
	d.wantRuns(terminal.Stamp(d.at) + " 0")
}
