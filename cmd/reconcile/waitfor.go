package main

import (
	"fmt"
	"slices"
	"time"

	"reconcile/alipay"
)

// A waitFor is input that may come late: a scheduled run waits until one of
// the job's patterns matches a file that no earlier run has read, and goes on
// as incomplete where none came in time.
type waitFor struct {
	source source
	until  time.Duration // the end, from midnight in Shanghai
}

// maxWait is how long a run may wait: beyond it the night is another one's.
const maxWait = 12 * time.Hour

// readWaitFor takes what a job waits for, nil where it waits for nothing.
func (j *job) readWaitFor(v value) *waitFor {
	if !v.present() {
		return nil
	}
	f := v.fields("pattern", "until")
	until, ok := f.need("until", "a time of day such as \"04:00\"").timeOfDay()
	w := &waitFor{until: until}
	pattern := f.need("pattern", "one of the patterns of this job")
	w.source.pattern = pattern.text()
	i := slices.IndexFunc(j.sources, func(s source) bool { return s.pattern == w.source.pattern })
	switch {
	case w.source.pattern == "" || !ok:
		return nil
	case i < 0:
		pattern.fail("%s: want one of the patterns under notify:, orders: or requests: as it stands there", alipay.Quote(w.source.pattern))
		return nil
	case j.schedule == nil:
		v.fail("a job without a schedule waits for nothing: leave it out")
		return nil
	}
	w.source = j.sources[i]
	night := j.schedule.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if end := w.end(night); end.Sub(night) > maxWait || !end.Before(j.schedule.Next(night)) {
		f.get("until").fail("that is %s after the run's time: want at most 12h, and before its next time", end.Sub(night))
	}
	return w
}

// timeOfDay reads a time of day as the length of time from midnight.
func (v value) timeOfDay() (time.Duration, bool) {
	s, ok := v.scalar("a time of day such as \"04:00\"")
	if !ok {
		return 0, false
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		v.fail("%s: want a time of day such as \"04:00\"", alipay.Quote(s))
		return 0, false
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, true
}

// end is when a night stops waiting: the first such time of day after its own.
func (w *waitFor) end(night time.Time) time.Time {
	year, month, day := night.In(alipay.Shanghai()).Date()
	at := time.Date(year, month, day, 0, 0, 0, 0, alipay.Shanghai()).Add(w.until)
	if at.Before(night) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// clock prints the end as the configuration has it.
func (w *waitFor) clock() string {
	return fmt.Sprintf("%02d:%02d", w.until/time.Hour, w.until%time.Hour/time.Minute)
}
