package logs

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"reconcile/alipay"
)

// A jsonLine is what is read of a log line that is a JSON object (§3.1).
type jsonLine struct {
	Body        any             `json:"body"`
	RequestBody any             `json:"request_body"`
	Query       any             `json:"query"`
	Data        any             `json:"data"`
	Time        json.RawMessage `json:"time"`
	ReceivedAt  json.RawMessage `json:"received_at"`
	TS          json.RawMessage `json:"ts"`
	Timestamp   json.RawMessage `json:"@timestamp"`
}

// locate returns the capture in a log line and when it was logged; at is zero
// where the line does not say. A line that looks like JSON and holds no capture
// in one of its fields is searched as plain text.
func (f pattern) locate(text string) (capture string, at time.Time, ok bool) {
	if isObject(text) && strings.Contains(text, f.hint) {
		if capture, at, ok = f.locateJSON(text); ok {
			return capture, at, true
		}
	}
	capture, ok = f.find(text)
	return capture, time.Time{}, ok
}

func (f pattern) locateJSON(text string) (string, time.Time, bool) {
	var line jsonLine
	if json.Unmarshal([]byte(text), &line) != nil {
		return "", time.Time{}, false
	}
	for _, field := range []any{line.Body, line.RequestBody, line.Query, line.Data} {
		s, isString := field.(string)
		if !isString {
			continue
		}
		// U+FFFD is what encoding/json puts for bytes it cannot read.
		if capture, ok := f.find(s); ok && !strings.ContainsRune(capture, utf8.RuneError) {
			return capture, line.at(), true
		}
	}
	return "", time.Time{}, false
}

// at is the first of the line's times that can be read.
func (l jsonLine) at() time.Time {
	for _, raw := range []json.RawMessage{l.Time, l.ReceivedAt, l.TS, l.Timestamp} {
		if t, ok := parseLogTime(strings.Trim(string(raw), `"`)); ok {
			return t
		}
	}
	return time.Time{}
}

// parseLogTime reads RFC 3339, yyyy-MM-dd HH:mm:ss in Shanghai with or without
// a fraction, and Unix seconds or milliseconds.
func parseLogTime(s string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, true
	}
	if t, err := time.ParseInLocation(alipay.TimeLayout, s, alipay.Shanghai()); err == nil {
		return t, true
	}
	whole, _, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	const latest = 100_000_000_000 // seconds: the year 5138; milliseconds: March 1973
	switch {
	case err != nil || n <= 0 || n >= latest*1000:
		return time.Time{}, false
	case n < latest:
		return time.Unix(n, 0), true
	}
	return time.UnixMilli(n), true
}

// isObject reports whether a line looks like a JSON object.
func isObject(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, " \t"), "{")
}
