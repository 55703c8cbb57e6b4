package runner

import (
	"math"
	"sync"
	"time"

	"github.com/cheggaaa/pb/v3"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// A share is the part of a run that a stage has, in thousandths of its time.
type share struct{ from, size int64 }

// readingParts are the shares of reading and of putting in order what was read.
type readingParts struct{ read, index share }

// What the stages take of a first night of a big shop. Other nights are shorter, and their
// bars go on less evenly.
var (
	readingFirst = readingParts{share{0, 350}, share{350, 150}}
	readingAlone = readingParts{share{0, 700}, share{700, 300}}
	reconciling  = share{500, 250}
	writing      = share{750, 250}
)

// A whole is how far a run has come from its start to its end. Where nothing measures a
// stage, it goes by the time that the stages before took.
type whole struct {
	Bar *pb.ProgressBar // of thousandths
	job string
	in  words.Language

	mu    sync.Mutex
	begun time.Time // the run
	share share     // of the stage
	since time.Time // when the stage began
	done  float64   // of the stage, as far as it is measured
	now   int64     // what the bar shows
}

func newWhole(job string, l words.Language) *whole {
	return &whole{Bar: terminal.NewBar(terminal.WholeLine, job, "").SetTotal(1000), job: job, in: l, begun: time.Now()}
}

// enter begins a stage, which is named in the language.
func (w *whole) enter(say string, s share) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.share, w.since, w.done = s, time.Now(), 0
	w.Bar.Set("work", w.job+": "+say).Set("part", "")
	w.set(0)
}

// reach says how much of the stage is done, and of what.
func (w *whole) reach(part float64, of string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = part
	w.Bar.Set("part", of)
	w.set(part)
}

// set moves the bar, which never goes back.
func (w *whole) set(part float64) {
	w.now = max(w.now, w.share.from+int64(part*float64(w.share.size)))
	w.Bar.SetCurrent(w.now)
}

// tick moves the bar by the time, and says how long the rest may take.
func (w *whole) tick(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if before := w.since.Sub(w.begun); w.done == 0 && w.share.from > 0 && before > 0 {
		expected := before.Seconds() * float64(w.share.size) / float64(w.share.from)
		w.set(1 - math.Exp(-1.5*now.Sub(w.since).Seconds()/expected))
	}
	w.Bar.Set("left", w.leftOf(now.Sub(w.begun), w.now))
}

// leftOf is how long the rest takes where so many thousandths took a time, "" where that
// says little.
func (w *whole) leftOf(took time.Duration, done int64) string {
	if took < 3*time.Second || done < 50 {
		return ""
	}
	left := took * time.Duration(1000-done) / time.Duration(done)
	return w.in.Sprintf(", about %s left", left.Round(time.Second))
}

// nothing is the tick of a bar that shows time alone.
func nothing(time.Time) {}
