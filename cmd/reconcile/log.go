package main

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// The forms of the log: sentences for people, or one JSON object a line for
// programs.
const (
	logText = "text"
	logJSON = "json"
)

// openLog opens the log that the flags ask for.
//
// Errors: *usageError.
func (p *program) openLog() error {
	least, err := p.leastLevel()
	if err != nil {
		return err
	}
	switch p.settings.log {
	case logText:
		p.openBar()
		p.log = slog.New(newTalkAt(p.stderr, least))
	case logJSON:
		p.log = slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{Level: least, ReplaceAttr: plainAttr}))
	default:
		return &usageError{fmt.Errorf("--log %s: want text or json", alipay.Quote(p.settings.log))}
	}
	return nil
}

// usageLog opens the log for an error of the command line, as far as its flags
// were understood.
func (p *program) usageLog() {
	if p.settings.log == logJSON {
		p.log = slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{ReplaceAttr: plainAttr}))
	}
}

// logsJSON tells whether the log is open for programs.
func (p *program) logsJSON() bool {
	_, ok := p.log.Handler().(*slog.JSONHandler)
	return ok
}

// leastLevel is the least level that is logged. A quiet program logs errors
// alone.
func (p *program) leastLevel() (slog.Level, error) {
	names := []string{"debug", "info", "warn", "error"}
	levels := []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError}
	i := slices.Index(names, p.logLevel)
	if i < 0 {
		return 0, &usageError{fmt.Errorf("--log-level %s: want one of %s", alipay.Quote(p.logLevel), strings.Join(names, ", "))}
	}
	if p.quiet {
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

// serve makes the log that of a program that stays: each line with its time,
// and no progress bar.
func (p *program) serve() {
	p.bar = nil
	if t, ok := p.log.Handler().(*talk); ok {
		p.log = slog.New(t.withClock())
	}
}

// about is the log of the night's job and of one of its runs, 0 for none. To
// people the message names the run where it matters.
func (n *night) about(run int64) *slog.Logger {
	if t, ok := n.log.Handler().(*talk); ok {
		return slog.New(t.ofJob(n.job.name))
	}
	log := n.log.With("job", n.job.name)
	if run > 0 {
		log = log.With("run", run)
	}
	return log
}

// debugFile logs what became of one input.
func (n *night) debugFile(run int64, f ledger.RunFile) {
	n.about(run).Debug("read "+f.Path, "lines", f.Lines, "accepted", f.Accepted, "duplicate", f.Duplicate, "rejected", f.Rejected, "ignored", f.Ignored, "unchanged", f.Unchanged)
}
