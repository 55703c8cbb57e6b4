package main

import (
	"time"

	"github.com/robfig/cron/v3"
)

// A timetable is a cron line in a time zone.
//
// The cron library skips a time that the clocks of the zone jump over in
// spring, and takes one that they show twice in autumn for two. Here each night
// comes once: the line is read in the time that a clock on the wall shows, a
// time that is jumped over comes as long after the jump as it stood after its
// beginning, and of two the first counts.
type timetable struct {
	spec *cron.SpecSchedule // in the zone's own time, taken for UTC
	zone *time.Location
}

// reach is longer than any jump of a clock and any distance from UTC.
const reach = 26 * time.Hour

// Next returns the first time after t, in UTC; the zero time where there is
// none within five years.
func (s *timetable) Next(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	from := s.shown(t)
	if s.offset(t.Add(-reach)) != s.offset(t.Add(reach)) {
		from = from.Add(-reach) // a jump is near: what is shown may go back
	}
	for c := s.spec.Next(from); !c.IsZero(); c = s.spec.Next(c) {
		if at := s.moment(c); at.After(t) {
			return at
		}
	}
	return time.Time{}
}

// offset is how far the zone is ahead of UTC.
func (s *timetable) offset(t time.Time) time.Duration {
	_, seconds := t.In(s.zone).Zone()
	return time.Duration(seconds) * time.Second
}

// shown is what the clock on the wall shows at t, as if it were UTC.
func (s *timetable) shown(t time.Time) time.Time { return t.UTC().Add(s.offset(t)) }

// moment is when the clock on the wall first shows c, or, where it jumps over
// c, would show it without the jump.
func (s *timetable) moment(c time.Time) time.Time {
	before := c.Add(-s.offset(c.Add(-reach)))
	after := c.Add(-s.offset(c.Add(reach)))
	if !s.shown(before).Equal(c) && s.shown(after).Equal(c) {
		return after
	}
	return before
}
