package main

import (
	"context"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/schedule"
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
