package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/schedule"
	"reconcile/cmd/reconcile/internal/terminal"
)

// newScheduleCommand runs each job at its time until it is told to stop.
func newScheduleCommand(p *program) *cobra.Command {
	var s scheduleSettings
	cmd := p.command("schedule", "stay in the foreground and run each job at its time", noArgs,
		func(ctx context.Context, _ []string) error { return runSchedule(ctx, p, s) })
	s.bind(cmd.Flags())
	cmd.MarkFlagsMutuallyExclusive("check", "print")
	return cmd
}

func runSchedule(ctx context.Context, p *program, s scheduleSettings) error {
	switch {
	case s.print != "":
		return printUnits(p, s)
	case s.check:
		return checkSchedule(p, s.job)
	}
	hangup, stop := exit.WithHangups()
	defer stop()
	p.Stay()
	c, jobs, err := schedule.LoadScheduled(p.Env, p.config, s.job)
	if err != nil {
		return err
	}
	k := &schedule.Service{Env: p.Env, File: p.config, Config: c, Settings: runner.Options{Job: s.job, FailOn: "error"}}
	k.Scheduler(jobs, hangup).Run(ctx)
	return context.Cause(ctx)
}

// shownTimes is how many of the next times of a job --check prints.
const shownTimes = 5

// A jobTimes is when a job runs next.
type jobTimes struct {
	Job      string    `json:"job"`
	Schedule string    `json:"schedule"`
	Timezone string    `json:"timezone"`
	Next     []jobTime `json:"next"`
}

// A jobTime is one moment in Shanghai, in UTC, and with its offset.
type jobTime struct {
	Shanghai string `json:"shanghai"`
	UTC      string `json:"utc"`
	Local    string `json:"local"`
}

// checkSchedule prints the next times of each job.
func checkSchedule(p *program, name string) error {
	_, jobs, err := schedule.LoadScheduled(p.Env, p.config, name)
	if err != nil {
		return err
	}
	t := terminal.NewTable("job", "schedule", "Asia/Shanghai", "UTC")
	var all []jobTimes
	for _, j := range jobs {
		times := jobTimes{Job: j.Name, Schedule: j.Spec, Timezone: alipay.Shanghai().String(), Next: []jobTime{}}
		for _, at := range j.Schedule.Following(p.Now(), shownTimes) {
			local := at.In(alipay.Shanghai())
			times.Next = append(times.Next, jobTime{terminal.Stamp(at), at.UTC().Format(time.DateTime), local.Format(time.RFC3339)})
			t.Add(j.Name, j.Spec, terminal.Stamp(at), at.UTC().Format(time.DateTime))
		}
		all = append(all, times)
	}
	if p.JSON {
		return p.PrintFields("jobs", all)
	}
	p.WriteTable(t, len(t.Columns))
	return nil
}
