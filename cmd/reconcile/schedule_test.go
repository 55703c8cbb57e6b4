package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/ledger"
)

// A world is what a watch sees in a test: a wall clock that can be set, and a
// history of runs. It lives in a bubble of synctest.
type world struct {
	t       *testing.T
	wrong   atomic.Int64 // how far the wall clock is off the bubble's, in ns
	history map[string][]time.Time
	made    map[string][]string // nights that were made, by job, in their order
	running int
	run     func(ctx context.Context, d duty) int // what a run does
	log     bytes.Buffer
}

// newWorld returns a world in which a run takes five minutes.
func newWorld(t *testing.T) *world {
	return &world{
		t: t, history: map[string][]time.Time{}, made: map[string][]string{},
		run: func(context.Context, duty) int { time.Sleep(5 * time.Minute); return exitDone },
	}
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.wrong.Load())) }

// shift sets the wall clock by d.
func (w *world) shift(d time.Duration) { w.wrong.Add(int64(d)) }

// watch returns a watch over jobs in the world.
func (w *world) watch(jobs ...*job) *watch {
	k := &watch{
		now: w.now, log: slog.New(newTalk(&w.log, false).withClock()), make: w.make,
		history: func(_ context.Context, j *job) ([]time.Time, error) { return w.history[j.name], nil },
		ready:   func(context.Context, duty) (string, bool) { return "", true },
	}
	k.assign(jobs)
	return k
}

// keep keeps a watch for a while of the bubble's time.
func (w *world) keep(k *watch, life time.Duration) {
	ctx, cancel := context.WithTimeout(w.t.Context(), life)
	defer cancel()
	k.run(ctx)
}

// make makes a night as the program does: a run that is made stands in the
// history, a late one for its own moment, the newest for the present one.
func (w *world) make(ctx context.Context, d duty, _ string) int {
	if w.running++; w.running > 1 {
		w.t.Errorf("%s of %s runs beside another", stamp(d.night), d.job.name)
	}
	defer func() { w.running-- }()
	at := w.now()
	if d.late {
		at = d.night
	}
	status := w.run(ctx, d)
	if succeeded(status) {
		w.history[d.job.name] = append(w.history[d.job.name], at)
		w.made[d.job.name] = append(w.made[d.job.name], stamp(d.night))
	}
	return status
}

// nightly is a job at the times of a cron line in a zone.
func nightly(t *testing.T, name, spec, zone string) *job {
	t.Helper()
	schedule, err := parseSchedule(spec, zone)
	if err != nil {
		t.Fatal(err)
	}
	return &job{name: name, schedule: schedule, timeout: 2 * time.Hour, catchUp: 7}
}

// wantMade asks which nights of a job were made, in their order.
func (w *world) wantMade(name string, want ...string) {
	w.t.Helper()
	if got := strings.Join(w.made[name], ", "); got != strings.Join(want, ", ") {
		w.t.Errorf("job %s made %s; want %s; log:\n%s", name, got, strings.Join(want, ", "), &w.log)
	}
}

// TestWatchKeepsTime asks for one run a night at its time, two jobs of one
// minute after each other, and a clean end.
func TestWatchKeepsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.keep(w.watch(nightly(t, "a", "30 2 * * *", ""), nightly(t, "b", "30 2 * * *", "")), 72*time.Hour)
		want := []string{"2000-01-02 02:30:00", "2000-01-03 02:30:00", "2000-01-04 02:30:00"}
		w.wantMade("a", want...)
		w.wantMade("b", want...)
	})
}

// TestWatchFailure asks that a night that panics, or takes longer than its
// time-out, counts as failed, harms no other job, and is tried once more before
// the next one.
func TestWatchFailure(t *testing.T) {
	failures := map[string]func(context.Context) int{
		"internal error": func(context.Context) int { panic("boom") },
		"status=1":       func(ctx context.Context) int { <-ctx.Done(); return exitFailed },
	}
	for say, fail := range failures {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			tries := 0
			w.run = func(ctx context.Context, d duty) int {
				if d.job.name == "a" && d.night.Day() == 1 { // in UTC
					if tries++; tries == 1 {
						return fail(ctx)
					}
					if !d.late {
						t.Error("the night that failed is not late the next night")
					}
				}
				return exitFindings
			}
			w.keep(w.watch(nightly(t, "a", "30 2 * * *", ""), nightly(t, "b", "30 2 * * *", "")), 48*time.Hour)
			w.wantMade("a", "2000-01-02 02:30:00", "2000-01-03 02:30:00")
			w.wantMade("b", "2000-01-02 02:30:00", "2000-01-03 02:30:00")
			if tries != 2 || !strings.Contains(w.log.String(), say) {
				t.Errorf("tried %d times, want 2; log without %q:\n%s", tries, say, &w.log)
			}
		})
	}
}

