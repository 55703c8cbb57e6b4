package alipay

import (
	"strconv"
	"time"
)

// Shanghai returns the time zone of the interface: UTC+8 without daylight saving time,
// which China abolished in 1991.
func Shanghai() *time.Location { return shanghai }

// shanghai is created once, because it is needed for millions of times.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// TimeLayout is yyyy-MM-dd HH:mm:ss, the form of notify_time and refund_date
// (§4.2, §5.2).
const TimeLayout = time.DateTime

// ParseTime parses a time in TimeLayout, in Shanghai. Errors: *MalformedError.
func ParseTime(s string) (time.Time, error) {
	if !hasShape(s, "0000-00-00 00:00:00") {
		return time.Time{}, notTime(s)
	}
	year, month, day := 100*number2(s)+number2(s[2:]), time.Month(number2(s[5:])), number2(s[8:])
	hour, minute, second := number2(s[11:]), number2(s[14:]), number2(s[17:])
	t := time.Date(year, month, day, hour, minute, second, 0, shanghai)
	// time.Date turns a day that its month does not have into one of the next month.
	if _, m, d := t.Date(); m != month || d != day || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, notTime(s)
	}
	return t, nil
}

// number2 parses two digits.
func number2(s string) int { return 10*int(s[0]-'0') + int(s[1]-'0') }

// hasShape reports whether s has a digit wherever shape has a 0, and equals shape
// elsewhere. Package time alone accepts two blanks for one and "9" for "09".
func hasShape(s, shape string) bool {
	if len(s) != len(shape) {
		return false
	}
	for i := range len(s) {
		if s[i] != shape[i] && (shape[i] != '0' || !isDigit(s[i])) {
			return false
		}
	}
	return true
}

func notTime(s string) error {
	return &MalformedError{Field: "time", Reason: "not yyyy-MM-dd HH:mm:ss: " + Quote(s)}
}

// IsTradeNo reports whether s is a trade number of Alipay: 16 to 32 digits.
func IsTradeNo(s string) bool { return len(s) >= 16 && len(s) <= 32 && digits(s) }

// IsBatchNo reports whether s may be the batch_no of a notification: 11 to 32
// letters and digits, a date and a serial (§4.2).
func IsBatchNo(s string) bool {
	if len(s) < 11 || len(s) > 32 {
		return false
	}
	for _, c := range []byte(s) {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// IsNotifyID reports whether s may be a notify_id: printable ASCII without blanks, up to
// 128 characters. The signed string has no escaping, so only a strict grammar of each
// value makes it unambiguous (§7.1).
func IsNotifyID(s string) bool {
	if s == "" || len(s) > 128 {
		return false
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// isCode reports whether s is a processing result: [A-Z][A-Z0-9_]* (§5.2, §9).
func isCode(s string) bool {
	for i, c := range []byte(s) {
		if (c < 'A' || c > 'Z') && (i == 0 || !isDigit(c) && c != '_') {
			return false
		}
	}
	return s != ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func digits(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) {
			return false
		}
	}
	return s != ""
}

// Quote returns text from outside for a message: quoted, with control characters
// escaped, and cut to 80 bytes with its length added, so that no message grows with
// its input.
func Quote(s string) string {
	const most = 80
	if len(s) <= most {
		return strconv.Quote(s)
	}
	return strconv.Quote(s[:most]) + "… (" + strconv.Itoa(len(s)) + " bytes)"
}

// A MalformedError is returned for a notification, a request or a part of one that
// cannot be parsed.
type MalformedError struct {
	Field  string // the wrong parameter; empty if it is none in particular
	Reason string
}

func (e *MalformedError) Error() string {
	if e.Field == "" {
		return e.Reason
	}
	return e.Field + ": " + e.Reason
}
