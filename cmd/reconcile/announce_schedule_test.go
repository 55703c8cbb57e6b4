package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/schedule"
)

// TestScheduleAnnounces asks that the nights of a schedule are announced, those
// that fail before they begin among them; but not one that another run keeps
// out, which is tried again in a minute.
func TestScheduleAnnounces(t *testing.T) {
	d := openDesk(t, "    schedule: \"30 2 * * *\"\n    textfile: night.prom\n")
	d.at = d.moment("2026-03-07 02:30:00")
	c, jobs, err := schedule.LoadScheduled(d.desk.Env, d.desk.File, "")
	if err != nil {
		t.Fatal(err)
	}
	d.desk.Config = c
	night := func() (int, string) {
		status := d.desk.Make(t.Context(), schedule.DueRun{Job: jobs[0], At: d.at}, "")
		text, err := os.ReadFile(filepath.Join(d.dir, "night.prom"))
		if err != nil {
			return status, ""
		}
		return status, string(text)
	}
	lock := flock.New(c.Ledger + ".lock")
	if err := os.MkdirAll(filepath.Dir(c.Ledger), 0o700); err != nil {
		t.Fatal(err)
	}
	if got, err := lock.TryLock(); !got || err != nil {
		t.Fatalf("TryLock() = %t, %v", got, err)
	}
	if status, told := night(); status != exit.Locked || told != "" {
		t.Errorf("a night that is kept out: exit status %d, told %q", status, told)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	if status, told := night(); status != exit.Done || !strings.Contains(told, `exit_status{job="nightly"} 0`) {
		t.Errorf("a night: exit status %d, told %q", status, told)
	}
	d.write("var/ledger.db", "no ledger at all, and long enough to be looked at for what it may be instead of that")
	if status, told := night(); status != exit.Failed || !strings.Contains(told, `exit_status{job="nightly"} 1`) {
		t.Errorf("a night without a ledger: exit status %d, told %q", status, told)
	}
}
