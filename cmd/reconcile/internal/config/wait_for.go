package config

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
	Source Source
	until  time.Duration // the end, from midnight in Shanghai
}

// maxWait is how long a run may wait: beyond it the night is another one's.
const maxWait = 12 * time.Hour

// waitForKeys are the keys of what a job waits for.
func waitForKeys(w *waitFor) []key {
	w.until = -1 // none is read yet
	return []key{
		{name: "pattern", form: text(&w.Source.Pattern), need: "one of the patterns of this job", example: "notify/*", doc: "One of the patterns of the job, as it stands there."},
		{name: "until", form: timeOfDay(&w.until), need: "a time of day such as \"04:00\"", example: `"04:00"`, doc: "The end of waiting, in Asia/Shanghai, at most 12 hours after the run's time."},
	}
}

// checkWaitFor checks what a job waits for against its sources and its schedule.
func (j *Job) checkWaitFor(v value, given map[string]value, w *waitFor) {
	i := slices.IndexFunc(j.Sources, func(s Source) bool { return s.Pattern == w.Source.Pattern })
	switch {
	case w.Source.Pattern == "" || w.until < 0:
		return
	case i < 0:
		given["pattern"].fail("%s: want one of the patterns under notify:, orders: or requests: as it stands there", alipay.Quote(w.Source.Pattern))
		return
	case j.Schedule == nil:
		v.fail("a job without a schedule waits for nothing: leave it out")
		return
	}
	w.Source = j.Sources[i]
	night := j.Schedule.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if end := w.End(night); end.Sub(night) > maxWait || !end.Before(j.Schedule.Next(night)) {
		given["until"].fail("that is %s after the run's time: want at most 12h, and before its next time", end.Sub(night))
	}
}

// End is when a night stops waiting: the first such time of day after its own.
func (w *waitFor) End(night time.Time) time.Time {
	year, month, day := night.In(alipay.Shanghai()).Date()
	at := time.Date(year, month, day, 0, 0, 0, 0, alipay.Shanghai()).Add(w.until)
	if at.Before(night) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// Clock prints the end as the configuration has it.
func (w *waitFor) Clock() string {
	return fmt.Sprintf("%02d:%02d", w.until/time.Hour, w.until%time.Hour/time.Minute)
}
