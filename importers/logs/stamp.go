package logs

import (
	"regexp"
	"strings"
	"time"

	"reconcile/alipay"
)

// stampShape finds the time stamps of logs: 2026-03-10 09:15:09,123 and 2026/3/10 9:15:09, with a T
// and a zone or without, and 10/Mar/2026:09:15:09 +0800 of access logs.
var stampShape = regexp.MustCompile(`(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}:\d\d:\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?|(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})`)

// stampWithin is how far from the beginning of a line, or before a capture, a stamp is
// looked for, in bytes.
const stampWithin = 96

// timeIn returns when a line was logged that holds a capture at an index: by the stamp that
// stands before it, or by a field of JSON; zero where the line does not say.
func timeIn(text string, at int) time.Time {
	at = min(at, len(text))
	head := text[:at]
	if len(head) > 0 {
		for _, part := range [...]string{head[:min(len(head), stampWithin)], head[max(0, len(head)-stampWithin):]} {
			if t, ok := stampIn(part); ok {
				return t
			}
		}
	}
	return fieldTime(text)
}

// stampIn returns the first stamp in a text.
func stampIn(text string) (time.Time, bool) {
	if strings.IndexByte(text, ':') < 0 {
		return time.Time{}, false
	}
	m := stampShape.FindStringSubmatch(text)
	switch {
	case m == nil:
		return time.Time{}, false
	case m[6] != "":
		t, err := time.Parse("02/Jan/2006:15:04:05 -0700", m[6])
		return t, err == nil
	}
	stamp, layout := m[1]+"-"+m[2]+"-"+m[3]+" "+m[4], "2006-1-2 15:04:05"
	switch zone := m[5]; {
	case zone == "Z":
		t, err := time.Parse(layout, stamp)
		return t, err == nil
	case zone != "":
		t, err := time.Parse(layout+" -0700", stamp+" "+strings.ReplaceAll(zone, ":", ""))
		return t, err == nil
	}
	t, err := time.ParseInLocation(layout, stamp, alipay.Shanghai())
	return t, err == nil
}

// fieldTime returns the first of the times in the fields of JSON that can be parsed.
func fieldTime(text string) time.Time {
	if strings.IndexByte(text, '"') < 0 {
		return time.Time{}
	}
	for _, name := range [...]string{`"time"`, `"received_at"`, `"ts"`, `"@timestamp"`} {
		_, rest, ok := strings.Cut(text, name)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest[:min(len(rest), stampWithin)], " \t:\"")
		if end := strings.IndexAny(rest, `",}`); end >= 0 {
			if t, ok := parseLogTime(rest[:end]); ok {
				return t
			}
		}
	}
	return time.Time{}
}
