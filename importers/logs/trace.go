package logs

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A trace is what a line of a log holds of a notification or a request that does not
// read (§3.1, §3.3): the names of the interface with what could be their values behind
// them. A line that only talks of such names holds none.
type trace struct {
	words   []string                // one of them is in every line with a trace whose low lines are not escaped
	encoded []string                // what base64 makes of them
	marks   func() []*regexp.Regexp // of the text without escapes; most commands read no log
	typed   string                  // what the row of a table holds, beside its items
}

// between is what stands between a name and its value: quotes, signs, brackets, blanks, and
// the words that dumps write.
const between = `[^0-9A-Za-z\n]{1,16}(?:(?:string\([0-9]+\)|string|s:[0-9]{1,7}:|value|!\[CDATA)[^0-9A-Za-z\n]{1,16})?`

var notifyTrace = newTrace(alipay.NotifyType, []string{"result_details", "notify_id"},
	`notify_type`+between+alipay.NotifyType,
	`result_details`+between+`[0-9]{16,32}\^`,
	`notify_id`+between+`([0-9A-Za-z_-]{16,128})`)

var requestTrace = newTrace(alipay.Service, []string{"detail_data"},
	`service`+between+alipay.Service+`(?s:.*)(?:partner|batch_no|batch_num|refund_date|sign|seller_email|detail_data)`+between+`[0-9A-Za-z]`,
	`(?:partner|batch_no|batch_num|refund_date|sign|seller_email)`+between+`[0-9A-Za-z](?s:.*)service`+between+alipay.Service,
	`detail_data`+between+`[0-9]{8,32}`)

func newTrace(typed string, words []string, marks ...string) *trace {
	t := &trace{typed: typed}
	for _, word := range append(words, typed) {
		t.words = append(t.words, word)
		for skip := range 3 { // what base64 makes of a word depends on where it begins
			encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat(" ", skip) + word))
			from := []int{0, 2, 3}[skip]
			t.encoded = append(t.encoded, encoded[from:len(encoded)-2])
		}
	}
	t.marks = sync.OnceValue(func() (compiled []*regexp.Regexp) {
		for _, mark := range marks {
			compiled = append(compiled, regexp.MustCompile(mark))
		}
		return compiled
	})
	return t
}

// otherType finds the type of a notification, as far as it reads: trade_status_sync,
// batch_trans_notify. Each has a word and a low line at least; less is no type that was
// read, but a line that was cut off.
var otherType = regexp.MustCompile(`notify_type` + between + `([a-z]+_[a-z_]*)`)

// near reports whether a text may hold a trace, in any escape.
func (t *trace) near(text string) bool {
	return strings.IndexByte(text, '_') >= 0 && containsOne(text, t.words) ||
		len(text) >= leastBase64 && containsOne(text, t.encoded) ||
		(strings.IndexByte(text, '%') >= 0 || strings.IndexByte(text, '\\') >= 0) && mayHideWord(text)
}

