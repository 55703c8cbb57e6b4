package schedule

import (
	"context"
	"time"

	"reconcile/cmd/reconcile/internal/cronline"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
)

// nextDue returns the oldest night of a job that is due and may be tried. A
// night that failed may be tried again when the next one is due, before that
// one.
func (k *Scheduler) nextDue(ctx context.Context, s *scheduledJob) (DueRun, bool) {
	nights := k.due(ctx, s)
	if len(nights) == 0 {
		return DueRun{}, false
	}
	if newest := nights[len(nights)-1]; !newest.Equal(s.newest) {
		s.newest = newest
		clear(s.tried)
	}
	for i, night := range nights {
		late := i < len(nights)-1
		if try, tried := s.tried[night.Unix()]; !tried || late && !exit.Succeeded(try.status) && try.times < maxTries {
			return DueRun{Job: s.Job, At: night, late: late}, true
		}
	}
	return DueRun{}, false
}

// due returns the nights of a job that no run covers, oldest first: its
// times after the newest run of the history, up to now. Beyond the newest one
// they are at most as many as the job catches up; those that are left out are
// told once.
func (k *Scheduler) due(ctx context.Context, s *scheduledJob) []time.Time {
	now := k.now()
	runs, err := k.history(ctx, s.Job)
	if err != nil {
		k.log.Warn("cannot read which nights were made", "job", s.Job.Name, "cause", err)
	}
	nights := MissedTimes(s.Job.Schedule, runs, s.since, now)
	if len(nights) == 0 {
		return nil
	}
	newest, keep := nights[len(nights)-1], s.Job.CatchUp
	if newest.After(s.since) {
		keep++ // it came while the watch was kept: nothing to catch up
	}
	if left := len(nights) - keep; left > 0 {
		if !newest.Equal(s.newest) {
			k.log.Warn("missed, and not made: more than catch_up allows", "job", s.Job.Name, "nights", left, "first", terminal.Stamp(nights[0]), "last", terminal.Stamp(nights[left-1]), "catch_up", s.Job.CatchUp)
			s.newest = newest
			clear(s.tried)
		}
		nights = nights[left:]
	}
	return nights
}

// MissedTimes returns the times of a schedule, up to now, that none of the runs
// covers. A run covers the last time before it. The times begin after
// the newest run that is not in the future, or after since where there is none.
func MissedTimes(schedule *cronline.Schedule, runs []time.Time, since, now time.Time) []time.Time {
	var from time.Time
	var ahead []time.Time // runs that were made before the clock was set back
	for _, r := range runs {
		switch {
		case r.After(now):
			ahead = append(ahead, r)
		case r.After(from):
			from = r
		}
	}
	if from.IsZero() {
		from = since
	}
	var nights []time.Time
	for t := schedule.Next(from); !t.IsZero() && !t.After(now); {
		next := schedule.Next(t)
		if !anyWithin(ahead, t, next) {
			nights = append(nights, t)
		}
		t = next
	}
	return nights
}

// anyWithin reports whether one of the times is in [from, to).
func anyWithin(times []time.Time, from, to time.Time) bool {
	for _, t := range times {
		if !t.Before(from) && t.Before(to) {
			return true
		}
	}
	return false
}
