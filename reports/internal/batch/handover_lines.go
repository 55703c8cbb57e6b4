package batch

import (
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A basis is what a line is refunded for, in Chinese and English.
type basis struct{ ZH, EN string }

// Why is what a line is refunded for: a refund that failed, none so far, or too little.
func (handover) Why(l ledger.BatchLine) basis {
	switch {
	case l.Code != "":
		return basis{"上次失败", "failed: " + l.Code}
	case l.Refunded.Sign() == 0:
		return basis{"尚未退款", "not refunded yet"}
	}
	return basis{"退款不足", "refunded too little"}
}

// Codes are the error codes that the lines answer, each once. One that a configuration
// classed and no table explains has no words.
func (h handover) Codes() (all []alipay.Code) {
	table := alipay.ErrorCodes()
	seen := map[string]bool{"": true}
	for _, l := range h.Lines {
		if seen[l.Code] {
			continue
		}
		seen[l.Code] = true
		code, ok := table.Lookup(l.Code)
		if !ok {
			code = alipay.Code{Code: l.Code}
		}
		all = append(all, code)
	}
	return all
}

// OneReason reports whether all lines carry the same reason.
func (h handover) OneReason() bool {
	return !slices.ContainsFunc(h.Lines, func(l ledger.BatchLine) bool { return l.Reason != h.Lines[0].Reason })
}

// A size is how many lines have an amount with so many digits before the point.
type size struct {
	From, To, Sum alipay.Money
	Count         int
}

// Sizes counts the lines by the size of their amounts, the greatest first, so that a person
// sees what one line too great would be.
func (h handover) Sizes() (all []size) {
	lines := h.byAmount()
	for from, to := int64(1), int64(999); len(lines) > 0; from, to = to+1, (to+1)*10-1 {
		s := size{From: alipay.Fen(from), To: alipay.Fen(to)}
		for len(lines) > 0 && lines[0].Amount.Cmp(s.To) <= 0 {
			s.Count++
			s.Sum = s.Sum.Add(lines[0].Amount)
			lines = lines[1:]
		}
		if s.Count > 0 {
			all = append(all, s)
		}
	}
	slices.Reverse(all)
	return all
}

// byAmount are the lines, the smallest first.
func (h handover) byAmount() []ledger.BatchLine {
	return slices.SortedFunc(slices.Values(h.Lines), func(a, b ledger.BatchLine) int { return a.Amount.Cmp(b.Amount) })
}

// Largest is the greatest amount of a line.
func (h handover) Largest() alipay.Money { return h.byAmount()[len(h.Lines)-1].Amount }

// Smallest is the smallest amount of a line.
func (h handover) Smallest() alipay.Money { return h.byAmount()[0].Amount }
