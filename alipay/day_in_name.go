package alipay

import (
	"regexp"
	"strconv"
	"time"
)

// datesInName finds the dates that the name of a file may carry: 20260310, 2026-03-10 and
// 2026-3-10, with nothing that would make them part of a longer number.
var datesInName = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})(?:([0-9]{2})([0-9]{2})|-([0-9]{1,2})-([0-9]{1,2}))(?:$|[^0-9])`)

// DayInName returns the one day that a path carries, at midnight in Shanghai. ok is false
// if it carries none, or several, or what is no day of the calendar.
func DayInName(path string) (day time.Time, ok bool) {
	for rest := path; ; {
		m := datesInName.FindStringSubmatchIndex(rest)
		if m == nil {
			return day, ok
		}
		part := func(i int) int {
			if m[2*i] < 0 {
				return 0
			}
			n, _ := strconv.Atoi(rest[m[2*i]:m[2*i+1]]) // digits only
			return n
		}
		found := time.Date(part(1), time.Month(part(2)+part(4)), part(3)+part(5), 0, 0, 0, 0, shanghai)
		if int(found.Month()) == part(2)+part(4) && found.Day() == part(3)+part(5) {
			if ok && !found.Equal(day) {
				return time.Time{}, false
			}
			day, ok = found, true
		}
		rest = rest[max(m[1]-1, m[2]+1):]
	}
}
