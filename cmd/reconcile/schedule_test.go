package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// nightly is a clockwork that ends after a while, with jobs at 02:30 in
// Shanghai.
func nightly(t *testing.T, life time.Duration) (k *clockwork, add func(name string, body func()), log *bytes.Buffer) {
	t.Helper()
	schedule, err := parseSchedule("30 2 * * *")
	if err != nil {
		t.Fatal(err)
	}
	log = new(bytes.Buffer)
	ctx, cancel := context.WithTimeout(t.Context(), life)
	t.Cleanup(cancel)
	k = newClockwork(slog.New(newTalk(log, false).withClock()), ctx.Done())
	return k, func(name string, body func()) { k.add(name, schedule, body) }, log
}

// TestClockworkKeepsTime asks for one run a night at its time, and for a clean
// end.
func TestClockworkKeepsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, add, _ := nightly(t, 72*time.Hour)
		var times []string
		add("a", func() { times = append(times, stamp(time.Now())) })
		k.run()
		want := "2000-01-02 02:30:00 2000-01-03 02:30:00 2000-01-04 02:30:00"
		if got := strings.Join(times, " "); got != want {
			t.Errorf("ran at %s, want %s", got, want)
		}
	})
}

// TestClockworkSurvivesPanic asks that a job that panics runs again the next
// night.
func TestClockworkSurvivesPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, add, log := nightly(t, 72*time.Hour)
		runs := 0
		add("a", func() { runs++; panic("boom") })
		k.run()
		if runs != 3 || !strings.Contains(log.String(), "boom") {
			t.Errorf("ran %d times, want 3; log:\n%s", runs, log)
		}
	})
}

// TestClockworkOneAtATime asks that two jobs of the same minute run one after
// the other, that a job that is still running is skipped, and that the end
// waits for what runs.
func TestClockworkOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, add, log := nightly(t, 48*time.Hour)
		running, most, done := 0, 0, 0
		body := func() {
			running++
			most = max(most, running)
			time.Sleep(20 * time.Hour) // of the test's own clock
			running--
			done++
		}
		add("a", body)
		add("b", body)
		k.run()
		if most != 1 || running != 0 {
			t.Errorf("%d ran at once, %d still run; want 1 and 0", most, running)
		}
		if done != 2 || strings.Count(log.String(), "still running") != 1 {
			t.Errorf("%d runs ended, want 2, and one that was skipped; log:\n%s", done, log)
		}
	})
}

// TestClockworkNow asks that a run that was missed is made at once, in turn.
func TestClockworkNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _, _ := nightly(t, time.Second)
		ran := false
		k.now(func() { ran = true })
		k.run()
		if !ran {
			t.Error("the missed run was not made")
		}
	})
}
