package alipay

import "strings"

// An AnswerItem is one item of the result_details of an answer of refund_fastpay_query:
// the result of one line of a batch.
type AnswerItem struct {
	BatchNo string
	Result  // whose occurrence is the n-th item of its batch and trade
}

// ParseAnswerDetails parses the result_details of an answer of refund_fastpay_query, whose
// items are those of a notification with the number of their batch in front:
//
//	result_details = item { "#" item }              empty items are skipped
//	item           = batch_no "^" item of a notification
//
// as in 20160712001^2016071221001004430242532850^0.01^SUCCESS; the trade section has 4 or
// 6 fields. An item without a batch number is one of a notification, and an error. The
// items that do not parse are returned as errors.
func ParseAnswerDetails(s string) ([]AnswerItem, []*ItemError) {
	var (
		items []AnswerItem
		bad   []*ItemError
		item  int
	)
	type line struct{ batch, trade string }
	seen := map[line]int{}
	for text := range strings.SplitSeq(s, "#") {
		if text == "" {
			continue
		}
		item++
		a, reason := parseAnswer(text)
		if reason != "" {
			bad = append(bad, &ItemError{item, Quote(text), reason})
			continue
		}
		at := line{a.BatchNo, a.TradeNo}
		seen[at]++
		a.Occurrence = seen[at]
		items = append(items, a)
	}
	return items, bad
}

func parseAnswer(text string) (a AnswerItem, reason string) {
	if _, asNotified := parseResult(text); asNotified == "" {
		return a, "an item of a notification, which has no batch number in front: list the file under notify"
	}
	batch, rest, _ := strings.Cut(text, "^")
	if !IsBatchNo(batch) {
		return a, "batch_no is not 11 to 32 letters and digits: " + Quote(batch)
	}
	a.BatchNo = batch
	a.Result, reason = parseResult(rest)
	return a, reason
}

// String returns the item in the form that ParseAnswerDetails parses.
func (a AnswerItem) String() string { return a.BatchNo + "^" + a.Result.String() }
