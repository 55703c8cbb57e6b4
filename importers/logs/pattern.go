package logs

import (
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/pairs"
)

// A pattern is how a url-encoded body is found in a text.
type pattern struct {
	param  string   // that every such body holds, with its "="
	hint   string   // the part of param that a line holds, however it escapes the "="
	detail string   // the parameter that tells of trades
	names  []string // parameters that a body may begin with
}

// notifyPattern finds notifications (§3.1; table 5-1 of the interface).
func notifyPattern() pattern {
	return pattern{param: "notify_id=", hint: "notify_id", detail: "result_details", names: namesOf(notifyParams())}
}

// requestPattern finds submissions (§3.3; table 4-1 of the interface).
func requestPattern() pattern {
	return pattern{param: "service=" + alipay.Service, hint: alipay.Service, detail: "detail_data", names: namesOf(ownRequestParams())}
}

func namesOf(params []pairs.Name) (names []string) {
	for _, p := range params {
		names = append(names, p.Name)
	}
	return names
}

// next returns the first body in text from an index on, whatever surrounds it, and where it
// begins: the run of bytes around the parameter that holds no blank, control character,
// quote, angle, square or curly bracket and no backslash, from after its last '?' on, and
// without a prefix before the name of its first parameter, as in
//
//	10:33:02 INFO body=notify_time=…&notify_id=…        from notify_time on
//	"GET /notify?notify_time=…&notify_id=… HTTP/1.1"    the query
func (p pattern) next(text string, from int) (body string, start int, ok bool) {
	at := paramIndex(text, p.param, from)
	if at < 0 {
		return "", 0, false
	}
	start = from + runStart(text[from:], at-from)
	end := runEnd(text, at+len(p.param))
	if strings.IndexByte(text[start:at], '?') >= 0 { // which is faster than from behind, and rarely so
		start += strings.LastIndexByte(text[start:at], '?') + 1
	}
	if start > 0 && text[start-1] == '\\' && start < at && strings.IndexByte("nrt", text[start]) >= 0 && !p.begins(text[start:end]) {
		start++ // the letter of an escape
	}
	start += p.prefixLen(text[start:end], at-start)
	return text[start:end], start, true
}

// begins reports whether a run begins with a parameter.
func (p pattern) begins(run string) bool {
	name, _, _ := strings.Cut(run, "=")
	return slices.Contains(p.names, name)
}

// prefixLen returns the length of what precedes the first parameter of a run: up to
// the last known name in its first pair, but at most up to the index at of param.
func (p pattern) prefixLen(run string, at int) int {
	if p.begins(run) {
		return 0
	}
	pair, _, _ := strings.Cut(run, "&")
	last := 0
	for _, name := range p.names {
		for i := 1; ; i++ {
			if i = paramIndex(pair, name+"=", i); i < 0 || i > at {
				break
			}
			last = max(last, i)
		}
	}
	return last
}

// delimiters are the bytes that end a body; a url-encoded one holds none of them. The
// table is made once, because every byte of a log is looked up in it.
var delimiters = func() (is [256]byte) {
	for c := range is {
		if c <= ' ' || strings.IndexByte("\"'`<>[]{}\\\x7f", byte(c)) >= 0 {
			is[c] = 1
		}
	}
	return is
}()

// runStart returns the start of the run of bytes that includes an index.
func runStart(text string, at int) int {
	for at >= 8 && !delimited(text[at-8:at]) {
		at -= 8
	}
	for at > 0 && delimiters[text[at-1]] == 0 {
		at--
	}
	return at
}

// runEnd returns the end of the run of bytes that goes up to an index.
func runEnd(text string, at int) int {
	for at+8 <= len(text) && !delimited(text[at:at+8]) {
		at += 8
	}
	for at < len(text) && delimiters[text[at]] == 0 {
		at++
	}
	return at
}

// delimited reports whether one of eight bytes is a delimiter. One test for all eight
// takes half the time.
func delimited(s string) bool {
	_ = s[7]
	return delimiters[s[0]]|delimiters[s[1]]|delimiters[s[2]]|delimiters[s[3]]|
		delimiters[s[4]]|delimiters[s[5]]|delimiters[s[6]]|delimiters[s[7]] != 0
}

// paramIndex returns the index of a parameter such as "notify_id=" in text, searched
// from an index on, that is not preceded by a letter, a digit or an underscore; −1
// if there is none.
func paramIndex(text, param string, from int) int {
	for at := from; at <= len(text); at++ {
		i := strings.Index(text[at:], param)
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || !isWord(text[at-1]) {
			return at
		}
	}
	return -1
}
