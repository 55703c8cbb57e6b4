package terminal

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestProgressComesAndGoes asks that a line comes for work that is long, no
// oftener than ten times a second, makes room for what is written meanwhile, and
// is gone in the end; that short work shows none; and that what follows long work
// shows at once.
func TestProgressComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var screen bytes.Buffer
		b := newProgress(&screen, func() int { return 10 })
		stage := func(d time.Duration, say string) string {
			b.Begin(NewBar(OpenLine, "退款", "a line too long"), func(time.Time) {})
			time.Sleep(d)
			if say != "" {
				if _, err := b.Write([]byte(say)); err != nil {
					t.Error(err)
				}
			}
			b.End()
			defer screen.Reset()
			return screen.String()
		}
		const line, gone = "\r退款: a l\x1b[K", "\r\x1b[K"
		if got := stage(450*time.Millisecond, ""); got != "" {
			t.Errorf("short work shows %q, want nothing", got)
		}
		if got, want := stage(1050*time.Millisecond, "said\n"), strings.Repeat(line, 6)+gone+"said\n"; got != want {
			t.Errorf("long work shows %q, want %q", got, want)
		}
		if got, want := stage(150*time.Millisecond, ""), line+gone; got != want {
			t.Errorf("what follows shows %q, want %q", got, want)
		}
	})
}