// containsOne reports whether a text contains one of some words.
func containsOne(text string, words []string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// marked reports whether a text without escapes holds a trace.
func (t *trace) marked(text string) bool {
	for _, mark := range t.marks() {
		for _, m := range mark.FindAllStringSubmatch(text, -1) {
			if len(m) == 1 || strings.ContainsAny(m[1], "0123456789") { // else it is the name of a column
				return true
			}
		}
	}
	return strings.Contains(text, t.typed) && strings.IndexByte(text, '^') >= 0 && rowItem.MatchString(text)
}

// rowItem is the first item in a row of a table, which has no names.
var rowItem = regexp.MustCompile(`(?:^|[^0-9])[0-9]{16,32}\^[0-9.]+\^`)

// in returns the text of a line without escapes if it holds a trace, else ok is false.
func (t *trace) in(line string) (text string, ok bool) {
	if !t.near(line) {
		return "", false
	}
	text = t.unescaped(line)
	return text, t.marked(text)
}

// mayHideWord reports whether an underscore of a line is escaped.
func mayHideWord(line string) bool {
	return strings.Contains(line, "%5F") || strings.Contains(line, "%5f") || strings.Contains(line, `\u005f`) || strings.Contains(line, `\x5f`) || strings.Contains(line, `\x5F`)
}

// cutIntoPieces is the form of a line that a container runtime has cut.
const cutIntoPieces = "cut into pieces by the container runtime, of which one is missing"

// unreadCapture returns why a text with a trace of a notification is rejected, and which
// trades it names; ok is false for one without. form is what it looks like.
func unreadCapture(text, form string) (reason string, trades []string, ok bool) {
	plain, ok := notifyTrace.in(text)
	if !ok || isOther(plain) {
		return "", nil, false
	}
	return "holds a notification that does not read, " + form + ": log the body as it arrives, url-encoded, one a line (nginx: $request_body; PHP: php://input)",
		alipay.TradeNumbersIn(plain), true
}

// ownType finds our type where it may be a value, and is no part of a path or a name.
var ownType = regexp.MustCompile(`(?:^|[^0-9A-Za-z_./-])` + alipay.NotifyType + `(?:[^0-9A-Za-z_./-]|$)`)

// isOther reports whether a text names the types of other notifications alone. One that
// is cut off may be ours.
func isOther(text string) bool {
	if ownType.MatchString(text) {
		return false
	}
	other := false
	for _, m := range otherType.FindAllStringSubmatch(text, -1) {
		if strings.HasPrefix(alipay.NotifyType, m[1]) || strings.HasPrefix(m[1], alipay.NotifyType) {
			return false
		}
		other = other || !isNotifyParam(m[1]) // else it is the next name
	}
	return other
}

// isNotifyParam reports whether a word is the name of a parameter.
func isNotifyParam(word string) bool {
	return slices.Contains(namesOf(notifyParams()), word)
}

// formOf names the form that a line which does not read seems to have.
func formOf(line string) string {
	switch text := strings.TrimSpace(line); {
	case strings.Contains(text, "Array") || strings.Contains(text, "=>"):
		return "as a dump of an array"
	case strings.Contains(text, `INSERT INTO`):
		return "as a row of a table"
	case strings.Contains(text, `":`):
		return "as JSON of its parameters"
	case strings.Contains(text, "notify_id=") && !strings.Contains(text, "%"):
		return "as pairs that are decoded"
	}
	return "in parts"
}

var (
	statedBatch   = regexp.MustCompile(`batch_no` + between + `([0-9A-Za-z]{11,32})`)
	statedNum     = regexp.MustCompile(`batch_num` + between + `([0-9]{1,5})(?:[^0-9]|$)`)
	statedService = regexp.MustCompile(`(?:^|[^0-9A-Za-z_])service` + between + `([a-z_.]+)`)
	statedPartner = regexp.MustCompile(`partner` + between + `(2088[0-9]{12})(?:[^0-9]|$)`)
	detailItem    = regexp.MustCompile(`(?:^|[^0-9])([0-9]{16,32})\^`)
)

// unreadRequest returns what can be read in a line with a trace of a request that does not
// read; ok is false for one without, and for another partner's.
func unreadRequest(line, partner, reason string) (u ledger.UnreadRequest, ok bool) {
	text, ok := requestTrace.in(line)
	if !ok {
		return u, false
	}
	if m := statedPartner.FindStringSubmatch(text); m != nil && m[1] != partner {
		return u, false
	}
	if m := statedService.FindStringSubmatch(text); m != nil && !strings.Contains(text, alipay.Service) && !strings.HasPrefix(alipay.Service, m[1]) {
		return u, false
	}
	u.Reason = reason
	if m := statedBatch.FindStringSubmatch(text); m != nil {
		u.BatchNo = m[1]
	}
	if m := statedNum.FindStringSubmatch(text); m != nil {
		u.Stated, _ = strconv.Atoi(m[1]) // digits
	}
	items := 0
	for _, m := range detailItem.FindAllStringSubmatch(text, -1) {
		u.Trades = append(u.Trades, m[1])
		items++
	}
	if items == 0 {
		u.Trades = alipay.TradeNumbersIn(text)
	}
	u.MayNameMore = u.Stated == 0 || items != u.Stated
	return u, true
}
