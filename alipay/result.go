package alipay

import (
	"strconv"
	"strings"
)

// Success is the one processing result that means a refund (§5.2).
const Success = "SUCCESS"

// A Result is one item of result_details (§5.2): the result of one line of a batch.
type Result struct {
	TradeNo    string
	Amount     Money
	Code       string // Success or an error code of §9
	Occurrence int    // the n-th item of this trade in its notification: 1, 2, …
	Dback      string // "true^S" and the like, back to the bank card; empty where absent
	Fee        *Fee   // nil if the item has no fee section
	Rest       string // royalty and sub-trade sections as text; their amounts are never counted
}

// A Fee is the fee section of a Result: the service charge refunded to the merchant.
type Fee struct {
	Account, AccountID string // bytes as received: a notification names no charset
	Amount             Money
	Code               string // may be empty
}

// Succeeded reports whether the trade was refunded.
func (r Result) Succeeded() bool { return r.Code == Success }

// An ItemError is an item of result_details or detail_data that does not parse. Items are
// numbered from 1; empty ones in result_details are not counted.
type ItemError struct {
	Item   int
	Text   string // the item, quoted and cut
	Reason string
}

func (e *ItemError) Error() string {
	return "item " + strconv.Itoa(e.Item) + " " + e.Text + ": " + e.Reason
}

// ParseResultDetails parses result_details:
//
//	result_details = item { "#" item }              empty items are skipped
//	item  = trade [ "$" fee ] { "|" royalty } [ "$$" subtrade ]
//	trade = trade_no "^" amount "^" result [ "^" is_dback "^" dback_result ]
//	fee   = account "^" account_id "^" amount "^" result       result may be empty
//
// as in 2010031906272929^80^SUCCESS$jax@alipay.com^2088101003147483^0.01^SUCCESS.
// Royalties have 6 fields, sub-trades 3 (sections of the sister interfaces).
// The items that do not parse are returned as errors; the others still count.
func ParseResultDetails(s string) ([]Result, []*ItemError) {
	var (
		results []Result
		bad     []*ItemError
		item    int
	)
	for s != "" {
		text, next := s, len(s)
		if end := strings.IndexByte(s, '#'); end >= 0 {
			text, next = s[:end], end+1
		}
		if text != "" {
			item++
			if r, reason := parseResult(text); reason != "" {
				bad = append(bad, &ItemError{item, Quote(text), reason})
			} else {
				results = append(reserve(results, s), r)
			}
		}
		s = s[next:]
	}
	countOccurrences(results)
	return results, bad
}

// reserve allocates memory for all items of s, if results has none yet.
func reserve(results []Result, s string) []Result {
	const shortest = len("2010031906272929^0^A#")
	if results == nil {
		results = make([]Result, 0, 1+min(strings.Count(s, "#"), len(s)/shortest))
	}
	return results
}

// countOccurrences sets the occurrences. A map is faster only for many items.
func countOccurrences(results []Result) {
	const few = 8
	if len(results) > few {
		seen := make(map[string]int, len(results))
		for i := range results {
			seen[results[i].TradeNo]++
			results[i].Occurrence = seen[results[i].TradeNo]
		}
		return
	}
	for i := range results {
		results[i].Occurrence = 1
		for j := range i {
			if results[j].TradeNo == results[i].TradeNo {
				results[i].Occurrence++
			}
		}
	}
}

func parseResult(text string) (r Result, reason string) {
	// Most items are only a trade section, whose fields cannot contain other sections
	// or control characters.
	if strings.IndexByte(text, '$') < 0 && parseTrade(&r, text) == "" {
		return r, ""
	}
	r = Result{}
	if hasControl(text) {
		return r, "holds a control character"
	}
	head, sub, hasSub := strings.Cut(text, "$$")
	if hasSub && (strings.Count(sub, "^") != 2 || strings.ContainsAny(sub, "$|")) {
		return r, "the sub-trade section has not 3 fields"
	}
	head, royalties, hasRoyalty := strings.Cut(head, "|")
	if hasRoyalty {
		for royalty := range strings.SplitSeq(royalties, "|") {
			if strings.Count(royalty, "^") != 5 || strings.Contains(royalty, "$") {
				return r, "a royalty section has not 6 fields"
			}
		}
	}
	trade, fee, hasFee := strings.Cut(head, "$")
	r.Rest = text[len(head):]
	if reason = parseTrade(&r, trade); reason != "" {
		return r, reason
	}
	if hasFee {
		r.Fee, reason = parseFee(fee)
	}
	return r, reason
}

// String returns the item in the form that ParseResultDetails parses.
func (r Result) String() string {
	s := r.TradeNo + "^" + r.Amount.String() + "^" + r.Code
	if r.Dback != "" {
		s += "^" + r.Dback
	}
	if r.Fee != nil {
		s += "$" + r.Fee.Account + "^" + r.Fee.AccountID + "^" + r.Fee.Amount.String() + "^" + r.Fee.Code
	}
	return s + r.Rest
}

// fields splits a section at its carets into as many fields as f has room for,
// and returns how many fields the section has.
func fields(f []string, section string) int {
	for n := 0; ; n++ {
		field, rest, more := section, "", false
		if end := strings.IndexByte(section, '^'); end >= 0 {
			field, rest, more = section[:end], section[end+1:], true
		}
		if n < len(f) {
			f[n] = field
		}
		if section = rest; !more {
			return n + 1
		}
	}
}

func parseTrade(r *Result, section string) string {
	var f [5]string
	n := fields(f[:], section)
	if n != 3 && n != 5 {
		return "the trade section has " + strconv.Itoa(n) + " fields, not 3 or 5"
	}
	if !IsTradeNo(f[0]) {
		return "trade_no is not 16 to 32 digits: " + Quote(f[0])
	}
	var err error
	if r.Amount, err = ParseMoney(f[1]); err != nil {
		return err.Error()
	}
	if !isCode(f[2]) {
		return "not a processing result: " + Quote(f[2])
	}
	if n == 5 {
		r.Dback = section[len(f[0])+len(f[1])+len(f[2])+3:]
		if !isDback(f[3], f[4]) {
			return "not a bank card section: " + Quote(r.Dback)
		}
	}
	r.TradeNo, r.Code = f[0], f[2]
	return ""
}

func isDback(is, result string) bool {
	if is != "true" && is != "false" {
		return false
	}
	return result == "S" || result == "F" || result == "P" || result == "null"
}

func parseFee(section string) (*Fee, string) {
	var f [4]string
	if n := fields(f[:], section); n != len(f) {
		return nil, "the fee section has " + strconv.Itoa(n) + " fields, not 4"
	}
	if strings.Contains(section, "$") {
		return nil, "more than one fee section"
	}
	amount, err := ParseMoney(f[2])
	if err != nil {
		return nil, "fee: " + err.Error()
	}
	if f[3] != "" && !isCode(f[3]) {
		return nil, "fee: not a processing result: " + Quote(f[3])
	}
	return &Fee{Account: f[0], AccountID: f[1], Amount: amount, Code: f[3]}, ""
}

// hasControl reports whether s has a control character of ASCII, which is not a byte of
// any other character in GBK or UTF-8.
func hasControl(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' || c == 0x7F {
			return true
		}
	}
	return false
}
