package alipay

import (
	"strconv"
	"time"
)

// Shanghai is the zone of every time in the interface: UTC+8 without daylight
// saving, which China gave up in 1991.
func Shanghai() *time.Location { return shanghai }

// shanghai is made once, because each of millions of times needs it.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// TimeLayout is yyyy-MM-dd HH:mm:ss, the form of notify_time and refund_date
// (§4.2, §5.2).
const TimeLayout = time.DateTime

// ParseTime reads a time of the interface, in Shanghai.
func ParseTime(s string) (time.Time, error) {
	if !hasShape(s, "0000-00-00 00:00:00") {
		return time.Time{}, notTime(s)
	}
	year, month, day := 100*number2(s)+number2(s[2:]), time.Month(number2(s[5:])), number2(s[8:])
	hour, minute, second := number2(s[11:]), number2(s[14:]), number2(s[17:])
	t := time.Date(year, month, day, hour, minute, second, 0, shanghai)
	// A day that its month does not have has become one of the next.
	if _, m, d := t.Date(); m != month || d != day || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, notTime(s)
	}
	return t, nil
}

// number2 reads two digits.
func number2(s string) int { return 10*int(s[0]-'0') + int(s[1]-'0') }

// hasShape reports whether s has a digit wherever shape has a 0, and is shape
// elsewhere. The time package alone takes two blanks for one and "9" for "09".
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

// IsNotifyID reports whether s may be a notify_id: printable ASCII without
// blanks, up to 128 characters. The signed string has no escaping, so a strict
// grammar of each value is what keeps two readings of it apart (§7.1).
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

// hasControl looks for control characters of ASCII, which are no byte of any
// character in GBK or UTF-8.
func hasControl(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' || c == 0x7F {
			return true
		}
	}
	return false
}

// Quote shows text from outside in a message: quoted, control characters
// escaped, and cut to 80 bytes with its length, so that no message grows with
// its input.
func Quote(s string) string {
	const most = 80
	if len(s) <= most {
		return strconv.Quote(s)
	}
	return strconv.Quote(s[:most]) + "… (" + strconv.Itoa(len(s)) + " bytes)"
}

// A MalformedError says why a notification, a request or a part of one cannot
// be read.
type MalformedError struct {
	Field  string // the parameter at fault; empty where the whole is
	Reason string
}

func (e *MalformedError) Error() string {
	if e.Field == "" {
		return e.Reason
	}
	return e.Field + ": " + e.Reason
}
