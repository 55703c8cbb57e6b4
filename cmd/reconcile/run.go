package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// newRunCommand is the main job: ingest, reconcile, report, emit.
func newRunCommand(p *program) *cobra.Command {
	var s runner.Options
	cmd := p.command("run", "read the inputs, reconcile, write the reports and issue the batches", noArgs,
		func(ctx context.Context, _ []string) error { return runJobs(ctx, p, s) })
	bindRun(cmd.Flags(), &s)
	return cmd
}

// runJobs makes one pass over the jobs and returns the worst of their exit
// statuses as an error.
func runJobs(ctx context.Context, p *program, s runner.Options) error {
	if !slices.Contains(runner.FailLevels(), s.FailOn) {
		return &hint.UsageError{Err: words.Errorf("--fail-on %s: want one of %s", alipay.Quote(s.FailOn), strings.Join(runner.FailLevels(), ", "))}
	}
	asOf, err := parseAsOf(s.AsOf, p.Now())
	if err != nil {
		return err
	}
	if err := checkAsOf(asOf, p.Now(), s.DryRun); err != nil {
		return err
	}
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if err != nil {
		runner.AnnounceBroken(ctx, p.Env, c, s, err)
		return err
	}
	c.Warn(p.Log)
	jobs, err := c.Selected(s.Job)
	if err != nil {
		return err
	}
	return runner.WithJobs(ctx, p.Env, c, jobs, s.DryRun, runner.Never, func(b *runner.Books) error {
		status := exit.Done
		list := &terminal.JSONArray{W: p.Raw, Several: p.JSON && len(jobs) > 1}
		defer list.End()
		for _, j := range jobs {
			n := &runner.Runner{Env: p.Env, Config: c, Job: j, Books: b, AsOf: asOf, Settings: s, Printed: list}
			ended, err := n.Attempt(ctx)
			if err != nil {
				return err
			}
			status = exit.Worse(status, ended)
		}
		return exit.With(status)
	})
}

// checkAsOf refuses a moment after the day of the clock: its batch would be in flight, and
// could not be voided, until a day that is still to come is over.
func checkAsOf(asOf, now time.Time, dry bool) error {
	if dry || runner.Day(asOf) <= runner.Day(now) {
		return nil
	}
	return hint.With(&hint.UsageError{Err: words.Errorf("--as-of %s: it is %s in Shanghai, and a batch of a day that is still to come cannot be submitted", runner.Day(asOf), runner.Day(now))},
		"with --dry-run any day can be looked at; or set the clock of this machine")
}

// parseAsOf reads the moment that a run reasons from; "" is now.
func parseAsOf(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return now.In(alipay.Shanghai()).Truncate(time.Second), nil
	}
	for _, layout := range []string{time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, alipay.Shanghai()); err == nil {
			return t.In(alipay.Shanghai()), nil
		}
	}
	return time.Time{}, &hint.UsageError{Err: words.Errorf("--as-of %s: want a time such as \"2026-11-15 02:30:00\"", alipay.Quote(s))}
}
