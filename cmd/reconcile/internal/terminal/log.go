package terminal

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/words"
)

// The forms of the log: sentences for people, or one JSON object a line for
// programs.
const (
	LogText = "text"
	LogJSON = "json"
)

// OpenLog opens the log that the flags ask for.
//
// Errors: *hint.UsageError.
func (c *Console) OpenLog() error {
	least, err := c.leastLevel()
	if err != nil {
		return err
	}
	switch c.LogForm {
	case LogText:
		c.openBar()
		c.Log = slog.New(newTextHandler(c.Stderr, least, c.Language))
	case LogJSON:
		c.Log = slog.New(slog.NewJSONHandler(c.screen, &slog.HandlerOptions{Level: least, ReplaceAttr: plainAttr}))
	default:
		return &hint.UsageError{Err: words.Errorf("--log %s: want text or json", alipay.Quote(c.LogForm))}
	}
	return nil
}

// UsageLog opens the log for an error of the command line, as far as its flags
// were understood.
func (c *Console) UsageLog() {
	if c.LogForm == LogJSON {
		c.Log = slog.New(slog.NewJSONHandler(c.screen, &slog.HandlerOptions{ReplaceAttr: plainAttr}))
	}
}

// logsJSON reports whether the log is open for programs.
func (c *Console) logsJSON() bool {
	_, ok := c.Log.Handler().(*slog.JSONHandler)
	return ok
}

// leastLevel is the least level that is logged. A quiet program logs errors
// alone.
func (c *Console) leastLevel() (slog.Level, error) {
	names := []string{"debug", "info", "warn", "error"}
	levels := []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError}
	i := slices.Index(names, c.LogLevel)
	if i < 0 {
		return 0, &hint.UsageError{Err: words.Errorf("--log-level %s: want one of %s", alipay.Quote(c.LogLevel), strings.Join(names, ", "))}
	}
	if c.Quiet {
		return slog.LevelError, nil
	}
	return levels[i], nil
}

// plainAttr writes times in Shanghai, and durations and addresses as the text
// that people read.
func plainAttr(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value; v.Kind() {
	case slog.KindTime:
		a.Value = slog.StringValue(v.Time().In(alipay.Shanghai()).Format(time.RFC3339Nano))
	case slog.KindDuration:
		a.Value = slog.StringValue(v.Duration().String())
	case slog.KindAny:
		if s, ok := v.Any().(fmt.Stringer); ok {
			a.Value = slog.StringValue(s.String())
		}
	}
	return a
}

// Stay makes the log that of a program that stays: each line with its time,
// and no progress bar.
func (c *Console) Stay() {
	c.Bar = nil
	if t, ok := c.Log.Handler().(*textHandler); ok {
		c.Log = slog.New(t.withTime())
	}
}

// A textHandler is the program's log: lines such as "reconcile: nightly: reading 6
// files job=nightly", warnings marked as such.
type textHandler struct {
	mu    *sync.Mutex
	w     io.Writer
	least slog.Level
	clock bool
	about string // the job that the lines are about; empty for none
	attrs []slog.Attr
	in    words.Language
}

// newTextHandler returns a log that writes what has at least a level.
func newTextHandler(w io.Writer, least slog.Level, in words.Language) *textHandler {
	return &textHandler{mu: new(sync.Mutex), w: w, least: least, in: in}
}

// LanguageOf is the language of a log: that of people, or English where it is for
// programs.
func LanguageOf(log *slog.Logger) words.Language {
	if t, ok := log.Handler().(*textHandler); ok {
		return t.in
	}
	return words.English
}

// withTime returns a log whose lines begin with their time in Shanghai.
func (t textHandler) withTime() *textHandler { t.clock = true; return &t }

// Enabled reports whether a level is written.
func (t *textHandler) Enabled(_ context.Context, level slog.Level) bool { return level >= t.least }

// WithAttrs returns a log that adds attrs to every line.
func (t textHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	t.attrs = append(t.attrs[:len(t.attrs):len(t.attrs)], attrs...)
	return &t
}

// WithGroup is not used by the program and changes nothing.
func (t *textHandler) WithGroup(string) slog.Handler { return t }

// Handle writes one line.
func (t *textHandler) Handle(_ context.Context, r slog.Record) error {
	var b bytes.Buffer
	b.WriteString("reconcile: ")
	if t.clock {
		b.WriteString(r.Time.In(alipay.Shanghai()).Format(time.DateTime) + " ")
	}
	if r.Level >= slog.LevelWarn && r.Level < slog.LevelError {
		b.WriteString(t.in.Sprint("warning: "))
	}
	if t.about != "" {
		b.WriteString(Visible(t.about) + ": ")
	}
	b.WriteString(Visible(t.in.Sprint(r.Message)))
	write := func(a slog.Attr) bool {
		text := a.Value.String()
		if err, ok := a.Value.Any().(error); ok {
			text = t.in.Error(err)
		}
		fmt.Fprintf(&b, " %s=%s", a.Key, Visible(text))
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

// NewServerLog returns a log for people of a program that stays: each line with its
// time. A quiet one keeps errors only.
func NewServerLog(w io.Writer, quiet bool, in words.Language) *slog.Logger {
	least := slog.LevelInfo
	if quiet {
		least = slog.LevelError
	}
	return slog.New(newTextHandler(w, least, in).withTime())
}

// ForJob returns a log about a job and one of its runs, 0 for none. To people the
// message names the run where it matters.
func ForJob(log *slog.Logger, job string, run int64) *slog.Logger {
	if t, ok := log.Handler().(*textHandler); ok {
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
