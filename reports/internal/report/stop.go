package report

import (
	"fmt"
	"strings"

	"reconcile/ledger"
)

// StopText says of a batch that must not be submitted any more why, in "zh" or else
// English: what has taken its money.
func StopText(w ledger.Waiting, account, language string) string {
	s := &Situation{Language: language}
	money := s.say("its money ", "其款项")
	if w.Over.Cmp(w.InFlight) < 0 {
		money = fmt.Sprintf(s.say("%s of its money ", "其中 %s 元"), w.Over)
	}
	return fmt.Sprintf(s.say("STOP batch %s%s (%s, %s): %s%s. Do not submit it.", "停用批次 %s%s（%s，%s 元）：%s%s。不得提交。"),
		w.BatchNo, account, s.count(w.Lines, "line", "%d 笔"), w.Amount, money, s.causes(w))
}

// causes says what has taken the money of a batch.
func (s *Situation) causes(w ledger.Waiting) string {
	var parts []string
	for _, kind := range []ledger.CauseKind{ledger.ByVoided, ledger.ByRefund, ledger.ByBill, ledger.ByElsewhere, ledger.ByFlight, ledger.ByLowered} {
		var numbers []string
		for _, c := range w.Causes {
			if c.Kind == kind {
				numbers = append(numbers, c.BatchNo)
			}
		}
		if len(numbers) > 0 {
			parts = append(parts, s.cause(kind, named(numbers)))
		}
	}
	text := strings.Join(parts, s.say(", and ", "，"))
	if w.More {
		text += " …"
	}
	return text
}

// cause says how batches have taken the money of one.
func (s *Situation) cause(kind ledger.CauseKind, batches string) string {
	switch kind {
	case ledger.ByVoided:
		return s.say("was refunded by voided batch "+batches, "已由作废批次 "+batches+" 退出")
	case ledger.ByRefund:
		return s.say("was refunded by batch "+batches, "已由批次 "+batches+" 退出")
	case ledger.ByBill:
		return s.say("was refunded by batch "+batches+", as a bill shows", "据账单已由批次 "+batches+" 退出")
	case ledger.ByElsewhere:
		return s.say("is in batch "+batches+", which books that were restored or copied issued before", "已在批次 "+batches+" 中，由曾被恢复或复制的账簿签发")
	case ledger.ByFlight:
		return s.say("is in flight in batch "+batches+" of another system", "已在其他系统的批次 "+batches+" 中，正在退款")
	}
	return s.say("is no longer owed", "不再应退")
}
