package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/schedule"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A deskWatch is a scheduler over a real ledger, whose clock a test sets.
type deskWatch struct {
	*testing.T
	*program
	dir  string
	at   time.Time
	said bytes.Buffer
	desk *schedule.Service
}

// openDesk returns a scheduler over the case clean, with more keys for its job.
func openDesk(t *testing.T, keys string) *deskWatch {
	t.Helper()
	d := &deskWatch{T: t, dir: caseIn(t, "clean")}
	d.write("cron.yaml", strings.Replace(d.read("cron.yaml"), `    schedule: "30 2 * * *"`+"\n", keys, 1))
	d.program = newProgram(noEnv, &d.said, &d.said)
	d.config, d.Now = filepath.Join(d.dir, "cron.yaml"), func() time.Time { return d.at }
	d.desk = &schedule.Service{Env: d.Env, File: d.config, Settings: runner.Options{FailOn: "error"}}
	return d
}

func (d *deskWatch) read(name string) string {
	text, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.Fatal(err)
	}
	return string(text)
}

func (d *deskWatch) write(name, text string) {
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
}

// owe writes an export with a trade whose buyer is owed 5.00.
func (d *deskWatch) owe(n int) {
	d.write(fmt.Sprintf("orders/late-%d.csv", n), fmt.Sprintf("trade_no,paid_amount,refund_due\n20260307%08d,5.00,5.00\n", n))
}

// start begins a watch at a moment in Shanghai, as a program that was started
// does, and has it look once.
func (d *deskWatch) start(at string) *schedule.Scheduler {
	d.Helper()
	d.at = d.moment(at)
	c, jobs, err := schedule.LoadScheduled(d.desk.Env, d.desk.File, "")
	if err != nil {
		d.Fatal(err)
	}
	d.desk.Config = c
	k := d.desk.Scheduler(jobs, nil)
	k.Poll(d.Context())
	return k
}

func (d *deskWatch) moment(at string) time.Time {
	d.Helper()
	t, err := alipay.ParseTime(at)
	if err != nil {
		d.Fatal(err)
	}
	return t
}

// wantRuns asks which runs were committed: as-of, exit status and batches.
func (d *deskWatch) wantRuns(want ...string) {
	d.Helper()
	var got []string
	err := withReader(d.Context(), d.program, func(_ *config.Config, l *ledger.Ledger) error {
		for run, err := range l.Runs(context.Background(), "") {
			if err != nil {
				return err
			}
			if run.State == ledger.RunStarted {
				continue
			}
			batches, err := l.Batches(context.Background(), run.ID)
			if err != nil {
				return err
			}
			line := fmt.Sprintf("%s %d", terminal.Stamp(run.AsOf), run.Outcome)
			for _, b := range batches {
				line += " " + b.BatchNo + b.Proposal
			}
			got = append(got, line)
		}
		return nil
	})
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		d.Errorf("runs, %v:\n%s\nwant\n%s\nit said\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"), &d.said)
	}
}

const everyNight = "    schedule: \"30 2 * * *\"\n"

// TestNightsAreMadeUpFor asks that of the nights that were missed since the
// last run all but the newest reason from their own moments and only propose,
// that the newest reasons from now and issues, and that nothing is made twice,
// after another start or with the clock set back.
func TestNightsAreMadeUpFor(t *testing.T) {
	d := openDesk(t, everyNight)
	d.start("2026-03-03 10:00:00") // no run was ever made: nothing was missed
	d.at = d.moment("2026-03-04 02:30:00")
	if err := runJobs(t.Context(), d.program, runner.Options{FailOn: "none"}); err != nil {
		t.Fatal(err)
	}
	d.owe(1)
	d.start("2026-03-07 09:30:00")
	want := []string{"2026-03-04 02:30:00 0", "2026-03-05 02:30:00 3 P2-1", "2026-03-06 02:30:00 3 P3-1", "2026-03-07 09:30:00 3 20260307900001"}
	d.wantRuns(want...)
	if !strings.Contains(d.said.String(), "unsigned: the night of 2026-03-05 02:30:00 is made up for; the newest night issues") {
		t.Errorf("it said\n%s", &d.said)
	}
	d.start("2026-03-07 09:40:00")
	d.start("2026-03-07 02:29:00")
	d.start("2026-03-07 02:31:00")
	d.wantRuns(want...)
}

