package xlsx

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// closeCell finds out the kind and the text of a cell and puts it into its row.
func (x *sheetReader) closeCell(d *draft) error {
	raw := x.texts[d.start:]
	switch {
	case d.kind == "inlineStr" && !d.inline && len(raw) == 0: // as openpyxl writes a text of no characters
		return x.put(d, Empty, "")
	case d.inline != (d.kind == "inlineStr"):
		return x.xml.wrong("has a cell whose text is not where its kind says")
	case d.kind == "s":
		return x.sharedText(d, raw)
	case len(raw) == 0 && d.formula && d.kind != "str":
		return x.put(d, NoValue, "")
	case len(raw) == 0:
		return x.put(d, Empty, "")
	}
	kind, err := x.judge(d, raw)
	if err != nil {
		return err
	}
	return x.put(d, kind, "")
}

// sharedText puts a cell with a shared string into its row.
func (x *sheetReader) sharedText(d *draft, number []byte) error {
	text, ok := x.book.strings.get(number)
	if !ok {
		return x.xml.wrong("has a cell with shared string %q, which there is not", number[:min(len(number), 20)])
	}
	x.texts = x.texts[:d.start]
	if text == "" {
		return x.put(d, Empty, "")
	}
	return x.put(d, Text, text)
}

// judge returns the kind of a value that is not empty, and replaces its text if it
// differs from the file's.
func (x *sheetReader) judge(d *draft, raw []byte) (Kind, error) {
	switch d.kind {
	case "inlineStr":
		return Text, nil
	case "str":
		x.texts = x.texts[:d.start+len(unescape(raw))]
		return Text, nil
	case "e":
		return Error, nil
	case "b":
		return Bool, x.judgeBool(d, raw)
	case "d":
		return Date, x.judgeISODate(d, raw)
	}
	if !isNumber(raw) {
		return 0, x.xml.wrong("has a cell of a number that is no number: %q", raw[:min(len(raw), 40)])
	}
	if d.style < len(x.book.styles) && x.book.styles[d.style] {
		if text, ok := dateOf(string(raw), x.book.date1904); ok {
			x.texts = append(x.texts[:d.start], text...)
			return Date, nil
		}
	}
	return Number, nil
}

func (x *sheetReader) judgeBool(d *draft, raw []byte) error {
	text := "FALSE"
	switch string(raw) {
	case "1", "true":
		text = "TRUE"
	case "0", "false":
	default:
		return x.xml.wrong("has a cell that is neither true nor false")
	}
	x.texts = append(x.texts[:d.start], text...)
	return nil
}

func (x *sheetReader) judgeISODate(d *draft, raw []byte) error {
	text, ok := isoDate(string(raw))
	if !ok {
		return x.xml.wrong("has a cell of a date that is no date: %q", raw[:min(len(raw), 40)])
	}
	x.texts = append(x.texts[:d.start], text...)
	return nil
}

// isNumber reports whether raw is a decimal number in the form of workbooks: sign,
// digits with or without a point, exponent.
func isNumber(raw []byte) bool {
	raw = bytes.TrimPrefix(raw, []byte("-"))
	whole := digits(raw)
	rest := raw[whole:]
	fraction := 0
	if len(rest) > 0 && rest[0] == '.' {
		fraction = digits(rest[1:])
		rest = rest[1+fraction:]
	}
	if whole+fraction == 0 {
		return false
	}
	if len(rest) == 0 {
		return true
	}
	if rest[0] != 'E' && rest[0] != 'e' {
		return false
	}
	rest = rest[1:]
	if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	return len(rest) > 0 && digits(rest) == len(rest)
}

// digits returns how many digits b begins with.
func digits(b []byte) int {
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return n
}

// Shown returns a Number with the 15 digits that Excel shows and keeps of it (contract
// 3.2): a file holds 17 of the double behind it, so "19.899999999999999" was entered as
// 19.9, and "12.300000000000001" is what the sum of two cells is to a computer. Whole
// numbers, and those of 10 and more with an exponent, are returned as they are, so that no
// identifier is ever rounded.
func Shown(number string) string {
	mantissa, exponent, scientific := strings.Cut(strings.ToUpper(number), "E")
	if scientific && !strings.HasPrefix(exponent, "-") || !scientific && !strings.Contains(number, ".") {
		return number
	}
	if !scientific && significant(mantissa) <= shownDigits {
		return number
	}
	// An exponent of thousands would take long to write out.
	if n, err := strconv.Atoi(exponent); scientific && (err != nil || n < -30) || len(number) > maxNumber {
		return number
	}
	exact, err := decimal.NewFromString(number)
	if err != nil {
		return number
	}
	whole := exact.NumDigits() + int(exact.Exponent()) // digits before the point; below 1, less than 1
	return exact.Round(int32(shownDigits - whole)).String()
}

// What Excel shows of a number, and the longest text of one that is rounded.
const (
	shownDigits = 15
	maxNumber   = 400
)

// significant returns how many digits a plain decimal has from the first to the last
// that is not zero.
func significant(decimal string) int {
	all := strings.Replace(strings.TrimPrefix(decimal, "-"), ".", "", 1)
	return len(strings.Trim(all, "0"))
}

// Shown returns the text of the cell as Excel shows it, of a Number as Shown does.
func (c Cell) Shown() string {
	if c.Kind == Number {
		return Shown(c.Text)
	}
	return c.Text
}

const (
	daySeconds = 86_400
	lastDay    = 2_958_465 // 9999-12-31, counted from 1899-12-30
	between    = 1_462     // from 1899-12-30 to 1904-01-01
)

// dateOf returns the date and time of a number of days, rounded to the second, or only
// the time if it is less than one day. Days count from 1900-01-01 as 1, with a 29
// February 1900 that did not exist (60), or from 1904-01-01 as 0. ok is false if the
// number is not a day of the calendar.
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

// secondsOf converts a number of days to seconds, exactly, and rounds to the nearest.
// ok is false if it is negative, or beyond the calendar.
func secondsOf(number string) (int64, bool) {
	if _, exponent, ok := strings.Cut(strings.ToUpper(number), "E"); ok {
		// An exponent of thousands would take long to compute.
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

// isoDate parses a date, a time or both in ISO 8601.
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
