package report

import (
	"fmt"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A Held sums the corrections that one hold keeps back.
type Held struct {
	Hold   ledger.Hold
	Trades int64
	Amount alipay.Money
	First  ledger.Correction // by trade
}

// A Holds sums the held corrections of a run, in the order in which their holds come first.
type Holds []Held

// Add adds a correction.
func (h *Holds) Add(c ledger.Correction) {
	if c.Hold == "" {
		return
	}
	i := slices.IndexFunc(*h, func(of Held) bool { return of.Hold == c.Hold })
	if i < 0 {
		i = len(*h)
		*h = append(*h, Held{Hold: c.Hold, First: c})
	}
	(*h)[i].Trades++
	(*h)[i].Amount = (*h)[i].Amount.Add(c.Amount)
}

// held asks for what ends each hold, by the first correction that it keeps back. What lacks
// proof, waits for a batch or for input that is missing is asked for by itself.
func (s *Situation) held() (all []Task) {
	for _, h := range s.Holds {
		if h.Hold == ledger.NoProof || h.Hold == ledger.InFlight || h.Hold == ledger.EvidenceGap && len(s.Missing) > 0 {
			continue
		}
		all = append(all, s.endHold(h, h.First.Ways(s.Sentences.Acts)))
	}
	return all
}

// endHold says what ends a hold: what would be evidence and when the first command is right
// before it, and each other command with when it is.
func (s *Situation) endHold(h Held, ways ledger.Ways) Task {
	t := Task{Who: Finance, By: BeforeNext, Sheet: "corrections"}
	var words []string
	for _, w := range ways {
		command := w.Command(s.Job)
		switch {
		case command != "" && t.Command != "":
			t.Also = append(t.Also, w.Say(s.Job, s.Language))
			continue
		case command != "":
			t.Command = command
		}
		words = append(words, s.say(w.EN, w.ZH))
	}
	t.Say = s.heldText(h) + s.say(": ", "：") + strings.Join(words, s.say("; ", "；"))
	return t
}

// heldText says how many corrections a hold keeps back.
func (s *Situation) heldText(h Held) string {
	what := fmt.Sprintf(s.say("%s, %s, held (%s)", "%s，%s 元，暂缓（%s）"), s.count(h.Trades, "correction", "补退 %d 笔"), h.Amount, h.Hold)
	if h.Trades == 1 {
		return what + s.say(", trade ", "，交易 ") + h.First.TradeNo
	}
	return what + s.say(", the first of trade ", "，首笔为交易 ") + h.First.TradeNo
}