// TestScheduleTimeout asks that a run that takes longer than its time-out fails,
// leaves no run behind, and does not harm the next one.
func TestScheduleTimeout(t *testing.T) {
	d := openDesk(t, everyNight+"    timeout: 1ns\n")
	k := d.start("2026-03-04 02:29:00")
	d.at = d.moment("2026-03-04 02:30:00")
	k.Poll(t.Context())
	if !strings.Contains(d.said.String(), "job nightly: stopped, because it took longer than its timeout of 1ns") || !strings.Contains(d.said.String(), "status=1") {
		t.Errorf("it said\n%s", &d.said)
	}
	k.Jobs[0].Job.Timeout = time.Hour
	d.at = d.moment("2026-03-05 02:30:00")
	k.Poll(t.Context())
	d.wantRuns("2026-03-04 02:30:00 0", "2026-03-05 02:30:00 0")
}

// TestCatchUpLimit asks how many missed nights are made, and that the others
// are told.
func TestCatchUpLimit(t *testing.T) {
	for limit, want := range map[int][]string{
		0: nil,
		1: {"2026-03-07 09:30:00 0"},
		2: {"2026-03-06 02:30:00 0", "2026-03-07 09:30:00 0"},
	} {
		d := openDesk(t, everyNight+fmt.Sprintf("    catch_up: %d\n", limit))
		d.at = d.moment("2026-03-04 02:30:00")
		if err := runJobs(t.Context(), d.program, runner.Options{FailOn: "none"}); err != nil {
			t.Fatal(err)
		}
		k := d.start("2026-03-07 09:30:00")
		d.at = d.moment("2026-03-08 02:30:00") // nothing was missed
		k.Poll(t.Context())
		d.wantRuns(append(append([]string{"2026-03-04 02:30:00 0"}, want...), "2026-03-08 02:30:00 0")...)
		if say := fmt.Sprintf("more than catch_up allows job=nightly nights=%d first=2026-03-05 02:30:00", 3-limit); !strings.Contains(d.said.String(), say) {
			t.Errorf("it said\n%s\nwant %q", &d.said, say)
		}
	}
}

// TestWaitFor asks that a night waits for a file that no run has read, and
// goes on without it as incomplete, issuing nothing.
func TestWaitFor(t *testing.T) {
	d := openDesk(t, everyNight+"    wait_for: { pattern: \"orders/*\", until: \"04:00\" }\n")
	d.owe(1)
	k := d.start("2026-03-04 02:29:00")
	look := func(at string) { d.at = d.moment(at); k.Poll(t.Context()) }
	look("2026-03-04 02:30:00") // every file is new
	d.owe(2)
	look("2026-03-05 02:30:00")
	look("2026-03-06 02:30:00") // nothing new
	look("2026-03-06 03:10:00")
	d.owe(3)
	look("2026-03-06 03:11:00")
	d.write("orders/same.csv", d.read("orders/late-3.csv")) // a copy is not new
	look("2026-03-07 02:30:00")
	look("2026-03-07 03:59:00")
	look("2026-03-07 04:00:00")
	d.wantRuns("2026-03-04 02:30:00 3 20260304900001", "2026-03-05 02:30:00 3 20260305900001",
		"2026-03-06 03:11:00 3 20260306900001", "2026-03-07 04:00:00 4")
	if n := strings.Count(d.said.String(), "no file matches orders/* (none is new; waited until 04:00)"); n != 2 {
		t.Errorf("it said %d times that it waited in vain:\n%s", n, &d.said)
	}
}
