package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
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
	c, jobs, err := loadScheduled(p.environment, p.config, s.job)
	if err != nil {
		return err
	}
	k := &scheduler{p.environment, p.config, c, runSettings{job: s.job, failOn: "error"}}
	k.watch(jobs, hangup).run(ctx)
	return context.Cause(ctx)
}

// scheduled returns the job of a name, or all jobs for "". Each must have a
// schedule.
func (c *config) scheduled(name string) ([]*job, error) {
	jobs, err := c.selected(name)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.schedule == nil {
			return nil, hint.With(&hint.UsageError{Err: fmt.Errorf("job %s has no schedule", j.name)}, "add one to %s, such as schedule: \"30 2 * * *\"", c.file)
		}
	}
	return jobs, nil
}
