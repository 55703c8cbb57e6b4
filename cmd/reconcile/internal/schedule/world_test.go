package schedule

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/cronline"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// A world is what a watch sees in a test: a wall clock that can be set, and a
// history of runs. It lives in a bubble of synctest.
type world struct {
	t       *testing.T
	wrong   atomic.Int64 // how far the wall clock is off the bubble's, in ns
	history map[string][]time.Time
	made    map[string][]string // nights that were made, by job, in their order
	running int
	run     func(ctx context.Context, d DueRun) int // what a run does
	log     bytes.Buffer
}

// newWorld returns a world in which a run takes five minutes.
func newWorld(t *testing.T) *world {
	return &world{
		t: t, history: map[string][]time.Time{}, made: map[string][]string{},
		run: func(context.Context, DueRun) int { time.Sleep(5 * time.Minute); return exit.Done },
	}
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.wrong.Load())) }

// shift sets the wall clock by d.
func (w *world) shift(d time.Duration) { w.wrong.Add(int64(d)) }

// watch returns a watch over jobs in the world.
func (w *world) watch(jobs ...*config.Job) *Scheduler {
	k := &Scheduler{
		now: w.now, log: terminal.NewServerLog(&w.log, false, words.English), make: w.make,
		history: func(_ context.Context, j *config.Job) ([]time.Time, error) { return w.history[j.Name], nil },
		ready:   func(context.Context, DueRun) (string, bool) { return "", true },
	}
	k.assign(jobs)
	return k
}

// keep keeps a watch for a while of the bubble's time.
func (w *world) keep(k *Scheduler, life time.Duration) {
	ctx, cancel := context.WithTimeout(w.t.Context(), life)
	defer cancel()
	k.Run(ctx)
}

// make makes a night as the program does: a run that is made is in the
// history, a late one for its own moment, the newest for the present one.
func (w *world) make(ctx context.Context, d DueRun, _ string) int {
	if w.running++; w.running > 1 {
		w.t.Errorf("%s of %s runs beside another", terminal.Stamp(d.At), d.Job.Name)
	}
	defer func() { w.running-- }()
	at := w.now()
	if d.late {
		at = d.At
	}
	status := w.run(ctx, d)
	if exit.Succeeded(status) {
		w.history[d.Job.Name] = append(w.history[d.Job.Name], at)
		w.made[d.Job.Name] = append(w.made[d.Job.Name], terminal.Stamp(d.At))
	}
	return status
}

// nightly is a job at the times of a cron line.
func nightly(t *testing.T, name, spec string) *config.Job {
	t.Helper()
	schedule, err := cronline.Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	return &config.Job{Name: name, Schedule: schedule, Timeout: 2 * time.Hour, CatchUp: 7}
}

// wantMade asks which nights of a job were made, in their order.
func (w *world) wantMade(name string, want ...string) {
	w.t.Helper()
	if got := strings.Join(w.made[name], ", "); got != strings.Join(want, ", ") {
		w.t.Errorf("job %s made %s; want %s; log:\n%s", name, got, strings.Join(want, ", "), &w.log)
	}
}
