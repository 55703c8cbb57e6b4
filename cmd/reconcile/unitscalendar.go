package main

import (
	"fmt"
	"strconv"
	"strings"
)

// The fields of a cron line as systemd and cron write them. They are written
// from what the line means, so that names, steps and @daily need no
// translation.

// starBit marks a field that stands for any value (cron v3.0.1, spec.go).
const starBit = 1 << 63

// calendars returns the OnCalendar expressions of a schedule. A cron line that
// names days of the month and of the week means either, systemd means both: so
// those are two.
func (s *timetable) calendars() []string {
	c := s.spec
	clock := fmt.Sprintf("%s:%s:00 %s", cronList(c.Hour, 0, 23, "%02d"), cronList(c.Minute, 0, 59, "%02d"), s.zone)
	month := cronList(c.Month, 1, 12, "%02d")
	byDay := "*-" + month + "-" + cronList(c.Dom, 1, 31, "%02d") + " " + clock
	byWeekday := "*-" + month + "-* " + clock
	if days := weekdays(c.Dow); days != "" {
		byWeekday = days + " " + byWeekday
	}
	switch {
	case c.Dow&starBit != 0:
		return []string{byDay}
	case c.Dom&starBit != 0:
		return []string{byWeekday}
	}
	return []string{byDay, byWeekday}
}

// crontab returns the five fields of a crontab line. A field that is full but
// was not written as a star is written out: cron tells the two apart.
func (s *timetable) crontab() string {
	c := s.spec
	return strings.Join([]string{
		cronList(c.Minute, 0, 59, "%d"), cronList(c.Hour, 0, 23, "%d"),
		starred(c.Dom, 1, 31), cronList(c.Month, 1, 12, "%d"), starred(c.Dow, 0, 6),
	}, " ")
}

// starred is cronList for a field whose star means something of its own.
func starred(bits uint64, from, to int) string {
	list := cronList(bits, from, to, "%d")
	switch {
	case bits&starBit == 0 && list == "*":
		return strconv.Itoa(from) + "-" + strconv.Itoa(to)
	case bits&starBit != 0:
		return "*"
	}
	return list
}

// cronList returns the values of a field, "*" for all.
func cronList(bits uint64, from, to int, format string) string {
	var values []string
	for v := from; v <= to; v++ {
		if bits&(1<<v) != 0 {
			values = append(values, fmt.Sprintf(format, v))
		}
	}
	if len(values) == to-from+1 {
		return "*"
	}
	return strings.Join(values, ",")
}

// weekdays returns the days of a week, "" for all.
func weekdays(bits uint64) string {
	var days []string
	for i, name := range []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"} {
		if bits&(1<<i) != 0 {
			days = append(days, name)
		}
	}
	if len(days) == 7 {
		return ""
	}
	return strings.Join(days, ",")
}
