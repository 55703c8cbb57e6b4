package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
)

// newRunCommand is the main job: ingest, reconcile, report, emit.
func newRunCommand(p *program) *cobra.Command {
	var s runSettings
	cmd := p.command("run", "read the inputs, reconcile, write the reports and issue the batches", noArgs,
		func(ctx context.Context, _ []string) error { return runJobs(ctx, p, s) })
	bindRun(cmd.Flags(), &s)
	return cmd
}

// runJobs makes one pass over the jobs and returns the worst of their exit
// statuses as an error.
func runJobs(ctx context.Context, p *program, s runSettings) error {
	if !slices.Contains(failLevels(), s.failOn) {
		return &hint.UsageError{Err: fmt.Errorf("--fail-on %s: want one of %s", alipay.Quote(s.failOn), strings.Join(failLevels(), ", "))}
	}
	asOf, err := parseAsOf(s.asOf, p.now())
	if err != nil {
		return err
	}
	c, err := loadConfig(p.config, p.Getenv)
	if err != nil {
		announceBroken(ctx, p.environment, c, s, err)
		return err
	}
	c.warn(p.Log)
	jobs, err := c.selected(s.job)
	if err != nil {
		return err
	}
	return withNights(ctx, p.environment, c, jobs, s.dryRun, never, func(b *books) error {
		status := exit.Done
		list := &terminal.JSONArray{W: p.Stdout, Several: p.JSON && len(jobs) > 1}
		defer list.End()
		for _, j := range jobs {
			n := &night{environment: p.environment, config: c, job: j, books: b, asOf: asOf, settings: s, printed: list}
			ended, err := n.attempt(ctx)
			if err != nil {
				return err
			}
			status = exit.Worse(status, ended)
		}
		if status != exit.Done {
			return exit.Status(status)
		}
		return nil
	})
}

// attempt makes the pass and returns its exit status. A pass that fails is told
// to the user, and the next job goes on; one that is interrupted is an error.
func (n *night) attempt(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	status, err := n.announced(ctx)
	if err == nil {
		return status, nil
	}
	if ctx.Err() != nil {
		return 0, err
	}
	n.ReportOn(n.logFor(0), wayOut(fmt.Errorf("job %s: %w", n.job.name, err)))
	return statusOf(ctx, err), nil
}

// warn tells what the user should know about a configuration.
func (c *config) warn(log *slog.Logger) {
	for _, w := range c.warnings {
		log.Warn(w.print(c.file))
	}
}

// parseAsOf reads the moment that a run reasons from; "" is now.
func parseAsOf(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return now.In(alipay.Shanghai()).Truncate(time.Second), nil
	}
	for _, layout := range asOfLayouts() {
		if t, err := time.ParseInLocation(layout, s, alipay.Shanghai()); err == nil {
			return t.In(alipay.Shanghai()), nil
		}
	}
	return time.Time{}, &hint.UsageError{Err: fmt.Errorf("--as-of %s: want a time such as \"2006-01-02 15:04:05\"", alipay.Quote(s))}
}
