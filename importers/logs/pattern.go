package logs

import (
	"slices"
	"strings"

	"reconcile/alipay"
)

// A pattern says how a url-encoded capture is found in a line.
type pattern struct {
	param string   // the parameter that every capture holds, with its "="
	hint  string   // what a JSON line holds of the needle, however it escapes the "="
	names []string // parameters that a capture may begin with
}

// notifyForm finds notifications (§3.1; table 5-1 of the interface).
func notifyForm() pattern {
	return pattern{param: "notify_id=", hint: "notify_id", names: []string{
		"batch_no", "notify_id", "notify_time", "notify_type", "result_details",
		"sign", "sign_type", "success_num", "unfreezed_details",
	}}
}

// requestForm finds submissions (§3.3; table 4-1 of the interface).
func requestForm() pattern {
	return pattern{param: "service=" + alipay.Service, hint: alipay.Service, names: []string{
		"_input_charset", "batch_no", "batch_num", "detail_data", "notify_url", "partner",
		"refund_date", "seller_email", "seller_user_id", "service", "sign", "sign_type",
	}}
}

// find returns the capture in text, whatever surrounds it: the run of bytes
// around the needle that holds no blank, control character, quote, angle,
// square or curly bracket and no backslash, from behind its last '?' on, and
// without a prefix that is glued to its first parameter, as in
//
//	10:33:02 INFO body=notify_time=…&notify_id=…        from notify_time on
//	"GET /notify?notify_time=…&notify_id=… HTTP/1.1"    the query
func (f pattern) find(text string) (capture string, ok bool) {
	at := paramIndex(text, f.param, 0)
	if at < 0 {
		return "", false
	}
	start, end := runStart(text, at), runEnd(text, at+len(f.param))
	if strings.IndexByte(text[start:at], '?') >= 0 { // which is faster than from behind, and rarely so
		start += strings.LastIndexByte(text[start:at], '?') + 1
	}
	start += f.glued(text[start:end], at-start)
	return text[start:end], true
}

// glued returns the length of what stands before the first parameter of a run:
// up to the last known name in its first pair, but not beyond the needle.
func (f pattern) glued(run string, needle int) int {
	pair, _, _ := strings.Cut(run, "&")
	first, _, _ := strings.Cut(pair, "=")
	if slices.Contains(f.names, first) {
		return 0
	}
	last := 0
	for _, name := range f.names {
		for at := 1; ; at++ {
			if at = paramIndex(pair, name+"=", at); at < 0 || at > needle {
				break
			}
			last = max(last, at)
		}
	}
	return last
}

// delimiters are the bytes that end a capture. None of them stands in a
// url-encoded body. The table is made once, because every byte of a log is looked
// up in it.
var delimiters = func() (is [256]byte) {
	for c := range is {
		if c <= ' ' || strings.IndexByte("\"'`<>[]{}\\\x7f", byte(c)) >= 0 {
			is[c] = 1
		}
	}
	return is
}()

// runStart returns where the run of bytes begins that goes on at an index.
func runStart(text string, at int) int {
	for at >= 8 && !delimited(text[at-8:at]) {
		at -= 8
	}
	for at > 0 && delimiters[text[at-1]] == 0 {
		at--
	}
	return at
}

// runEnd returns where the run of bytes ends that goes on up to an index.
func runEnd(text string, at int) int {
	for at+8 <= len(text) && !delimited(text[at:at+8]) {
		at += 8
	}
	for at < len(text) && delimiters[text[at]] == 0 {
		at++
	}
	return at
}

// delimited reports whether one of eight bytes is a delimiter, without asking of
// each: that takes half the time.
func delimited(s string) bool {
	_ = s[7]
	return delimiters[s[0]]|delimiters[s[1]]|delimiters[s[2]]|delimiters[s[3]]|
		delimiters[s[4]]|delimiters[s[5]]|delimiters[s[6]]|delimiters[s[7]] != 0
}

// paramIndex returns where a needle such as "notify_id=" stands in text from an
// index on as a parameter of its own, that is, not behind a letter, a digit or
// an underscore; −1 where it does not.
func paramIndex(text, needle string, from int) int {
	for at := from; at <= len(text); at++ {
		i := strings.Index(text[at:], needle)
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || !isWord(text[at-1]) {
			return at
		}
	}
	return -1
}
