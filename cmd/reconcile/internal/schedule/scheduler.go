// Package schedule runs jobs at their times: it knows which runs are due, waits for
// input, and makes up for runs that were missed.
package schedule

import (
	"context"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
)

// A DueRun is one night of a job that is to be made.
type DueRun struct {
	Job  *config.Job
	At   time.Time // its scheduled moment
	late bool      // a newer night of the job is due as well
}

// A Scheduler makes the nights of the jobs, one after the other: they share a
// ledger, which only one run may hold. It looks at the wall clock each minute,
// since no timer runs while the machine sleeps, and asks the history of runs
// which nights are due, so that a restart, a clock that was set and a run by
// hand make no night come twice and none be lost.
type Scheduler struct {
	now     func() time.Time
	log     *slog.Logger
	Jobs    []*scheduledJob
	last    time.Time                                               // the newest time that was seen
	history func(context.Context, *config.Job) ([]time.Time, error) // the moments that the runs of a job cover
	ready   func(context.Context, DueRun) (gap string, ok bool)     // whether its input is there, or waited for long enough
	make    func(ctx context.Context, d DueRun, gap string) int     // makes a run and returns its exit status
	hangup  <-chan os.Signal                                        // asks for reload
	reload  func() (jobs []*config.Job, ok bool)
}

// A scheduledJob is a job on a watch.
type scheduledJob struct {
	Job    *config.Job
	since  time.Time         // no night up to here is due where the history knows no run
	next   time.Time         // none is due before
	newest time.Time         // the newest night that was due
	tried  map[int64]attempt // by night, since newest is due
}

// A attempt is what came of a night so far.
type attempt struct{ times, status int }

// maxTries is how often a late night is tried, a minute apart, before the newer
// one is made without it.
const maxTries = 3

// assign has the watch keep the nights of jobs from now on. A job that it keeps
// already stays where it was.
func (k *Scheduler) assign(jobs []*config.Job) {
	before := k.Jobs
	k.Jobs = nil
	for _, j := range jobs {
		s := &scheduledJob{Job: j, since: k.now(), tried: map[int64]attempt{}}
		for _, b := range before {
			if b.Job.Name == j.Name {
				s.since, s.newest, s.tried = b.since, b.newest, b.tried
			}
		}
		k.Jobs = append(k.Jobs, s)
		k.log.Info("scheduled", "job", j.Name, "next", terminal.Stamp(j.Schedule.Next(k.now())))
	}
}

// Run keeps the watch until ctx ends. What runs then is cancelled and waited
// for.
func (k *Scheduler) Run(ctx context.Context) {
	for ctx.Err() == nil {
		k.Poll(ctx)
		k.pause(ctx)
	}
}

// pause waits for the next minute of the wall clock, for the end, or for a
// hangup, upon which it reads the configuration again.
func (k *Scheduler) pause(ctx context.Context) {
	now := k.now()
	timer := time.NewTimer(now.Truncate(time.Minute).Add(time.Minute).Sub(now))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-k.hangup:
		if jobs, ok := k.reload(); ok {
			k.assign(jobs)
		}
	}
}

// Poll makes the nights that are due.
func (k *Scheduler) Poll(ctx context.Context) {
	if now := k.now(); now.Before(k.last) {
		k.log.Warn("the clock was set back", "from", terminal.Stamp(k.last), "to", terminal.Stamp(now))
		k.last = now
		for _, s := range k.Jobs {
			s.next = time.Time{}
			if now.Before(s.since) {
				s.since = now
			}
		}
	}
	for _, s := range k.Jobs {
		if now := k.now(); !now.Before(s.next) {
			k.runDue(ctx, s)
		}
		if now := k.now(); now.After(k.last) {
			k.last = now
		}
	}
}

// runDue makes the nights of one job that are due, oldest first. Where another
// process holds the ledger, the input is still awaited, or a late night failed,
// it is asked again in a minute.
func (k *Scheduler) runDue(ctx context.Context, s *scheduledJob) {
	for ctx.Err() == nil {
		d, ok := k.nextDue(ctx, s)
		if !ok {
			s.next = k.after(s)
			return
		}
		gap := ""
		if !d.late {
			if gap, ok = k.ready(ctx, d); !ok {
				return
			}
		}
		status := k.attempt(ctx, d, gap)
		if status == exit.Locked || ctx.Err() != nil {
			return
		}
		s.tried[d.At.Unix()] = attempt{s.tried[d.At.Unix()].times + 1, status}
		switch {
		case d.late && !exit.Succeeded(status):
			return
		case !d.late && exit.Succeeded(status):
			k.finish(s, d)
		}
	}
}

// after is when the job is to be looked at next.
func (k *Scheduler) after(s *scheduledJob) time.Time {
	now := k.now()
	if next := s.Job.Schedule.Next(now); !next.IsZero() {
		return next
	}
	return now.Add(24 * time.Hour) // none within five years
}

// finish ends what a night began: nights up to it are not due again, those that
// could not be made among them.
func (k *Scheduler) finish(s *scheduledJob, d DueRun) {
	s.since = d.At
	for night, try := range s.tried {
		if at := time.Unix(night, 0); at.Before(d.At) && !exit.Succeeded(try.status) {
			k.log.Warn("a night could not be made; the newer one has read what it would have", "job", s.Job.Name, "night", terminal.Stamp(at), "status", try.status)
		}
	}
}

// attempt makes a night within the job's time-out. A panic is a failure like
// any other.
func (k *Scheduler) attempt(ctx context.Context, d DueRun, gap string) (status int) {
	log := k.log.With("job", d.Job.Name, "night", terminal.Stamp(d.At))
	log.Info("run begins")
	defer func() {
		if fault := recover(); fault != nil {
			status = exit.Failed
			log.Error("internal error", "cause", fault, "stack", string(debug.Stack()))
		}
		log.Info("run ended", "status", status)
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, d.Job.Timeout, runner.TimedOut(d.Job.Timeout))
	defer cancel()
	return k.make(ctx, d, gap)
}
