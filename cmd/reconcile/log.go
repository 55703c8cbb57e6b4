package main

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
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
func (c *console) openLog() error {
	least, err := c.leastLevel()
	if err != nil {
		return err
	}
	switch c.logForm {
	case logText:
		c.openBar()
		c.log = slog.New(newTalkAt(c.stderr, least))
	case logJSON:
		c.log = slog.New(slog.NewJSONHandler(c.stderr, &slog.HandlerOptions{Level: least, ReplaceAttr: plainAttr}))
	default:
		return &usageError{fmt.Errorf("--log %s: want text or json", alipay.Quote(c.logForm))}
	}
	return nil
}

// usageLog opens the log for an error of the command line, as far as its flags
// were understood.
func (c *console) usageLog() {
	if c.logForm == logJSON {
		c.log = slog.New(slog.NewJSONHandler(c.stderr, &slog.HandlerOptions{ReplaceAttr: plainAttr}))
	}
}

// logsJSON tells whether the log is open for programs.
func (c *console) logsJSON() bool {
	_, ok := c.log.Handler().(*slog.JSONHandler)
	return ok
}

// leastLevel is the least level that is logged. A quiet program logs errors
// alone.
func (c *console) leastLevel() (slog.Level, error) {
	names := []string{"debug", "info", "warn", "error"}
	levels := []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError}
	i := slices.Index(names, c.logLevel)
	if i < 0 {
		return 0, &usageError{fmt.Errorf("--log-level %s: want one of %s", alipay.Quote(c.logLevel), strings.Join(names, ", "))}
	}
	if c.quiet {
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

// stay makes the log that of a program that stays: each line with its time,
// and no progress bar.
func (c *console) stay() {
	c.bar = nil
	if t, ok := c.log.Handler().(*talk); ok {
		c.log = slog.New(t.withClock())
	}
}
