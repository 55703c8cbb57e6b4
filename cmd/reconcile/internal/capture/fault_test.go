package capture

import (
	"errors"
	"io"
	"log/slog"
	"strings"
	"syscall"
	"testing"
	"time"

	"reconcile/alipay"
)

// TestCapturesOnAFullDisk asks that nothing is answered that the disk did not
// take, that the log is opened anew after that, and that people are told once.
func TestCapturesOnAFullDisk(t *testing.T) {
	d := newFakeDisk()
	var talk strings.Builder
	c := openFake(t, d, func() time.Time { return moment(15, 12, 0) }, &talk)
	d.room = 10
	for range 3 {
		if err := c.Put("notify_id=1", Unjudged); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("put on a full disk: %v", err)
		}
	}
	d.room = -1
	for range 2 {
		if err := c.Put("notify_id=2", Unjudged); err != nil {
			t.Errorf("put when there is room again: %v", err)
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if len(d.opened) != 4 {
		t.Errorf("the log was opened %d times, want once and after each of 3 failures", len(d.opened))
	}
	want := "reconcile: notifications are not stored, Alipay will send them again cause=no space left on device\n" +
		"reconcile: warning: notifications are stored again file=notify-20261115.jsonl\n"
	if talk.String() != want {
		t.Errorf("told\n%s, want\n%s", talk.String(), want)
	}
}

// TestCapturesAfterAFailedSync asks that after a sync that failed nothing is
// stored any more, though the next sync would go well.
func TestCapturesAfterAFailedSync(t *testing.T) {
	d := newFakeDisk()
	c := openFake(t, d, func() time.Time { return moment(15, 12, 0) }, io.Discard)
	d.syncFault = syscall.EIO
	first := c.Put("notify_id=1", Unjudged)
	d.syncFault = nil
	second := c.Put("notify_id=2", Unjudged)
	<-c.Broken
	for _, err := range []error{first, second, c.Close()} {
		if !errors.Is(err, errUnsynced) || !errors.Is(err, syscall.EIO) {
			t.Errorf("after a failed sync: %v", err)
		}
	}
	if d.syncs != 1 || strings.Contains(d.written["notify-20261115.jsonl"], "2\"}") {
		t.Errorf("after a failed sync the store went on: %d syncs, %q", d.syncs, d.written)
	}
}

// TestCapturesWithoutALog asks that a log that does not open fails the start,
// and later what is put, until it opens.
func TestCapturesWithoutALog(t *testing.T) {
	d := newFakeDisk()
	now := moment(15, 12, 0)
	o := Options{Now: func() time.Time { return now.In(alipay.Shanghai()) }, Log: slog.New(slog.DiscardHandler)}
	d.openFault = syscall.EMFILE
	if _, err := newLogWriter(d, o); !errors.Is(err, d.openFault) {
		t.Errorf("start without a log: %v", err)
	}
	d.openFault = nil
	c, err := newLogWriter(d, o)
	if err != nil {
		t.Fatal(err)
	}
	now, d.openFault = moment(16, 0, 0), syscall.EMFILE
	if err := c.Put("notify_id=1", Unjudged); !errors.Is(err, d.openFault) {
		t.Errorf("put without a log: %v", err)
	}
	d.openFault = nil
	if err := errors.Join(c.Put("notify_id=2", Unjudged), c.Close()); err != nil {
		t.Errorf("put when the log opens again: %v", err)
	}
	if text := d.synced["notify-20261116.jsonl"]; strings.Count(text, "\n") != 1 {
		t.Errorf("the log of the 16th holds %q, want one line", text)
	}
}
