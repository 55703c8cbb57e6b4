package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"reconcile/ledger"
)

// announceLimit is how long a job's announcements may take, all attempts
// together; stopGrace is what is left of it once a signal came.
const (
	announceLimit = 2 * time.Minute
	stopGrace     = 5 * time.Second
)

// An addressee is a place where runs are announced.
type addressee interface {
	name() string // as people call it; never with a secret
	wants(n *news, on occasion) bool
	patience() time.Duration // of one attempt
	send(ctx context.Context, w *wire, n *news) error
}

// announced is pass, with its start and its end announced where the job says
// so. Whatever becomes of the announcements, the outcome stays as it is. A run
// that a signal cut off is not announced: whoever sent it knows.
func (n *night) announced(ctx context.Context) (exit int, err error) {
	if n.settings.dryRun || len(n.job.targets) == 0 {
		return n.pass(ctx)
	}
	a := &announcer{program: &program{environment: n.environment}, job: n.job, books: n.books, wire: newWire(n.getenv)}
	begun := n.now()
	join := a.begin(ctx, &news{stage: ledger.StageStart, job: n.job.name, begun: begun})
	defer func() {
		fault := recover()
		first := join()
		if _, stopped := interrupted(ctx); !stopped || err == nil && fault == nil {
			end := n.news(context.WithoutCancel(ctx), begun, failure{exit, err, fault}.status(ctx))
			a.keep(ctx, end.run.ID, append(first, a.tell(ctx, end)...))
		}
		if fault != nil {
			panic(fault)
		}
	}()
	return n.pass(ctx)
}

// An announcer announces the runs of one job.
type announcer struct {
	*program
	job   *job
	books *books // nil where the ledger could not be opened: no history then
	wire  *wire
}

// begin tells news while the run goes on, and returns what waits for it.
func (a *announcer) begin(ctx context.Context, n *news) (join func() []ledger.Announcement) {
	var done []ledger.Announcement
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		done = a.tell(ctx, n)
	}()
	return func() []ledger.Announcement { <-ready; return done }
}

// tell tells news to every target that wants it, all at the same time, and
// returns what became of it. What did not arrive is told to the user.
func (a *announcer) tell(ctx context.Context, n *news) []ledger.Announcement {
	ctx, stop := outlast(ctx)
	defer stop()
	var wanted []addressee
	for _, t := range a.job.targets {
		if t.wants(n, a.job.notifyOn) {
			wanted = append(wanted, t)
		}
	}
	done := make([]ledger.Announcement, len(wanted))
	var all sync.WaitGroup
	for i, t := range wanted {
		all.Go(func() {
			attempts, err := a.wire.deliver(ctx, t, n)
			done[i] = ledger.Announcement{Job: a.job.name, Stage: n.stage, At: a.now(), Target: t.name(), Attempts: attempts}
			if err != nil {
				done[i].Failure = visible(err.Error())
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

// keep puts what became of announcements into the history.
func (a *announcer) keep(ctx context.Context, run int64, done []ledger.Announcement) {
	if a.books == nil {
		return
	}
	for _, d := range done {
		d.Run = run
		if err := a.books.Announced(context.WithoutCancel(ctx), d); err != nil {
			a.log.Error(fmt.Sprintf("%s: %v", a.job.name, err))
		}
	}
}

// outlast returns a context for what follows on a run: it outlives the run's
// time-out, and a signal by a short grace.
func outlast(ctx context.Context) (context.Context, func()) {
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), announceLimit)
	stop := context.AfterFunc(ctx, func() {
		if _, signal := interrupted(ctx); signal {
			time.AfterFunc(stopGrace, cancel)
		}
	})
	return after, func() { stop(); cancel() }
}
