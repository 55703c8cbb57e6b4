package main

import (
	"bufio"
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestScheduleStops asks that the real program, waiting for its time, ends on a
// signal with the status of that signal.
func TestScheduleStops(t *testing.T) {
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		dir := t.TempDir()
		if err := copyCase("clean", dir); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("reconcile", "schedule")
		cmd.Dir = dir
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(stderr)
		if !lines.Scan() || !strings.Contains(lines.Text(), "scheduled job=nightly next=") {
			t.Errorf("schedule says %q first", lines.Text())
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
		}
		if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != want {
			t.Errorf("after %v schedule ends with %v, want %d", signal, cmd.ProcessState, want)
		}
	}
}

// TestScheduleCatchesUp asks that a time that passed since the last run is made
// up for at once, and only where a run was ever made.
func TestScheduleCatchesUp(t *testing.T) {
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(filepath.Join(dir, "cron.yaml"), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	p := newProgram(noEnv, &stdout, &stderr)
	p.config = c.file
	if p.missed(t.Context(), c, c.jobs[0]) {
		t.Error("a job that never ran has missed a run")
	}
	if err := p.runJobs(t.Context(), runSettings{failOn: "error"}); err != nil {
		t.Fatal(err)
	}
	last := p.now()
	if p.missed(t.Context(), c, c.jobs[0]) {
		t.Error("a job has missed a run right after one")
	}
	p.now = func() time.Time { return last.Add(25 * time.Hour) }
	if !p.missed(t.Context(), c, c.jobs[0]) {
		t.Error("a job has missed no run in 25 hours")
	}
}

// TestScheduledRun asks that a run of the schedule is logged with its status.
func TestScheduledRun(t *testing.T) {
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	p := newProgram(noEnv, &stdout, &stderr)
	p.config = filepath.Join(dir, "cron.yaml")
	p.scheduled(t.Context(), runSettings{job: "nightly", failOn: "none"})
	if !strings.Contains(stderr.String(), "run ended job=nightly status=0") || !strings.Contains(stdout.String(), "run         1 of job nightly") {
		t.Errorf("a scheduled run says %q and %q", &stdout, &stderr)
	}
}
