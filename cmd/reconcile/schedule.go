package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/ledger"
)

// scheduleCommand runs each job at its time until it is told to stop.
func (p *program) scheduleCommand() *cobra.Command {
	var s runSettings
	cmd := p.command("schedule", "stay in the foreground and run each job at its time", noArgs,
		func(ctx context.Context, _ []string) error { return p.schedule(ctx, s) })
	cmd.Flags().StringVar(&s.job, "job", "", "the job `name`; all jobs otherwise")
	s.failOn = "error"
	return cmd
}

func (p *program) schedule(ctx context.Context, s runSettings) error {
	c, err := loadConfig(p.config, p.getenv)
	if err != nil {
		return err
	}
	p.warn(c)
	jobs, err := c.selected(s.job)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if j.schedule == nil {
			return withHint(&usageError{fmt.Errorf("job %s has no schedule", j.name)}, "add one to %s, such as schedule: \"30 2 * * *\"", c.file)
		}
	}
	p.log = slog.New(newTalk(p.stderr, p.quiet).withClock())
	k := newClockwork(p.log, ctx.Done())
	for _, j := range jobs {
		settings := s
		settings.job = j.name
		body := func() { p.scheduled(ctx, settings) }
		k.add(j.name, j.schedule, body)
		if p.missed(ctx, c, j) {
			p.log.Info("catching up a run that was missed", "job", j.name)
			k.now(body)
		}
	}
	k.run()
	return context.Cause(ctx)
}

// scheduled makes one run and logs how it ended.
func (p *program) scheduled(ctx context.Context, s runSettings) {
	p.log.Info("run begins", "job", s.job)
	err := p.runJobs(ctx, s)
	p.report(err)
	p.log.Info("run ended", "job", s.job, "status", statusOf(ctx, err))
}

// missed tells whether a time of the job has passed since its last run. A job
// that never ran has missed nothing.
func (p *program) missed(ctx context.Context, c *config, j *job) bool {
	if c.needLedger() != nil {
		return false
	}
	l, err := ledger.OpenReadOnly(ctx, c.ledger)
	if err != nil {
		p.log.Warn("cannot tell whether a run was missed", "job", j.name, "cause", err)
		return false
	}
	run, ok, err := l.LastRun(ctx, j.name)
	if err = errors.Join(err, l.Close()); err != nil {
		p.log.Warn("cannot tell whether a run was missed", "job", j.name, "cause", err)
		return false
	}
	return ok && !j.schedule.Next(run.Started).After(p.now())
}

// A clockwork runs bodies at their times, one at a time: they share a ledger,
// which only one run may hold.
type clockwork struct {
	cron *cron.Cron
	log  *slog.Logger
	done <-chan struct{}
	turn chan struct{} // holds one token while a body runs
	once sync.WaitGroup
}

// newClockwork returns a clockwork that stands still, and begins nothing after
// done is closed.
func newClockwork(log *slog.Logger, done <-chan struct{}) *clockwork {
	return &clockwork{
		cron: cron.New(cron.WithLocation(alipay.Shanghai()), cron.WithLogger(cronLog{log})),
		log:  log,
		done: done,
		turn: make(chan struct{}, 1),
	}
}

// add has body run at the times of a schedule, never twice at once.
//
// Skip stands outside Recover: the other way round, one panic would keep the
// body from ever running again (cron v3.0.1).
func (k *clockwork) add(name string, schedule cron.Schedule, body func()) {
	logger := cronLog{k.log.With("job", name)}
	chain := cron.NewChain(cron.SkipIfStillRunning(logger), cron.Recover(logger))
	k.cron.Schedule(schedule, chain.Then(cron.FuncJob(func() { k.take(body) })))
	k.log.Info("scheduled", "job", name, "next", stamp(schedule.Next(time.Now())))
}

// now has body run once, at once.
func (k *clockwork) now(body func()) {
	k.once.Go(func() { k.take(body) })
}

// take runs body in its turn, if that comes before the end.
func (k *clockwork) take(body func()) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
		body()
	case <-k.done:
	}
}

// run keeps time until the end and then waits for what is running.
func (k *clockwork) run() {
	k.cron.Start()
	<-k.done
	<-k.cron.Stop().Done()
	k.once.Wait()
}

// A cronLog passes what the cron library logs on to the program's log. Its
// routine messages are dropped.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(msg string, _ ...any) {
	if msg == "skip" {
		l.log.Warn("still running, this time is skipped")
	}
}

func (l cronLog) Error(err error, msg string, _ ...any) {
	l.log.Error(msg, "cause", err)
}
