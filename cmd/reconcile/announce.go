package main

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
	name() string // as people call it; never with a secret
	accepts(e *Event, on occasion) bool
	timeout() time.Duration // of one attempt
	send(ctx context.Context, t *transport, e *Event) error
}

// An Announcer announces the runs of one job. Whatever becomes of an
// announcement, the run's outcome stays as it is.
type Announcer struct {
	job       string
	targets   []Target
	notifyOn  occasion
	log       *slog.Logger
	now       func() time.Time
	transport *transport
	history   func(context.Context, ledger.Announcement) error // keeps what became of one; nil where there is no ledger
}

// begin announces an event while the run goes on. What it returns waits for the
// end, and returns what became of the announcements.
func (a *Announcer) begin(ctx context.Context, e *Event) (wait func() []ledger.Announcement) {
	var done []ledger.Announcement
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		done = a.announce(ctx, e)
	}()
	return func() []ledger.Announcement { <-ready; return done }
}

// announce sends an event to every target that accepts it, all at the same
// time, and returns what became of it. What did not arrive is logged.
func (a *Announcer) announce(ctx context.Context, e *Event) []ledger.Announcement {
	ctx, stop := detached(ctx)
	defer stop()
	var accepting []Target
	for _, t := range a.targets {
		if t.accepts(e, a.notifyOn) {
			accepting = append(accepting, t)
		}
	}
	done := make([]ledger.Announcement, len(accepting))
	var all sync.WaitGroup
	for i, t := range accepting {
		all.Go(func() {
			attempts, err := a.transport.deliver(ctx, t, e)
			done[i] = ledger.Announcement{Job: a.job, Stage: e.stage, At: a.now(), Target: t.name(), Attempts: attempts}
			if err != nil {
				done[i].Failure = terminal.Visible(err.Error())
			}
		})
	}
	all.Wait()
	for _, d := range done {
		if d.Failure != "" {
			a.log.Error(fmt.Sprintf("%s: not announced to %s: %s", d.Job, d.Target, d.Failure))
		}
	}
	return done
}

// record puts what became of the announcements of a run into the history.
func (a *Announcer) record(ctx context.Context, run int64, done []ledger.Announcement) {
	if a.history == nil {
		return
	}
	for _, d := range done {
		d.Run = run
		if err := a.history(context.WithoutCancel(ctx), d); err != nil {
			a.log.Error(fmt.Sprintf("%s: %v", a.job, err))
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
