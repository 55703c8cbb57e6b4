package ledger

import (
	"regexp"
	"strconv"
	"time"

	"reconcile/alipay"
)

// A Date is a calendar day in Shanghai as YYYYMMDD; 0 where none is known.
type Date int64

// dayLayout is a day as a batch number has it.
const dayLayout = "20060102"

// DayOf returns the day of a moment.
func DayOf(t time.Time) Date {
	y, m, d := t.In(alipay.Shanghai()).Date()
	return Date(10000*y + 100*int(m) + d)
}

// ParseDay parses YYYY-MM-DD.
func ParseDay(text string) (Date, error) {
	t, err := time.ParseInLocation(time.DateOnly, text, alipay.Shanghai())
	if err != nil {
		return 0, err
	}
	return DayOf(t), nil
}

// Start is the first moment of the day.
func (d Date) Start() time.Time {
	return time.Date(int(d/10000), time.Month(d/100%100), int(d%100), 0, 0, 0, 0, alipay.Shanghai())
}

// Add is the day that comes n days later.
func (d Date) Add(n int) Date { return DayOf(d.Start().AddDate(0, 0, n)) }

// String prints YYYY-MM-DD, and nothing for 0.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Start().Format(time.DateOnly)
}

// isDate reports whether a day is one of the calendar, from 2003 on: Alipay is no older.
func (d Date) isDate() bool { return d >= 20030101 && d <= 99991231 && DayOf(d.Start()) == d }

// yearFirst finds a date with the year before month and day, yearLast one with the year
// behind them.
var (
	yearFirst = regexp.MustCompile(`(?:^|\D)(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d{2})(\d{2}))`)
	yearLast  = regexp.MustCompile(`(?:^|\D)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?:\D|$)`)
)

// paidDay is the day of paid_at as an export has it. Of two ways to read it the earlier
// day counts, because proof has to reach back to it; 0 where it names none.
func paidDay(text string) Date {
	if len(text) >= 10 && (text[4] == '-' || text[4] == '/') && text[7] == text[4] {
		if d := dateOf(text[:4], text[5:7], text[8:10]); d != 0 {
			return d
		}
	}
	if text == "" {
		return 0
	}
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		if d := dateOf(m[1], m[2]+m[4], m[3]+m[5]); d != 0 {
			return d
		}
	}
	if m := yearLast.FindStringSubmatch(text); m != nil {
		return earlier(dateOf(m[3], m[1], m[2]), dateOf(m[3], m[2], m[1]))
	}
	return 0
}

// earlier is the earlier of two days that are known.
func earlier(a, b Date) Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func dateOf(year, month, day string) Date {
	n := 0
	for _, f := range []string{year, month, day} {
		k, err := strconv.ParseUint(f, 10, 16)
		if err != nil {
			return 0
		}
		n = 100*n + int(k)
	}
	if d := Date(n); d.isDate() {
		return d
	}
	return 0
}
