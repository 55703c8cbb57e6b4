package terminal

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/cheggaaa/pb/v3"
	"golang.org/x/term"
)

// When a progress line is drawn: not for work that is short, and no oftener
// than people can see.
const (
	barAfter = 500 * time.Millisecond
	barEvery = 100 * time.Millisecond
)

// A progress is standard error on a terminal with one line at its end that
// shows how far the work has come. The line goes before anything else is
// written, and when the work ends. A nil one shows nothing.
//
// The library makes the line; when it comes and goes is decided here, since the
// library would draw at once and know nothing of the log.
type progress struct {
	w     io.Writer
	width func() int

	mu     sync.Mutex
	bar    *pb.ProgressBar     // of the stage
	tick   func(now time.Time) // brings the bar up to date before it is drawn
	drawn  bool
	long   bool          // a line was drawn before: what follows is drawn at once
	ticker chan struct{} // closed to end the stage
	done   chan struct{}
}

// newProgress returns a progress that writes to a terminal.
func newProgress(w io.Writer, width func() int) *progress { return &progress{w: w, width: width} }

// Write takes the line away and writes b. The line comes back with the next
// tick.
func (b *progress) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.erase()
	return b.w.Write(text)
}

// Begin starts a stage of the work, whose bar is drawn with each tick, after a call of
// tick. Stages do not nest; one bar may go through several.
func (b *progress) Begin(bar *pb.ProgressBar, tick func(now time.Time)) {
	if bar.Set(pb.Static, true); !bar.IsStarted() {
		bar.Start()
	}
	b.bar, b.tick, b.ticker, b.done = bar, tick, make(chan struct{}), make(chan struct{})
	go b.run(time.Now())
}

// End ends the stage and takes the line away.
func (b *progress) End() {
	close(b.ticker)
	<-b.done
	b.mu.Lock()
	defer b.mu.Unlock()
	b.erase()
}

// run draws the line until the stage ends.
func (b *progress) run(from time.Time) {
	defer close(b.done)
	tick := time.NewTicker(barEvery)
	defer tick.Stop()
	for {
		select {
		case <-b.ticker:
			return
		case now := <-tick.C:
			if b.long || now.Sub(from) >= barAfter {
				b.tick(now)
				b.draw()
			}
		}
	}
}

// draw writes the line over the one before it. What has no room is left out:
// a line that breaks could not be taken away.
func (b *progress) draw() {
	b.mu.Lock()
	defer b.mu.Unlock()
	width := max(b.width()-1, 1)
	line := pb.StripString(Visible(b.bar.SetWidth(width).String()), width)
	b.drawn, b.long = true, true
	fmt.Fprintf(b.w, "\r%s\x1b[K", line)
}

func (b *progress) erase() {
	if b.drawn {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.drawn = false
	}
}

// The lines of a progress: of a run from its start to its end, and of other work.
const (
	WholeLine = `{{string . "work"}} {{bar . "[" "#" "#" "." "]"}} {{percent . "%3.0f %%" "100 %"}}  {{string . "part"}}{{etime .}}{{string . "left"}}`
	OpenLine  = `{{string . "work"}}, {{etime .}}`
)

// NewBar returns the bar of a stage of a job's work.
func NewBar(line, job, work string) *pb.ProgressBar {
	return new(pb.ProgressBar).SetTemplateString(line).SetMaxWidth(100).Set("work", job+": "+work).
		Set(pb.Bytes, true).Set(pb.TimeRound, time.Second)
}

// openBar shows progress where standard error is a terminal that can move its
// cursor, unless the program is quiet.
func (c *Console) openBar() {
	file, ok := c.screen.(*os.File)
	if !ok || c.Quiet || c.Getenv("TERM") == "dumb" || !term.IsTerminal(int(file.Fd())) {
		return
	}
	c.Bar = newProgress(file, func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 80
		}
		return width
	})
	c.talk.w = c.Bar
}
