package alipay

import (
	"strconv"
	"strings"
)

// Success is the one processing result that means a refund (§5.2).
const Success = "SUCCESS"

// A Result is one item of result_details (§5.2): what became of one line of a
// batch.
type Result struct {
	TradeNo    string
	Amount     Money
	Code       string // SUCCESS or an error code of §9
	Occurrence int    // the n-th item of this trade in its notification: 1, 2, …
	Dback      string // "true^S" and the like, back to the bank card; empty where absent
	Fee        *Fee   // nil where the item has no fee section
	Rest       string // royalty and sub-trade sections, kept as text and never counted
}

// A Fee is the fee section of a Result: the service charge given back to the
// merchant.
type Fee struct {
	Account, AccountID string // bytes as received: a notification names no charset
	Amount             Money
	Code               string // may be empty
}

// Succeeded reports whether the trade was refunded.
func (r Result) Succeeded() bool { return r.Code == Success }

// An ItemError says which item of result_details or detail_data does not parse,
// and why. Items are numbered from 1, the empty ones of result_details aside.
type ItemError struct {
	Item   int
	Text   string // the item, quoted and cut
	Reason string
}

func (e *ItemError) Error() string {
	return "item " + strconv.Itoa(e.Item) + " " + e.Text + ": " + e.Reason
}

// ParseResultDetails reads result_details:
//
//	result_details = item { "#" item }              empty items are skipped
//	item  = trade [ "$" fee ] { "|" royalty } [ "$$" subtrade ]
//	trade = trade_no "^" amount "^" result [ "^" is_dback "^" dback_result ]
//	fee   = account "^" account_id "^" amount "^" result       result may be empty
//
// as in 2010031906272929^80^SUCCESS$jax@alipay.com^2088101003147483^0.01^SUCCESS.
// Royalties have 6 fields, sub-trades 3 (sections of the sister interfaces).
// An item that does not parse is reported whole; the others still count.
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
				results = append(room(results, s), r)
			}
		}
		s = s[next:]
	}
	number(results)
	return results, bad
}

// room makes room at once for the items of s, none of which has been read before.
func room(results []Result, s string) []Result {
	const shortest = len("2010031906272929^0^A#")
	if results == nil {
		results = make([]Result, 0, 1+min(strings.Count(s, "#"), len(s)/shortest))
	}
	return results
}

// number sets the occurrences. A map pays off only where items are many.
func number(results []Result) {
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
	// Most items are a trade section only, whose fields have no room for any of
	// what sections and control characters are looked for below.
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

// String prints the item as ParseResultDetails reads it.
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