// TestWatchGivesUp asks that a night that fails twice is told when the next one
// was made in its stead.
func TestWatchGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.run = func(_ context.Context, d duty) int {
			if d.night.Day() == 1 {
				return exitFailed
			}
			return exitDone
		}
		w.keep(w.watch(nightly(t, "a", "30 2 * * *", "")), 72*time.Hour)
		w.wantMade("a", "2000-01-03 02:30:00", "2000-01-04 02:30:00")
		if strings.Count(w.log.String(), "could not be made") != 1 {
			t.Errorf("log:\n%s", &w.log)
		}
	})
}

// TestWatchLocked asks that a night is tried each minute while another process
// holds the ledger.
func TestWatchLocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		tries := 0
		w.run = func(context.Context, duty) int {
			if tries++; tries < 10 {
				return exitLocked
			}
			return exitDone
		}
		w.keep(w.watch(nightly(t, "a", "30 2 * * *", "")), 24*time.Hour)
		w.wantMade("a", "2000-01-02 02:30:00")
		if at := stamp(w.history["a"][0]); at != "2000-01-02 02:39:00" {
			t.Errorf("made at %s, want nine minutes late", at)
		}
	})
}

// TestWatchClockAhead asks that nights go on where they were after the clock was
// years ahead for a moment.
func TestWatchClockAhead(t *testing.T) {
	w := newWorld(t)
	w.run = func(context.Context, duty) int { return exitDone }
	start := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	set := func(at time.Time) { w.wrong.Store(int64(time.Until(at))) }
	set(start)
	k := w.watch(nightly(t, "a", "30 2 * * *", ""))
	for _, years := range []int{0, 4, 0} {
		set(start.AddDate(years, 0, 0))
		k.tick(t.Context())
	}
	before := len(w.made["a"])
	set(start.Add(24 * time.Hour))
	k.tick(t.Context())
	if got := w.made["a"][before:]; len(got) != 1 || got[0] != "2026-03-05 02:30:00" {
		t.Errorf("made %q after the clock was put right; log:\n%s", got, &w.log)
	}
}

// TestWatchWithoutHistory asks that each night is made once where the ledger
// cannot be read, which the run itself has to tell.
func TestWatchWithoutHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		k := w.watch(nightly(t, "a", "30 2 * * *", ""))
		k.history = func(context.Context, *job) ([]time.Time, error) { return nil, ledger.ErrOlder }
		w.keep(k, 72*time.Hour)
		w.wantMade("a", "2000-01-02 02:30:00", "2000-01-03 02:30:00", "2000-01-04 02:30:00")
		if !strings.Contains(w.log.String(), "warning: cannot read which nights were made") {
			t.Errorf("log:\n%s", &w.log)
		}
	})
}

// TestWatchReload asks that a hangup gives the watch other jobs from then on,
// in its turn, and that a refused configuration changes nothing.
func TestWatchReload(t *testing.T) {
	for good, want := range map[bool]string{true: "2000-01-03 05:00:00", false: "2000-01-03 02:30:00"} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			k := w.watch(nightly(t, "a", "30 2 * * *", ""))
			hangup := make(chan os.Signal, 1)
			k.hangup = hangup
			k.reload = func() ([]*job, bool) {
				if w.running > 0 {
					t.Error("the configuration is read while a run goes on")
				}
				return []*job{nightly(t, "a", "0 5 3 * *", "")}, good
			}
			w.run = func(_ context.Context, d duty) int {
				if d.night.Day() == 1 {
					hangup <- os.Interrupt // any signal
				}
				time.Sleep(5 * time.Minute)
				return exitDone
			}
			w.keep(k, 48*time.Hour)
			w.wantMade("a", "2000-01-02 02:30:00", want)
		})
	}
}
