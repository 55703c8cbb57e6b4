package schedule

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// TestWatchKeepsTime asks for one run a night at its time, two jobs of one
// minute after each other, and a clean end.
func TestWatchKeepsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.keep(w.watch(nightly(t, "a", "30 2 * * *"), nightly(t, "b", "30 2 * * *")), 72*time.Hour)
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
		"status=1":       func(ctx context.Context) int { <-ctx.Done(); return exit.Failed },
	}
	for say, fail := range failures {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			tries := 0
			w.run = func(ctx context.Context, d DueRun) int {
				if d.Job.Name == "a" && d.At.Day() == 1 { // in UTC
					if tries++; tries == 1 {
						return fail(ctx)
					}
					if !d.late {
						t.Error("the night that failed is not late the next night")
					}
				}
				return exit.Findings
			}
			w.keep(w.watch(nightly(t, "a", "30 2 * * *"), nightly(t, "b", "30 2 * * *")), 48*time.Hour)
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
		w.run = func(_ context.Context, d DueRun) int {
			if d.At.Day() == 1 {
				return exit.Failed
			}
			return exit.Done
		}
		w.keep(w.watch(nightly(t, "a", "30 2 * * *")), 72*time.Hour)
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
		w.run = func(context.Context, DueRun) int {
			if tries++; tries < 10 {
				return exit.Locked
			}
			return exit.Done
		}
		w.keep(w.watch(nightly(t, "a", "30 2 * * *")), 24*time.Hour)
		w.wantMade("a", "2000-01-02 02:30:00")
		if at := terminal.Stamp(w.history["a"][0]); at != "2000-01-02 02:39:00" {
			t.Errorf("made at %s, want nine minutes late", at)
		}
	})
}

// TestWatchClockAhead asks that nights go on where they were after the clock was
// years ahead for a moment.
func TestWatchClockAhead(t *testing.T) {
	w := newWorld(t)
	w.run = func(context.Context, DueRun) int { return exit.Done }
	start := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	set := func(at time.Time) { w.wrong.Store(int64(time.Until(at))) }
	set(start)
	k := w.watch(nightly(t, "a", "30 2 * * *"))
	for _, years := range []int{0, 4, 0} {
		set(start.AddDate(years, 0, 0))
		k.Poll(t.Context())
	}
	before := len(w.made["a"])
	set(start.Add(24 * time.Hour))
	k.Poll(t.Context())
	if got := w.made["a"][before:]; len(got) != 1 || got[0] != "2026-03-05 02:30:00" {
		t.Errorf("made %q after the clock was put right; log:\n%s", got, &w.log)
	}
}

// TestWatchWithoutHistory asks that each night is made once where the ledger
// cannot be read, which the run itself has to tell.
func TestWatchWithoutHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		k := w.watch(nightly(t, "a", "30 2 * * *"))
		k.history = func(context.Context, *config.Job) ([]time.Time, error) { return nil, ledger.ErrOlder }
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
			k := w.watch(nightly(t, "a", "30 2 * * *"))
			hangup := make(chan os.Signal, 1)
			k.hangup = hangup
			k.reload = func() ([]*config.Job, bool) {
				if w.running > 0 {
					t.Error("the configuration is read while a run goes on")
				}
				return []*config.Job{nightly(t, "a", "0 5 3 * *")}, good
			}
			w.run = func(_ context.Context, d DueRun) int {
				if d.At.Day() == 1 {
					hangup <- os.Interrupt // any signal
				}
				time.Sleep(5 * time.Minute)
				return exit.Done
			}
			w.keep(k, 48*time.Hour)
			w.wantMade("a", "2000-01-02 02:30:00", want)
		})
	}
}
