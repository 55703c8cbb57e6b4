package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A scheduler is the program on watch, with the configuration that it goes by
// until it is told to read another one.
type scheduler struct {
	environment
	file     string  // the configuration
	config   *config // what it said when it was read last
	settings runSettings
}

// moments returns what the committed runs of a job stand for: the moment that a
// run reasoned from, as far as that had come. So a run by hand as of the past
// stands for the past, and one as of the future for its own day.
func (s *scheduler) moments(ctx context.Context, j *job) (moments []time.Time, err error) {
	if needLedger(s.config) != nil {
		return nil, nil // no run was made yet
	}
	err = withBooks(ctx, s.config, access{}, func(b *books) error {
		for run, err := range b.Runs(ctx, j.name) {
			if err != nil {
				return err
			}
			if run.State != ledger.RunStarted {
				moments = append(moments, earlier(run.AsOf, run.Started))
			}
		}
		return nil
	})
	return moments, err
}

// earlier returns the first of two moments.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// make makes one night and returns its exit status.
//
// A night that a newer one follows reasons from its own moment and issues
// nothing: a batch is for its day only, and what the night would have issued
// the newer one does. The newest reasons from now.
func (s *scheduler) make(ctx context.Context, d duty, gap string) int {
	n := night{environment: s.environment, config: s.config, job: d.job, settings: s.settings}
	n.asOf = s.now().In(alipay.Shanghai()).Truncate(time.Second)
	if d.late {
		n.asOf = d.night.In(alipay.Shanghai())
		n.held = fmt.Sprintf("the night of %s is made up for; the newest night issues", terminal.Stamp(d.night))
	}
	if gap != "" {
		n.gaps = []string{gap}
	}
	err := withNights(ctx, s.environment, s.config, []*job{d.job}, false, isLocked, func(b *books) error {
		n.books, n.printed = b, &terminal.JSONArray{W: s.Stdout}
		status, err := n.attempt(ctx)
		if err == nil && status != exit.Done {
			err = exit.Status(status)
		}
		return err
	})
	if late := timedOut(0); errors.As(context.Cause(ctx), &late) && err != nil {
		err = fmt.Errorf("job %s: %w: %w", d.job.name, late, err)
	}
	s.Report(err)
	return statusOf(ctx, err)
}

// reload reads the configuration again and returns the jobs to keep. Where it
// does not hold, it says why and the one before stays in force.
func (s *scheduler) reload() ([]*job, bool) {
	c, jobs, err := loadScheduled(s.environment, s.file, s.settings.job)
	if err != nil {
		s.Report(err)
		s.Log.Error("the configuration was not taken over; the one before stays in force", "file", s.file)
		return nil, false
	}
	s.config = c
	s.Log.Info("the configuration was read again", "file", c.file)
	return jobs, true
}

// loadScheduled reads a configuration and returns the jobs that have a schedule.
func loadScheduled(e environment, file, name string) (*config, []*job, error) {
	c, err := loadConfig(file, e.Getenv)
	if err != nil {
		return nil, nil, err
	}
	c.warn(e.Log)
	jobs, err := c.scheduled(name)
	return c, jobs, err
}

// watch returns the watch over jobs.
func (s *scheduler) watch(jobs []*job, hangup <-chan os.Signal) *watch {
	k := &watch{now: s.now, log: s.Log, history: s.moments, ready: s.ready, make: s.make, hangup: hangup, reload: s.reload}
	k.assign(jobs)
	return k
}
