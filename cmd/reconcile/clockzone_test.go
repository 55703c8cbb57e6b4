package main

import (
	"testing"
	"time"
)

// TestTimetableJumps asks that a night whose time a clock jumps over comes, and
// that one whose time a clock shows twice comes once.
func TestTimetableJumps(t *testing.T) {
	for _, c := range []struct{ spec, zone, from, want string }{
		{"30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", "2026-03-08T03:30:00-04:00 2026-03-09T02:30:00-04:00"},
		{"30 2 * * *", "America/New_York", "2026-03-08T07:10:00Z", "2026-03-08T03:30:00-04:00 2026-03-09T02:30:00-04:00"},
		{"30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", "2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00"},
		{"30 1 * * *", "America/New_York", "2026-11-01T05:45:00Z", "2026-11-02T01:30:00-05:00 2026-11-03T01:30:00-05:00"},
		{"30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T03:30:00+02:00 2026-03-30T02:30:00+02:00"},
		{"30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00"},
		{"0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-04T01:00:00-02:00 2018-11-05T00:00:00-02:00"},
		{"0 * * * *", "America/New_York", "2026-03-08T06:30:00Z", "2026-03-08T03:00:00-04:00 2026-03-08T04:00:00-04:00"},
		{"30 2 * * *", "Pacific/Apia", "2011-12-29T00:00:00Z", "2011-12-29T02:30:00-10:00 2011-12-31T02:30:00+14:00"},
		{"30 2 * * *", "Asia/Shanghai", "2026-03-07T12:00:00Z", "2026-03-08T02:30:00+08:00 2026-03-09T02:30:00+08:00"},
	} {
		schedule, err := parseSchedule(c.spec, c.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, at := range schedule.following(from, 2) {
			got += " " + at.In(schedule.zone).Format(time.RFC3339)
		}
		if got != " "+c.want {
			t.Errorf("%s in %s after %s comes at%s, want %s", c.spec, c.zone, c.from, got, c.want)
		}
	}
}
