package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// When a progress line is drawn: not for work that is short, and no oftener
// than people can see.
const (
	barAfter = 500 * time.Millisecond
	barEvery = 100 * time.Millisecond
)

// A progress is standard error on a terminal with one line at its end that
// tells how far the work has come. The line goes before anything else is
// written, and when the work ends. A nil one shows nothing.
type progress struct {
	w     io.Writer
	width func() int

	mu     sync.Mutex
	line   func(elapsed time.Duration) string
	drawn  bool
	long   bool          // a line was drawn before: what follows is drawn at once
	ticker chan struct{} // closed to end the stage
	done   chan struct{}
}

// openBar shows progress where standard error is a terminal that can move its
// cursor, unless the program is quiet.
func (c *console) openBar() {
	file, ok := c.stderr.(*os.File)
	if !ok || c.quiet || c.getenv("TERM") == "dumb" || !term.IsTerminal(int(file.Fd())) {
		return
	}
	c.bar = newProgress(file, func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 80
		}
		return width
	})
	c.stderr = c.bar
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

// begin starts a stage of the work, whose line is made anew with each tick.
// Stages do not nest.
func (b *progress) begin(line func(elapsed time.Duration) string) {
	b.line, b.ticker, b.done = line, make(chan struct{}), make(chan struct{})
	go b.run(time.Now())
}

// end ends the stage and takes the line away.
func (b *progress) end() {
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
			if elapsed := now.Sub(from); b.long || elapsed >= barAfter {
				b.draw(elapsed)
			}
		}
	}
}

// draw writes the line over the one before it. What has no room is left out:
// a line that breaks could not be taken away.
func (b *progress) draw(elapsed time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	line := runewidth.Truncate(visible(b.line(elapsed)), max(b.width()-1, 0), "")
	b.drawn, b.long = true, true
	fmt.Fprintf(b.w, "\r%s\x1b[K", line)
}

func (b *progress) erase() {
	if b.drawn {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.drawn = false
	}
}

// gauge draws a share of a whole, such as "[#####.....]  50 %".
func gauge(part, whole int64) string {
	const cells = 16
	if whole <= 0 {
		part, whole = 1, 1
	}
	part = min(max(part, 0), whole)
	full := int(part * cells / whole)
	return fmt.Sprintf("[%s%s] %3d %%", strings.Repeat("#", full), strings.Repeat(".", cells-full), part*100/whole)
}
