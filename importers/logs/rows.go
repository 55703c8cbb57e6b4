package logs

import (
	"cmp"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reconcile/alipay"
)

// Of the values of a row that may be the same parameter so many are tried at most, and of
// their combinations so many.
const (
	mostOfKind   = 6
	mostReadings = 64
)

// notifyRows calls use with the readings of each row of a table in a text, until use returns
// true: rows that a database or a spreadsheet has written, with a column for each parameter,
// in any order. Which value is which parameter is told by its grammar, and by the signature.
func notifyRows(text string, use func(alipay.Params) bool) {
	if strings.IndexByte(text, '^') < 0 || !strings.Contains(text, alipay.NotifyType) {
		return
	}
	for row := range rowsOf(text) {
		readRow(row, use)
	}
}

// rowsOf yields the rows in a text: each in brackets, with a comma between, or all of it.
func rowsOf(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for at, start := 0, 0; ; at++ {
			i := strings.IndexAny(text[at:], ")]")
			if i < 0 {
				yield(text[start:])
				return
			}
			at += i
			after := strings.TrimLeft(text[at+1:], " \r\n\t")
			after, ok := strings.CutPrefix(after, ",")
			after = strings.TrimLeft(after, " \r\n\t")
			if !ok || after == "" || after[0] != '(' && after[0] != '[' {
				continue
			}
			if !yield(text[start:at]) {
				return
			}
			start = len(text) - len(after)
			at = start
		}
	}
}

// readRow tries the readings of one row.
func readRow(row string, use func(alipay.Params) bool) {
	var c columns
	details := ""
	for field := range fieldsOf(row) {
		switch {
		case details == "" && isDetails(field):
			details = strings.ReplaceAll(field, `\/`, "/")
		default:
			c.take(strings.ReplaceAll(field, `\/`, "/"))
		}
	}
	if details == "" {
		return
	}
	successes := 0
	results, _ := alipay.ParseResultDetails(details)
	for _, r := range results {
		if r.Succeeded() {
			successes++
		}
	}
	if i := slices.Index(c.counts, strconv.Itoa(successes)); i > 0 { // it is most likely this one
		c.counts[0], c.counts[i] = c.counts[i], c.counts[0]
	}
	c.tryAll(details, use)
}

// betweenFields are the bytes that separate the fields of a row.
var betweenFields = func() (is [256]bool) {
	for _, c := range []byte(",;\t\r\n'\"`()[]") {
		is[c] = true
	}
	return is
}()

// fieldsOf yields the fields of a row, without quotes and blanks around them.
func fieldsOf(row string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for start, at := 0, 0; at <= len(row); at++ {
			if at < len(row) && !betweenFields[row[at]] {
				continue
			}
			field := strings.Trim(row[start:at], " \\")
			if start = at + 1; field != "" && !yield(field) {
				return
			}
		}
	}
}

// isDetails reports whether a field begins as the results of a notification do.
func isDetails(field string) bool {
	trade, rest, ok := strings.Cut(field, "^")
	return ok && alipay.IsTradeNo(trade) && rest != "" && isDigit(rest[0]) && strings.IndexByte(rest, '^') > 0
}

// columns are the values in a row that may be each parameter.
type columns struct{ times, ids, batches, counts, signs, signTypes []string }

// add adds a value that is not there yet.
func add(values []string, value string) []string {
	if len(values) == mostOfKind || slices.Contains(values, value) {
		return values
	}
	return append(values, value)
}

// takeAll adds every field of a row.
func (c *columns) takeAll(row string) {
	for field := range fieldsOf(row) {
		c.take(strings.ReplaceAll(field, `\/`, "/"))
	}
}

// take adds a field to the parameters that it may be.
func (c *columns) take(word string) {
	if len(word) == len(alipay.TimeLayout) && word[4] == '-' && word[13] == ':' {
		c.times = add(c.times, word)
		return
	}
	if strings.IndexFunc(word, func(r rune) bool { return r >= 0x80 || !base64Bytes[r] && r != '=' }) >= 0 {
		return
	}
	_, isNumber := strconv.Atoi(word)
	switch {
	case word == "MD5" || word == "RSA" || word == "DSA":
		c.signTypes = add(c.signTypes, word)
	case isNumber == nil && len(word) <= 4:
		c.counts = add(c.counts, word)
	}
	if alipay.IsBatchNo(word) && word[0] == '2' {
		c.batches = add(c.batches, word)
	}
	if len(word) >= 16 && len(word) <= 64 {
		c.ids = add(c.ids, word)
	}
	if len(word) >= 32 {
		c.signs = add(c.signs, word)
	}
}

