package xlsx

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

const (
	daySeconds = 86_400
	lastDay    = 2_958_465 // 9999-12-31, counted from 1899-12-30
	between    = 1_462     // from 1899-12-30 to 1904-01-01
)

// dateOf gives the date and time of a number of days, rounded to the second, or
// the time alone below one day. Days count from 1900-01-01 as 1, with a 29
// February 1900 that never was (60), or from 1904-01-01 as 0. Not ok: a number
// that is no day of the calendar.
func dateOf(number string, from1904 bool) (text string, ok bool) {
	seconds, ok := secondsOf(number)
	if !ok {
		return "", false
	}
	days, second := seconds/daySeconds, seconds%daySeconds
	if days == 0 && !from1904 {
		return time.Unix(second, 0).UTC().Format(time.TimeOnly), true
	}
	switch {
	case from1904:
		days += between
	case days == 60:
		return "", false
	case days < 60:
		days++
	}
	if days > lastDay {
		return "", false
	}
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days))
	return day.Add(time.Duration(second) * time.Second).Format(time.DateTime), true
}

// secondsOf multiplies a number of days out, exactly, to the nearest second.
// Not ok: below zero, or beyond the calendar.
func secondsOf(number string) (int64, bool) {
	if _, exponent, ok := strings.Cut(strings.ToUpper(number), "E"); ok {
		// An exponent of thousands would take long to multiply out.
		if n, err := strconv.Atoi(exponent); err != nil || n < -30 || n > 30 {
			return 0, false
		}
	}
	days, err := decimal.NewFromString(number)
	if err != nil || len(number) > 40 || days.IsNegative() || days.GreaterThan(decimal.NewFromInt(lastDay+1)) {
		return 0, false
	}
	return days.Mul(decimal.NewFromInt(daySeconds)).Round(0).IntPart(), true
}

// isoDate reads a date, a time or both as ISO 8601 writes them in a workbook.
func isoDate(text string) (string, bool) {
	for _, layout := range [...]struct{ in, out string }{
		{"2006-01-02T15:04:05", time.DateTime},
		{"2006-01-02T15:04:05Z", time.DateTime},
		{"2006-01-02T15:04", time.DateTime},
		{"2006-01-02", time.DateTime},
		{"15:04:05", time.TimeOnly},
	} {
		if t, err := time.Parse(layout.in, text); err == nil {
			return t.Round(time.Second).Format(layout.out), true
		}
	}
	return "", false
}
