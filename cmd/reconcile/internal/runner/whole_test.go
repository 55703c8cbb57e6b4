package runner

import (
	"testing"
	"testing/synctest"
	"time"

	"reconcile/words"

	"github.com/cheggaaa/pb/v3"
)

// TestWholeGoesOn asks that the bar of a run goes on through its stages, by time where
// nothing is measured, never goes back, and says how long the rest may take.
func TestWholeGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWhole("nightly", words.English)
		w.Bar.Set(pb.Static, true).SetWidth(80).Start()
		tick := func(d time.Duration) { time.Sleep(d); w.tick(time.Now()) }
		for _, step := range []struct {
			do   func()
			want string
		}{
			{func() { w.enter("reading", readingFirst.read) }, "nightly: reading [...................................................]   0 %  0s"},
			{func() { tick(2 * time.Second); w.reach(0.5, "half  ") }, "nightly: reading [########.....................................]  18 %  half  2s"},
			{func() { tick(2 * time.Second); w.reach(0.5, "half  ") }, "nightly: reading [######.......................]  18 %  half  4s, about 19s left"},
			{func() { w.reach(1, "all  "); w.enter("indexing", readingFirst.index) }, "nightly: indexing [############......................]  35 %  4s, about 19s left"},
			{func() { tick(time.Second) }, "nightly: indexing [################...................]  44 %  5s, about 6s left"},
			{func() { tick(time.Minute) }, "nightly: indexing [################...............]  50 %  1m5s, about 1m5s left"},
			{func() { w.enter("reconciling", reconciling) }, "nightly: reconciling [##############..............]  50 %  1m5s, about 1m5s left"},
			{func() { w.enter("reading", readingFirst.read) }, "nightly: reading [################................]  50 %  1m5s, about 1m5s left"},
			{func() { w.enter("writing the report of run 1", writing); tick(10 * time.Second) }, "nightly: writing the report of run 1 [###########.]  87 %  1m15s, about 11s left"},
		} {
			step.do()
			if got := w.Bar.String(); got != step.want {
				t.Errorf("the line is %q, want %q", got, step.want)
			}
		}
	})
}
