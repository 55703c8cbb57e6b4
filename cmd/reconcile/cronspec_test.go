package main

import (
	"strings"
	"testing"
	"time"
)

// TestParseSchedule asks for the next time of good cron lines, in the zone they
// mean.
func TestParseSchedule(t *testing.T) {
	from := time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC) // a Saturday, 04:00 in Shanghai
	for _, c := range []struct{ spec, zone, want string }{
		{"30 2 * * *", "", "2026-03-07T18:30:00Z"},
		{"  30 2 * * *  ", "", "2026-03-07T18:30:00Z"},
		{"30 2 * * *", "UTC", "2026-03-07T02:30:00Z"},
		{"CRON_TZ=Asia/Shanghai 30 2 * * *", "", "2026-03-07T18:30:00Z"},
		{" CRON_TZ=UTC 30 2 * * *", "", "2026-03-07T02:30:00Z"},
		{"TZ=UTC  30 2 * * *", "", "2026-03-07T02:30:00Z"},
		{"TZ=UTC\t30 2 * * *", "", "2026-03-07T02:30:00Z"},
		{"0 2 29 2 *", "", "2028-02-28T18:00:00Z"},
		{"0 2 * * SUN", "", "2026-03-07T18:00:00Z"},
		{"0 2 * * 0", "", "2026-03-07T18:00:00Z"},
		{"@daily", "", "2026-03-07T16:00:00Z"},
	} {
		schedule, err := parseSchedule(c.spec, c.zone)
		if err != nil {
			t.Errorf("parseSchedule(%q, %q): %v", c.spec, c.zone, err)
			continue
		}
		if got := schedule.Next(from).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("parseSchedule(%q, %q) next fires at %s, want %s", c.spec, c.zone, got, c.want)
		}
	}
}

// TestParseScheduleRefuses asks for a reason where the library would panic, or
// run at another time, or never.
func TestParseScheduleRefuses(t *testing.T) {
	for _, c := range []struct{ spec, zone, want string }{
		{"", "", "without fields"},
		{"CRON_TZ=Asia/Shanghai", "", "without fields"},
		{"TZ=Asia/Shanghai ", "", "without fields"},
		{"CRON_TZ=", "", "empty time zone"},
		{"TZ=", "", "empty time zone"},
		{"CRON_TZ= 0 2 * * *", "", "empty time zone"},
		{"CRON_TZ=Asia/Shangai 0 2 * * *", "", "no such time zone: Asia/Shangai"},
		{"CRON_TZ=Local 0 2 * * *", "", "the machine's own zone"},
		{"0 2 * * *", "Local", "the machine's own zone"},
		{"TZ=UTC 0 2 * * *", "UTC", "beside timezone:"},
		{"TZ=UTC TZ=UTC 0 2 * * *", "", "not a cron line"},
		{"0 2 31 2 *", "", "never fires"},
		{"0 2 * * 7", "", "Sunday is 0"},
		{"0 2 * * 5-7", "", "Sunday is 0"},
		{"0 0 2 * * *", "", "no field for seconds"},
		{"0 2 L * *", "", "no L, W or #"},
		{"@every 24h", "", "@every moves with each restart"},
		{"@reboot", "", "@reboot moves with each restart"},
		{"0 22-2 * * *", "", "not a cron line"},
		{"61 2 * * *", "", "not a cron line"},
		{"at night", "", "not a cron line"},
	} {
		schedule, err := parseSchedule(c.spec, c.zone)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("parseSchedule(%q, %q) = %v, %v, want an error with %q", c.spec, c.zone, schedule, err, c.want)
		}
	}
}
