package schedule

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// A Service is the program on watch, with the configuration that it goes by
// until it is told to read another one.
type Service struct {
	runner.Env
	File     string         // the configuration
	Config   *config.Config // what it said when it was read last
	Settings runner.Options
}

// moments returns what the committed runs of a job cover: the moment that a
// run reasoned from, as far as that had come. So a run by hand as of the past
// covers the past, and one as of the future its own day.
func (s *Service) moments(ctx context.Context, j *config.Job) (moments []time.Time, err error) {
	if runner.NeedLedger(s.Config) != nil {
		return nil, nil // no run was made yet
	}
	err = runner.WithBooks(ctx, s.Config, runner.Access{}, func(b *runner.Books) error {
		for run, err := range b.Runs(ctx, j.Name) {
			if err != nil {
				return err
			}
			if run.Decided() {
				moments = append(moments, Earlier(run.AsOf, run.Started))
			}
		}
		return nil
	})
	return moments, err
}

// Earlier returns the first of two moments.
func Earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Make makes one night and returns its exit status.
//
// A night that a newer one follows reasons from its own moment and issues
// nothing: a batch is for its day only, and what the night would have issued
// the newer one does. The newest reasons from now.
func (s *Service) Make(ctx context.Context, d DueRun, gap string) int {
	n := runner.Runner{Env: s.Env, Config: s.Config, Job: d.Job, Settings: s.Settings}
	n.AsOf = s.Now().In(alipay.Shanghai()).Truncate(time.Second)
	if d.late {
		n.AsOf = d.At.In(alipay.Shanghai())
		n.Held = fmt.Sprintf("the night of %s is made up for; the newest night issues", terminal.Stamp(d.At))
	}
	if gap != "" {
		n.Gaps = []string{gap}
	}
	err := runner.WithJobs(ctx, s.Env, s.Config, []*config.Job{d.Job}, false, runner.IsLocked, func(b *runner.Books) error {
		n.Books, n.Printed = b, &terminal.JSONArray{W: s.Raw}
		status, err := n.Attempt(ctx)
		if err == nil && status != exit.Done {
			err = exit.Status(status)
		}
		return err
	})
	if late := runner.TimedOut(0); errors.As(context.Cause(ctx), &late) && err != nil {
		err = words.Errorf("job %s: %w: %w", d.Job.Name, late, err)
	}
	s.Report(err)
	return runner.StatusOf(ctx, err)
}

// reload reads the configuration again and returns the jobs to keep. Where it
// does not hold, it says why and the one before stays in force.
func (s *Service) reload() ([]*config.Job, bool) {
	c, jobs, err := LoadScheduled(s.Env, s.File, s.Settings.Job)
	if err != nil {
		s.Report(err)
		s.Log.Error("the configuration was not taken over; the one before stays in force", "file", s.File)
		return nil, false
	}
	s.Config = c
	s.Log.Info("the configuration was read again", "file", c.File)
	return jobs, true
}

// LoadScheduled reads a configuration and returns the jobs that have a schedule.
func LoadScheduled(e runner.Env, file, name string) (*config.Config, []*config.Job, error) {
	c, err := config.Load(file, e.Getenv, e.Language)
	if err != nil {
		return nil, nil, err
	}
	c.Warn(e.Log)
	jobs, err := c.Scheduled(name)
	return c, jobs, err
}

// Scheduler returns the watch over jobs.
func (s *Service) Scheduler(jobs []*config.Job, hangup <-chan os.Signal) *Scheduler {
	k := &Scheduler{now: s.Now, log: s.Log, history: s.moments, ready: s.ready, make: s.Make, hangup: hangup, reload: s.reload}
	k.assign(jobs)
	return k
}
