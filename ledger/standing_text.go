package ledger

import (
	"fmt"
	"strings"
)

// A NamedHeap is a heap with what it is called and means, in English and in Chinese.
type NamedHeap struct {
	Heap
	Key              string // as summary.json calls it
	EN, ZH           string
	MeansEN, MeansZH string
	Parts            []NamedHeap // what it consists of, if it is told apart
}

// Heaps are the heaps in the order of harm.
func (s Standing) Heaps() []NamedHeap {
	return []NamedHeap{
		{s.TooMuch, "too_much", "Refunded too much", "多退", "more than is due or was paid", "已退超过应退或付款金额", nil},
		{s.MayBeTwice, "may_be_twice", "May be refunded twice", "可能重复退款", "too much if what is in flight succeeds", "在途退款若成功即为多退", nil},
		{s.Owed.Heap, "owed", "Owed to buyers", "应退未退", "buyers who wait for it", "买家应得而尚未退还", []NamedHeap{
			{s.Owed.Ready, "ready", "ready", "可提交", "in a batch or proposal of this run", "已列入本次的批次或建议", nil},
			{s.Owed.Held, "held", "held", "暂缓", "held back, see Corrections", "暂不退款，见更正表", nil},
		}},
		{s.Unknown, "unknown", "Outcome unknown", "结果不明", "in flight, and no result past the grace", "在途，超过等待时间仍无结果", nil},
	}
}

// Text is the standing in one line of a language, "en" or "zh": of each heap that has
// trades the yuan and, in brackets, the trades.
func (s Standing) Text(language string) string {
	var all []string
	colon, comma := ": ", ", "
	if language == "zh" {
		colon, comma = "：", "，"
	}
	for _, h := range s.Heaps() {
		if h.Trades == 0 {
			continue
		}
		var parts []string
		for _, p := range h.Parts {
			parts = append(parts, p.Amount.Grouped()+" "+p.name(language))
		}
		text := fmt.Sprintf("%s %s (%d)", h.name(language), h.Amount.Grouped(), h.Trades)
		if len(parts) > 0 {
			text += colon + strings.Join(parts, comma)
		}
		all = append(all, text)
	}
	switch {
	case len(all) > 0:
		return strings.Join(all, " · ")
	case language == "zh":
		return "无多退、应退未退或结果不明的交易"
	}
	return "no trade refunded too much, owed or unknown"
}

func (h NamedHeap) name(language string) string {
	if language == "zh" {
		return h.ZH
	}
	return h.EN
}
