package cronline

import (
	"strings"
	"testing"
	"time"
)

// TestParseSchedule asks for the next time of good cron lines.
func TestParseSchedule(t *testing.T) {
	from := time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC) // a Saturday, 04:00 in Shanghai
	for _, c := range []struct{ line, want string }{
		{"30 2 * * *", "2026-03-07T18:30:00Z"},
		{"  30 2 * * *  ", "2026-03-07T18:30:00Z"},
		{"CRON_TZ=Asia/Shanghai 30 2 * * *", "2026-03-07T18:30:00Z"},
		{" TZ=Asia/Shanghai\t30 2 * * *", "2026-03-07T18:30:00Z"},
		{"0 2 29 2 *", "2028-02-28T18:00:00Z"},
		{"0 2 * * SUN", "2026-03-07T18:00:00Z"},
		{"0 2 * * 0", "2026-03-07T18:00:00Z"},
		{"@daily", "2026-03-07T16:00:00Z"},
	} {
		schedule, err := Parse(c.line)
		if err != nil {
			t.Errorf("parseSchedule(%q): %v", c.line, err)
			continue
		}
		if got := schedule.Next(from).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("parseSchedule(%q) next fires at %s, want %s", c.line, got, c.want)
		}
	}
}

// TestParseScheduleRefuses asks for a reason where the library would panic, or
// run at another time, or never.
func TestParseScheduleRefuses(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", "without fields"},
		{"CRON_TZ=Asia/Shanghai", "without fields"},
		{"TZ=Asia/Shanghai ", "without fields"},
		{"CRON_TZ=", "only Asia/Shanghai is supported"},
		{"TZ=", "only Asia/Shanghai is supported"},
		{"CRON_TZ= 0 2 * * *", "only Asia/Shanghai is supported"},
		{"CRON_TZ=UTC 0 2 * * *", "only Asia/Shanghai is supported"},
		{"TZ=Local 0 2 * * *", "only Asia/Shanghai is supported"},
		{"TZ=Asia/Shanghai TZ=UTC 0 2 * * *", "not a cron line"},
		{"0 2 31 2 *", "never fires"},
		{"0 2 * * 7", "Sunday is 0"},
		{"0 2 * * 5-7", "Sunday is 0"},
		{"0 0 2 * * *", "no field for seconds"},
		{"0 2 L * *", "no L, W or #"},
		{"@every 24h", "@every moves with each restart"},
		{"@reboot", "@reboot moves with each restart"},
		{"0 22-2 * * *", "not a cron line"},
		{"61 2 * * *", "not a cron line"},
		{"at night", "not a cron line"},
	} {
		schedule, err := Parse(c.line)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("parseSchedule(%q) = %v, %v, want an error with %q", c.line, schedule, err, c.want)
		}
	}
}

// TestCrontabFields asks for the fields of a crontab, which cron reads as we
// do: names and steps are written out, and a star stays one.
func TestCrontabFields(t *testing.T) {
	for line, want := range map[string]string{
		"30 2 * * *":      "30 2 * * *",
		"@weekly":         "0 0 * * 0",
		"0 2 ? * MON-WED": "0 2 * * 1,2,3",
		"0 2 1-31 * 1":    "0 2 1-31 * 1",
		"0 2 */10 * 1":    "0 2 1,11,21,31 * 1",
	} {
		schedule, err := Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		if got := schedule.Crontab(); got != want {
			t.Errorf("%q is %q in a crontab, want %q", line, got, want)
		}
	}
}
