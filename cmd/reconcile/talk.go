package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"reconcile/alipay"
)

// A talk is the program's log: lines such as "reconcile: nightly: reading 6
// files job=nightly", warnings marked as such.
type talk struct {
	mu    *sync.Mutex
	w     io.Writer
	least slog.Level
	clock bool
	about string // the job that the lines are about; empty for none
	attrs []slog.Attr
}

// newTalk returns a talk that writes to w; a quiet one keeps errors only.
func newTalk(w io.Writer, quiet bool) *talk {
	least := slog.LevelInfo
	if quiet {
		least = slog.LevelError
	}
	return newTalkAt(w, least)
}

// newTalkAt returns a talk that writes what has at least a level.
func newTalkAt(w io.Writer, least slog.Level) *talk {
	return &talk{mu: new(sync.Mutex), w: w, least: least}
}

// withClock returns a talk whose lines begin with their time in Shanghai.
func (t talk) withClock() *talk { t.clock = true; return &t }

// Enabled tells whether a level is written.
func (t *talk) Enabled(_ context.Context, level slog.Level) bool { return level >= t.least }

// WithAttrs returns a talk that adds attrs to every line.
func (t talk) WithAttrs(attrs []slog.Attr) slog.Handler {
	t.attrs = append(t.attrs[:len(t.attrs):len(t.attrs)], attrs...)
	return &t
}

// WithGroup is not used by the program and changes nothing.
func (t *talk) WithGroup(string) slog.Handler { return t }

// Handle writes one line.
func (t *talk) Handle(_ context.Context, r slog.Record) error {
	var b bytes.Buffer
	b.WriteString("reconcile: ")
	if t.clock {
		b.WriteString(r.Time.In(alipay.Shanghai()).Format(time.DateTime) + " ")
	}
	if r.Level >= slog.LevelWarn && r.Level < slog.LevelError {
		b.WriteString("warning: ")
	}
	if t.about != "" {
		b.WriteString(visible(t.about) + ": ")
	}
	b.WriteString(visible(r.Message))
	write := func(a slog.Attr) bool {
		fmt.Fprintf(&b, " %s=%s", a.Key, visible(a.Value.String()))
		return true
	}
	for _, a := range t.attrs {
		write(a)
	}
	r.Attrs(write)
	b.WriteByte('\n')
	t.mu.Lock()
	defer t.mu.Unlock()
	_, err := t.w.Write(b.Bytes())
	return err
}

// newServerLog returns a log for people of a program that stays: each line with its time.
func newServerLog(w io.Writer, quiet bool) *slog.Logger {
	return slog.New(newTalk(w, quiet).withClock())
}

// forJob returns a log about a job and one of its runs, 0 for none. To people the
// message names the run where it matters.
func forJob(log *slog.Logger, job string, run int64) *slog.Logger {
	if t, ok := log.Handler().(*talk); ok {
		about := *t
		about.about = job
		return slog.New(&about)
	}
	log = log.With("job", job)
	if run > 0 {
		log = log.With("run", run)
	}
	return log
}