// likelyFirst puts the likely values of each parameter first: a signature of MD5 has 32
// digits, others are longer than all else; and neither it nor a batch_no is a notify_id.
func (c *columns) likelyFirst() {
	md5 := slices.Contains(c.signTypes, "MD5")
	slices.SortStableFunc(c.signs, func(a, b string) int {
		if md5 {
			return cmp.Compare(max(len(a), 2*md5Digits-len(a)), max(len(b), 2*md5Digits-len(b)))
		}
		return cmp.Compare(len(b), len(a))
	})
	unlikely := func(id string) int {
		if slices.Contains(c.batches, id) || len(c.signs) > 0 && id == c.signs[0] {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(c.ids, func(a, b string) int { return cmp.Compare(unlikely(a), unlikely(b)) })
}

// md5Digits is the length of a signature of MD5.
const md5Digits = 32

// tryAll tries the combinations until use returns true.
func (c *columns) tryAll(details string, use func(alipay.Params) bool) {
	c.likelyFirst()
	tries := 0
	for ps := range c.combinations(details) {
		if tries++; tries > mostReadings || use(ps) {
			return
		}
	}
}

// combinations yields every combination of values, the likely ones first.
func (c *columns) combinations(details string) iter.Seq[alipay.Params] {
	return func(yield func(alipay.Params) bool) {
		for values := range product(c.counts, c.times, c.batches, c.ids, c.signs, c.signTypes) {
			count, at, batch, id, sign, signType := values[0], values[1], values[2], values[3], values[4], values[5]
			if id == sign || id == batch {
				continue
			}
			if !yield(alipay.Params{
				{Name: "batch_no", Value: batch}, {Name: "notify_id", Value: id}, {Name: "notify_time", Value: at},
				{Name: "notify_type", Value: alipay.NotifyType}, {Name: "result_details", Value: details},
				{Name: "success_num", Value: count}, {Name: "sign", Value: sign}, {Name: "sign_type", Value: signType},
			}) {
				return
			}
		}
	}
}

// product yields the choices of one value of each list; those of the last list change
// first.
func product(lists ...[]string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if slices.ContainsFunc(lists, func(list []string) bool { return len(list) == 0 }) {
			return
		}
		at, choice := make([]int, len(lists)), make([]string, len(lists))
		for {
			for i, list := range lists {
				choice[i] = list[at[i]]
			}
			if !yield(choice) {
				return
			}
			last := len(at) - 1
			for ; last >= 0 && at[last] == len(lists[last])-1; last-- {
				at[last] = 0
			}
			if last < 0 {
				return
			}
			at[last]++
		}
	}
}

var (
	rowLines   = regexp.MustCompile(`(?:^|["'` + "`" + `,;\t( ])([0-9]{16,32}\^[0-9.]+\^[^"'\t]*)`)
	rowPartner = regexp.MustCompile(`2088[0-9]{12}`)
	rowCharset = regexp.MustCompile(`(?i)\b(?:utf-8|gbk|gb2312)\b`)
	rowAddress = regexp.MustCompile(`https?://[^"'\t,;)]+`)
	rowEmail   = regexp.MustCompile(`[0-9A-Za-z._+-]+@[0-9A-Za-z.-]+`)
)

// requestRows calls use with the readings of each row of a table in a text, as notifyRows
// does.
func requestRows(text string, use func(alipay.Params) bool) {
	if strings.IndexByte(text, '^') < 0 || !strings.Contains(text, alipay.Service) {
		return
	}
	for row := range rowsOf(text) {
		m := rowLines.FindStringSubmatch(row)
		if m == nil || !strings.Contains(row, alipay.Service) {
			continue
		}
		details := m[1]
		for _, end := range [...]string{"\n", ","} { // in quotes it may hold a comma
			details, _, _ = strings.Cut(details, end)
			if readRequestRow(row, details, use) {
				break
			}
		}
	}
}

// readRequestRow tries the readings of one row, and reports whether use has returned true.
func readRequestRow(row, details string, use func(alipay.Params) bool) bool {
	rest := strings.Replace(row, details, "", 1)
	var c columns
	c.takeAll(rest)
	tries := 0
	for v := range product(c.batches, c.counts, c.times, c.signs, c.signTypes, absentOr(rowPartner.FindString(rest)),
		absentOr(rowCharset.FindString(rest)), absentOr(rowAddress.FindString(rest)), absentOr(rowEmail.FindString(rest))) {
		ps := alipay.Params{{Name: "service", Value: alipay.Service}, {Name: "detail_data", Value: details}}
		for i, name := range [...]string{"batch_no", "batch_num", "refund_date", "sign", "sign_type", "partner", "_input_charset", "notify_url", "seller_email"} {
			if v[i] != "" {
				ps = append(ps, alipay.Param{Name: name, Value: v[i]})
			}
		}
		if tries++; use(ps) {
			return true
		}
		if tries == mostReadings {
			break
		}
	}
	return false
}

// absentOr is a column that a table may not have.
func absentOr(value string) []string { return []string{value} }
