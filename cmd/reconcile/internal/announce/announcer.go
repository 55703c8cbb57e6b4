// Package announce tells people and programs what became of a run: by mail, by
// webhook, to a health check and in a file for Prometheus.
package announce

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// announceLimit is how long a job's announcements may take, all attempts
// together; shutdownGrace is what is left of it once a signal came.
const (
	announceLimit = 2 * time.Minute
	shutdownGrace = 5 * time.Second
)

// A Target is a place where runs are announced.
type Target interface {
	Name() string // as people call it; never with a secret
	Accepts(e *Event, on Occasion) bool
	Timeout() time.Duration // of one attempt
	Send(ctx context.Context, t *Transport, e *Event) error
}

// An Announcer announces the runs of one job. Whatever becomes of an
// announcement, the run's outcome stays as it is.
type Announcer struct {
	Job       string
	Targets   []Target
	NotifyOn  Occasion
	Log       *slog.Logger
	Now       func() time.Time
	Transport *Transport
	History   func(context.Context, ledger.Announcement) error // keeps what became of one; nil where there is no ledger
}

// Begin announces an event while the run goes on. What it returns waits for the
// end, and returns what became of the announcements.
func (a *Announcer) Begin(ctx context.Context, e *Event) (wait func() []ledger.Announcement) {
	var done []ledger.Announcement
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		done = a.Announce(ctx, e)
	}()
	return func() []ledger.Announcement { <-ready; return done }
}

// Announce sends an event to every target that accepts it, all at the same
// time, and returns what became of it. What did not arrive is logged.
func (a *Announcer) Announce(ctx context.Context, e *Event) []ledger.Announcement {
	ctx, stop := detached(ctx)
	defer stop()
	var accepting []Target
	for _, t := range a.Targets {
		if t.Accepts(e, a.NotifyOn) {
			accepting = append(accepting, t)
		}
	}
	done := make([]ledger.Announcement, len(accepting))
	var all sync.WaitGroup
	for i, t := range accepting {
		all.Go(func() {
			attempts, err := a.Transport.Deliver(ctx, t, e)
			done[i] = ledger.Announcement{Job: a.Job, Stage: e.Stage, At: a.Now(), Target: t.Name(), Attempts: attempts}
			if err != nil {
				done[i].Failure = terminal.Visible(err.Error())
			}
		})
	}
	all.Wait()
	for _, d := range done {
		if d.Failure != "" {
			a.Log.Error(fmt.Sprintf("%s: not announced to %s: %s", d.Job, d.Target, d.Failure))
		}
	}
	return done
}

// Record puts what became of the announcements of a run into the history.
func (a *Announcer) Record(ctx context.Context, run int64, done []ledger.Announcement) {
	if a.History == nil {
		return
	}
	for _, d := range done {
		d.Run = run
		if err := a.History(context.WithoutCancel(ctx), d); err != nil {
			a.Log.Error(fmt.Sprintf("%s: %v", a.Job, err))
		}
	}
}

// detached returns a context for what follows a run: it outlives the run's
// time-out, and a signal by a short grace.
func detached(ctx context.Context) (context.Context, func()) {
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), announceLimit)
	stop := context.AfterFunc(ctx, func() {
		if _, signal := exit.SignalOf(ctx); signal {
			time.AfterFunc(shutdownGrace, cancel)
		}
	})
	return after, func() { stop(); cancel() }
}
