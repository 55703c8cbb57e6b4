package schedule

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
)

// TestWatchYear keeps a watch for a year in which runs panic and hang, the
// machine sleeps and is switched off, and its clock is set back and put right.
// Each night of each job is made exactly once.
func TestWatchYear(t *testing.T) {
	for seed := range uint64(4) {
		synctest.Test(t, func(t *testing.T) {
			y := newYear(t, seed)
			for y.now().Before(y.end) {
				y.day()
			}
			y.stop()
			for _, j := range y.jobs {
				y.check(j)
			}
		})
	}
}

// A year is a world with its misfortunes.
type year struct {
	*world
	*rand.Rand
	jobs       []*config.Job
	start, end time.Time
	stop       func()     // ends the watch and waits for its end
	luck       *rand.Rand // of the runs
	failed     map[string]bool
}

func newYear(t *testing.T, seed uint64) *year {
	y := &year{world: newWorld(t), Rand: rand.New(rand.NewPCG(seed, 1)), luck: rand.New(rand.NewPCG(seed, 2)), failed: map[string]bool{}}
	y.start, y.end = y.now(), y.now().AddDate(1, 0, 0)
	y.jobs = []*config.Job{
		nightly(t, "first", "30 1 * * *"),
		nightly(t, "second", "15 2 * * *"),
		nightly(t, "third", "30 2 * * *"),
		nightly(t, "fourth", "30 2 * * *"),
	}
	for _, j := range y.jobs {
		y.history[j.Name] = []time.Time{y.start} // which knows a run
	}
	y.run = y.work
	y.begin()
	return y
}

// begin keeps a new watch, as a program that was started does.
func (y *year) begin() {
	ctx, cancel := context.WithCancel(y.t.Context())
	done := make(chan struct{})
	k := y.watch(y.jobs...)
	go func() { k.Run(ctx); close(done) }()
	y.stop = func() { cancel(); <-done }
}

// work is one run: one night in ten panics or hangs when it is tried first.
func (y *year) work(ctx context.Context, d DueRun) int {
	key := d.Job.Name + terminal.Stamp(d.At)
	if chance := y.luck.IntN(20); chance < 2 && !y.failed[key] {
		y.failed[key] = true
		if chance == 0 {
			panic("boom")
		}
		<-ctx.Done() // hangs
		return exit.Failed
	}
	select {
	case <-time.After(time.Duration(y.luck.IntN(600)) * time.Second):
		return exit.Done
	case <-ctx.Done():
		return exit.Failed
	}
}

// day lets a day pass, and perhaps something happen in it.
func (y *year) day() {
	time.Sleep(time.Duration(y.IntN(24*60*60)) * time.Second)
	some := time.Duration(1+y.IntN(180)) * time.Minute
	switch y.IntN(8) {
	case 0: // the machine sleeps: no timer runs
		y.shift(10 * some)
	case 1: // it is switched off for three days
		y.stop()
		y.shift(72 * time.Hour)
		y.begin()
	case 2: // its clock is set back, and put right later
		y.shift(-some)
		time.Sleep(6 * time.Hour)
		y.shift(some)
	case 3: // it is started anew at once
		y.stop()
		y.begin()
	}
	time.Sleep(4 * time.Hour)
}

// check asks that each day in Shanghai has one night, made once.
func (y *year) check(j *config.Job) {
	made := map[string]int{}
	for _, night := range y.made[j.Name] {
		at, err := alipay.ParseTime(night)
		if err != nil {
			y.t.Fatal(err)
		}
		made[at.In(alipay.Shanghai()).Format(time.DateOnly)]++
	}
	days := 0
	for noon := y.start.AddDate(0, 0, 2); noon.Before(y.end.AddDate(0, 0, -1)); noon = noon.AddDate(0, 0, 1) {
		days++
		if day := noon.In(alipay.Shanghai()).Format(time.DateOnly); made[day] != 1 {
			y.t.Errorf("job %s made the night of %s %d times, want once", j.Name, day, made[day])
		}
	}
	if days < 360 || len(made) != len(y.made[j.Name]) {
		y.t.Errorf("job %s made %d nights on %d days", j.Name, len(y.made[j.Name]), len(made))
	}
}
