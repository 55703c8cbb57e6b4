// Package cronline reads cron lines and computes when they are due. All of them are of
// Asia/Shanghai.
package cronline

import (
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"reconcile/alipay"
	"reconcile/words"
)

// A Schedule is a cron line: the times at which a job runs, in Shanghai.
type Schedule struct{ spec *cron.SpecSchedule }

// Parse reads a cron line: five fields, or a name such as @daily, after
// a zone or not: CRON_TZ=Asia/Shanghai or TZ=Asia/Shanghai. It refuses what the
// library would take wrongly: another zone, a zone without fields (it panics), a
// day that never comes (it never fires) and @every (which counts from the start
// of the program, so that each restart moves it).
func Parse(line string) (*Schedule, error) {
	fields, err := withoutZone(strings.Fields(line))
	if err != nil {
		return nil, err
	}
	if fields[0] == "@every" || fields[0] == "@reboot" {
		return nil, words.Errorf("%s moves with each restart: name the time of day, such as \"30 2 * * *\"", fields[0])
	}
	schedule, err := cron.ParseStandard("CRON_TZ=UTC " + strings.Join(fields, " "))
	if err != nil {
		return nil, words.Errorf("not a cron line: %w%s", err, cronHint(fields))
	}
	t := &Schedule{schedule.(*cron.SpecSchedule)}
	t.spec.Location = alipay.Shanghai()
	if t.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, words.Errorf("never fires: no year has such a day")
	}
	return t, nil
}

// withoutZone returns the fields of a cron line that follow its zone.
func withoutZone(fields []string) ([]string, error) {
	if len(fields) > 0 {
		name, zone, named := strings.Cut(fields[0], "=")
		if named && (name == "CRON_TZ" || name == "TZ") {
			if zone != alipay.Shanghai().String() {
				return nil, words.Errorf("only Asia/Shanghai is supported: Alipay's times are in it")
			}
			fields = fields[1:]
		}
	}
	if len(fields) == 0 {
		return nil, words.Errorf("without fields: want five such as \"30 2 * * *\"")
	}
	return fields, nil
}

// cronHint explains the habits of other crons that this one does not have.
func cronHint(fields []string) words.Text {
	switch {
	case len(fields) == 6:
		return words.New("; there is no field for seconds")
	case len(fields) == 5 && strings.Contains(fields[4], "7"):
		return words.New("; Sunday is 0 or SUN")
	case len(fields) == 5 && strings.ContainsAny(fields[2]+fields[4], "LW#"):
		return words.New("; there is no L, W or #")
	}
	return words.Text{}
}

// Next returns the first time after t, in UTC; the zero time where there is none
// within five years.
func (s *Schedule) Next(t time.Time) time.Time { return s.spec.Next(t.UTC()) }

// Following returns the next n times after t, fewer where there are no more.
func (s *Schedule) Following(t time.Time, n int) []time.Time {
	var times []time.Time
	for t = s.Next(t); !t.IsZero() && len(times) < n; t = s.Next(t) {
		times = append(times, t)
	}
	return times
}

// starBit marks a field that was written as a star (cron v3.0.1, spec.go).
const starBit = 1 << 63

// Crontab returns the five fields of a crontab line, from what they mean: names,
// steps and @daily need no translation then. A field that is full but was not
// written as a star is written out: cron distinguishes the two.
func (s *Schedule) Crontab() string {
	c := s.spec
	return strings.Join([]string{
		cronList(c.Minute, 0, 59), cronList(c.Hour, 0, 23),
		starred(c.Dom, 1, 31), cronList(c.Month, 1, 12), starred(c.Dow, 0, 6),
	}, " ")
}

// starred is cronList for a field whose star means something of its own.
func starred(bits uint64, from, to int) string {
	list := cronList(bits, from, to)
	switch {
	case bits&starBit == 0 && list == "*":
		return strconv.Itoa(from) + "-" + strconv.Itoa(to)
	case bits&starBit != 0:
		return "*"
	}
	return list
}

// cronList returns the values of a field, "*" for all.
func cronList(bits uint64, from, to int) string {
	var values []string
	for v := from; v <= to; v++ {
		if bits&(1<<v) != 0 {
			values = append(values, strconv.Itoa(v))
		}
	}
	if len(values) == to-from+1 {
		return "*"
	}
	return strings.Join(values, ",")
}
