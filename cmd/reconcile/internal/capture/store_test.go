package capture

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/terminal"
)

// A fakeDisk holds the files of a store, what was written and what was synced
// of each, and fails when it is told to.
type fakeDisk struct {
	written, synced map[string]string
	opened          []string
	syncs           int
	room            int           // bytes that still fit; negative: no end
	syncFault       error         // of every sync
	openFault       error         // of every log that is opened
	taken           int           // how many logs more are taken away after their sync
	left            int64         // bytes that it tells are free
	leftFault       error         // of telling
	gate            chan struct{} // where there is one, each sync waits for it
}

func newFakeDisk() *fakeDisk {
	return &fakeDisk{written: map[string]string{}, synced: map[string]string{}, room: -1}
}

func (d *fakeDisk) openLog(name string) (LogFile, error) {
	if d.openFault != nil {
		return nil, d.openFault
	}
	d.opened = append(d.opened, name)
	return &fakeFile{disk: d, name: name}, nil
}

type fakeFile struct {
	disk   *fakeDisk
	name   string
	synced bool
	taken  bool
}

func (f *fakeFile) Write(p []byte) (int, error) {
	d := f.disk
	if d.room >= 0 && len(p) > d.room {
		f.disk.written[f.name] += string(p[:d.room])
		return d.room, syscall.ENOSPC
	}
	d.written[f.name] += string(p)
	return len(p), nil
}

func (f *fakeFile) Sync() error {
	d := f.disk
	if d.gate != nil {
		<-d.gate
	}
	d.syncs++
	f.synced = true
	if d.syncFault == nil {
		d.synced[f.name] = d.written[f.name]
	}
	return d.syncFault
}

func (f *fakeFile) Close() error { return nil }

func (f *fakeFile) Size() int64 { return int64(len(f.disk.written[f.name])) }

func (f *fakeFile) Kept() error {
	if f.synced && !f.taken && f.disk.taken > 0 {
		f.disk.taken--
		f.taken = true
	}
	if f.taken {
		return errTaken
	}
	return nil
}

func (d *fakeDisk) close() error { return nil }

func (d *fakeDisk) free() (int64, error) { return d.left, d.leftFault }

// openFake opens a store on a disk, by a clock that at tells.
func openFake(t *testing.T, d *fakeDisk, at func() time.Time, talk io.Writer) *LogWriter {
	t.Helper()
	c, err := newLogWriter(d, Options{Now: at, Log: terminal.NewConsole(unset, nil, talk).Log})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// putAll puts notifications at once and returns their answers.
func putAll(c *LogWriter, texts ...string) <-chan error {
	answers := make(chan error, len(texts))
	for _, text := range texts {
		go func() { answers <- c.Put(text, Unjudged) }()
	}
	return answers
}

// TestCapturesShareASync asks that what waits while the disk is busy shares the
// next write and sync, and that nothing is answered before.
func TestCapturesShareASync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDisk()
		d.gate = make(chan struct{})
		c := openFake(t, d, time.Now, io.Discard)
		first := putAll(c, "notify_id=0")
		synctest.Wait() // the first one is in its sync
		rest := putAll(c, "notify_id=1", "notify_id=2", "notify_id=3", "notify_id=4", "notify_id=5")
		synctest.Wait()
		if len(first) > 0 || len(rest) > 0 {
			t.Fatal("a notification was answered before any sync")
		}
		d.gate <- struct{}{}
		synctest.Wait()
		if len(first) != 1 || len(rest) > 0 {
			t.Fatalf("after the first sync %d and %d are answered, want 1 and 0", len(first), len(rest))
		}
		d.gate <- struct{}{}
		for _, answers := range []<-chan error{first, rest} {
			for range cap(answers) {
				if err := <-answers; err != nil {
					t.Errorf("put: %v", err)
				}
			}
		}
		if d.syncs != 2 {
			t.Errorf("%d syncs for 6 notifications, want 2", d.syncs)
		}
		for _, text := range d.synced {
			if got := strings.Count(text, "\n"); got != 6 {
				t.Errorf("%d lines are synced, want 6:\n%s", got, text)
			}
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if err := c.Put("notify_id=6", Unjudged); !errors.Is(err, errStopped) {
			t.Errorf("put after the end: %v", err)
		}
	})
}

// TestCapturesByDay asks that a notification is in the log of its day in
// Shanghai, whatever the zone of the host, and that a day's log is not begun
// anew when the clock is set back.
func TestCapturesByDay(t *testing.T) {
	now := time.Date(2026, 11, 15, 15, 59, 59, 999e6, time.UTC)
	d := newFakeDisk()
	c := openFake(t, d, func() time.Time { return now }, io.Discard)
	for id, step := range []time.Duration{0, time.Millisecond, -time.Millisecond, 24 * time.Hour} {
		now = now.Add(step)
		if err := c.Put(fmt.Sprintf("notify_id=%d", id), Unjudged); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"notify-20261115.jsonl": `{"time":"2026-11-15T23:59:59.999+08:00","body":"notify_id\u003d0"}` + "\n" +
			`{"time":"2026-11-15T23:59:59.999+08:00","body":"notify_id\u003d2"}` + "\n",
		"notify-20261116.jsonl": `{"time":"2026-11-16T00:00:00.000+08:00","body":"notify_id\u003d1"}` + "\n" +
			`{"time":"2026-11-16T23:59:59.999+08:00","body":"notify_id\u003d3"}` + "\n",
	}
	for name, text := range want {
		if d.synced[name] != text {
			t.Errorf("%s holds\n%s, want\n%s", name, d.synced[name], text)
		}
	}
	if len(d.synced) != len(want) {
		t.Errorf("files %v, want %d", d.opened, len(want))
	}
}

// moment is a time of a day of November 2026 in Shanghai.
func moment(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, alipay.Shanghai())
}
