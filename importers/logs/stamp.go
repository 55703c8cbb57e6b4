package logs

import (
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
)

// stampWithin is how far from the beginning of a line, or before a capture, a time stamp is
// looked for, in bytes.
const stampWithin = 96

// A clock tells when captures in a text were logged: by the fields of its JSON, or the
// stamp that stands before each.
type clock struct {
	text  string
	field time.Time // of JSON
	asked bool      // whether there is one
}

// at returns when the capture at an index was logged, zero where the text does not say.
func (c *clock) at(i int) time.Time {
	if isObject(c.text) {
		if t := c.fieldTime(); !t.IsZero() {
			return t
		}
	}
	head := c.text[:min(i, len(c.text))]
	if t, ok := stampIn(head[:min(len(head), stampWithin)]); ok {
		return t
	}
	if len(head) > stampWithin {
		if t, ok := stampIn(head[max(stampWithin, len(head)-stampWithin):]); ok {
			return t
		}
	}
	return c.fieldTime()
}

// fieldTime looks for the field once: a text may hold many captures.
func (c *clock) fieldTime() time.Time {
	if !c.asked {
		c.field, c.asked = fieldTime(c.text), true
	}
	return c.field
}

// timeIn returns when the only capture in a text was logged, which begins at an index.
func timeIn(text string, at int) time.Time { return (&clock{text: text}).at(at) }

// stampIn returns the first time stamp in a text: 2026-03-10 09:15:09,123 or 2026/3/10 9:15:09,
// with a T and a zone or without, in Shanghai where it names none; or
// 10/Mar/2026:09:15:09 +0800 of access logs.
func stampIn(text string) (time.Time, bool) {
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		s := stampReader{rest: text[i:]}
		if t, ok := s.read(); ok {
			return t, true
		}
		for i+1 < len(text) && isDigit(text[i+1]) {
			i++
		}
	}
	return time.Time{}, false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// A stampReader reads a time stamp at the beginning of a text.
type stampReader struct {
	rest string
	bad  bool
}

// number reads digits, at least and at most so many.
func (s *stampReader) number(least, most int) (n int) {
	width := 0
	for width < most && width < len(s.rest) && isDigit(s.rest[width]) {
		n = 10*n + int(s.rest[width]-'0')
		width++
	}
	s.bad = s.bad || width < least
	s.rest = s.rest[width:]
	return n
}

// one reads one of some bytes.
func (s *stampReader) one(bytes string) (c byte) {
	if s.rest == "" || strings.IndexByte(bytes, s.rest[0]) < 0 {
		s.bad = true
		return 0
	}
	c, s.rest = s.rest[0], s.rest[1:]
	return c
}

func (s *stampReader) read() (time.Time, bool) {
	if len(s.rest) > 3 && s.rest[2] == '/' && !isDigit(s.rest[3]) {
		return s.access()
	}
	year := s.number(4, 4)
	separator := s.one("-/")
	month := s.number(1, 2)
	s.one(string(separator))
	day := s.number(1, 2)
	s.one(" T")
	hour, minute, second := s.clock()
	if s.bad || month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	if s.rest != "" && strings.IndexByte(".,", s.rest[0]) >= 0 {
		s.rest = strings.TrimLeft(s.rest[1:], "0123456789")
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, s.zone()), true
}

// clock reads hours, minutes and seconds.
func (s *stampReader) clock() (hour, minute, second int) {
	hour = s.number(1, 2)
	s.one(":")
	minute = s.number(2, 2)
	s.one(":")
	second = s.number(2, 2)
	s.bad = s.bad || hour > 23 || minute > 59 || second > 60
	return hour, minute, second
}

// zone reads Z, +08:00 or +0800. Shanghai is where there is none.
func (s *stampReader) zone() *time.Location {
	if strings.HasPrefix(s.rest, "Z") {
		return time.UTC
	}
	sign := s.one("+-")
	hours := s.number(2, 2)
	s.rest = strings.TrimPrefix(s.rest, ":")
	seconds := (hours*60 + s.number(2, 2)) * 60
	switch {
	case s.bad:
		return alipay.Shanghai()
	case sign == '-':
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

// access reads the stamp of an access log.
func (s *stampReader) access() (time.Time, bool) {
	const layout = "02/Jan/2006:15:04:05 -0700"
	if len(s.rest) < len(layout) {
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s.rest[:len(layout)])
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
