package capture

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/terminal"
)

// TestQuota asks that a day takes so many bytes and no more, whatever becomes of
// its logs meanwhile, that the next day begins anew, and that people are told
// once.
func TestQuota(t *testing.T) {
	line := Size(len(Line(moment(15, 12, 0), "notify_id=1", Unjudged)))
	now := moment(15, 12, 0)
	d := newFakeDisk()
	d.written["notify-20261115.jsonl"] = strings.Repeat("x", int(line)) // by the process before
	var talk strings.Builder
	o := Options{Now: func() time.Time { return now }, Log: terminal.NewConsole(unset, nil, &talk).Log, Limits: Limits{MaxPerDay: 3*line + 1}}
	c, err := newLogWriter(d, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{nil, nil, errNoRoom, errNoRoom} {
		if i == 1 { // the log is taken away, and a new one has nothing
			d.written["notify-20261115.jsonl"], d.taken = "", 1
		}
		if err := c.Put("notify_id=1", Unjudged); !errors.Is(err, want) {
			t.Errorf("put %d: %v, want %v", i, err, want)
		}
	}
	now = moment(16, 0, 0)
	if err := errors.Join(c.Put("notify_id=2", Unjudged), c.Close()); err != nil {
		t.Errorf("on the next day: %v", err)
	}
	if got := strings.Count(talk.String(), "are not stored"); got != 1 || !strings.Contains(talk.String(), "a day of --max-per-day") {
		t.Errorf("told %d times:\n%s", got, &talk)
	}
}

// TestFloor asks that nothing is written once the disk would have less free than
// was asked for, or does not tell, and that it is when there is room again.
func TestFloor(t *testing.T) {
	line := Size(len(Line(moment(15, 12, 0), "notify_id=1", Unjudged)))
	d := newFakeDisk()
	o := Options{Now: func() time.Time { return moment(15, 12, 0) }, Log: terminal.NewConsole(unset, nil, t.Output()).Log, Limits: Limits{MinFree: 1 << 20}}
	c, err := newLogWriter(d, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		left        Size
		fault, want error
	}{
		{1<<20 + line, nil, nil}, {1<<20 + line - 1, nil, errNoRoom}, {0, nil, errNoRoom},
		{1 << 30, syscall.EIO, syscall.EIO}, {1 << 30, nil, nil},
	} {
		d.left, d.leftFault = int64(step.left), step.fault
		if err := c.Put("notify_id=1", Unjudged); !errors.Is(err, step.want) {
			t.Errorf("with %d bytes left: %v, want %v", step.left, err, step.want)
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.Count(d.synced["notify-20261115.jsonl"], "\n"); got != 2 {
		t.Errorf("%d lines are stored, want 2", got)
	}
}

// TestFloorOfARealDisk asks that a floor that no disk has refuses, and one that
// any has does not.
func TestFloorOfARealDisk(t *testing.T) {
	for _, floor := range []Size{1, 1 << 60} {
		o := Options{Dir: t.TempDir(), Now: time.Now, Log: terminal.NewConsole(unset, nil, t.Output()).Log, Limits: Limits{MinFree: floor}}
		c, err := Open(o)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Put("notify_id=1", Unjudged); errors.Is(err, errNoRoom) != (floor > 1) {
			t.Errorf("with a floor of %d: %v", floor, err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestGrowth asks that no body takes much more room than it has.
func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		fill string
		most float64
	}{{"=", 1.01}, {"&", 1.01}, {"%41", 1.01}, {"a=b&", 1.01}, {"abc=", 1.01}, {"sign=", 2.01}, {"xnotify_id=&", 1.5}, {"\"", 3.01}, {"\x00", 3.01}, {"\xff", 3.01}, {"<", 3.01}} {
		body := "notify_id=1&" + strings.Repeat(c.fill, 10_000)
		text, err := Text(body)
		if err != nil {
			t.Fatal(err)
		}
		if got := float64(len(Line(moment(15, 12, 0), text, Unjudged))) / float64(len(body)); got > c.most {
			t.Errorf("a body of %q takes %.2f times its room, want %.2f at most", c.fill, got, c.most)
		}
	}
}

// TestSize asks what is a size, and that what is printed reads back.
func TestSize(t *testing.T) {
	for text, want := range map[string]Size{"0": 0, "1KiB": 1 << 10, "256MiB": 256 << 20, "2GiB": 2 << 30} {
		var got Size
		if err := got.Set(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s is %d, %v, printed %s, want %d", text, got, err, got, want)
		}
	}
	for _, text := range []string{"", "1", "-1", "1M", "1 MiB", "1.5GiB", "9999999999GiB", "00000000001KiB", "1mib"} {
		var got Size
		if err := got.Set(text); err == nil {
			t.Errorf("%q is %d, want an error", text, got)
		}
	}
}
