package logs

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"reconcile/alipay"
)

// A jsonLine is the fields of a JSON object in a log that matter (§3.1).
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

// locate returns the body in a log line, where it begins and when it was logged; at is
// zero if the line does not say. A line that looks like JSON and has no body in one of its
// fields is searched as plain text; start is −1 for one that has.
func (p pattern) locate(text string) (body string, start int, at time.Time, ok bool) {
	if isObject(text) && strings.Contains(text, p.hint) {
		if body, at, ok = p.locateJSON(text); ok {
			return body, -1, at, true
		}
	}
	if body, start, ok = p.next(text, 0); ok {
		at = timeIn(text, start)
	}
	return body, start, at, ok
}

func (p pattern) locateJSON(text string) (string, time.Time, bool) {
	var line jsonLine
	if json.Unmarshal([]byte(text), &line) != nil {
		return "", time.Time{}, false
	}
	for _, field := range []any{line.Body, line.RequestBody, line.Query, line.Data} {
		s, isString := field.(string)
		if !isString {
			continue
		}
		// U+FFFD is what encoding/json puts for invalid bytes.
		if body, _, ok := p.next(s, 0); ok && !strings.ContainsRune(body, utf8.RuneError) {
			return body, line.at(), true
		}
	}
	return "", time.Time{}, false
}

// at returns the first of the line's times that can be parsed, or zero.
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
