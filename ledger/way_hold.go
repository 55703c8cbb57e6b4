package ledger

import (
	"fmt"
	"slices"
	"strings"

	"reconcile/ledger/rules"
)

// Ways are the ways that end what holds a correction (contract 4.2 and 4.4); none for one
// that is not held. acts tells the kinds of acts that end the findings of a code.
func (c Correction) Ways(acts func(code string) []string) Ways {
	m := matter{trade: c.TradeNo, amount: &c.Amount, batches: c.Flight}
	switch c.Hold {
	case EvidenceGap:
		return c.endGap(acts)
	case NoOrder:
		return append(importOrder(c.TradeNo), m.ways(rules.Elsewhere)...)
	case NoProof:
		return append(c.prove(), m.ways(rules.Unrefunded)...)
	case Conflict:
		return c.endConflicts(acts)
	case InFlight:
		return append(m.ways(rules.Succeeded, rules.Failed, rules.Void), Way{EN: "or wait for the result", ZH: "或等待结果"})
	case AttemptLimit, FinalCode:
		return m.ways(rules.Elsewhere)
	case UnknownCode, FixFirstCode:
		return append(classify(c.Code), m.ways(rules.Allow)...)
	case InvestigateCode:
		return slices.Concat(c.failed().ways(rules.Succeeded), m.ways(rules.Allow), classify(c.Code))
	case UnsignedAnswer:
		return append(Ways{{EN: "bring Alipay's bills of the day of the answer and the next, or the notification", ZH: "请提供应答当日及次日的支付宝账单，或其通知"}}, c.failed().ways(rules.Failed)...)
	case AboveCap:
		return append(m.ways(rules.Allow), Way{EN: "or raise line_cap or run_cap in the configuration", ZH: "或在配置中调高 line_cap 或 run_cap"})
	}
	return nil
}

// maxShown is how many days or missing inputs a way names.
const maxShown = 4

// endGap asks for what the run had to do without: inputs, or lines that a person looks into.
func (c Correction) endGap(acts func(code string) []string) (all Ways) {
	if len(c.Missing) > 0 {
		names := first(c.Missing)
		all = Ways{{EN: "mend or bring " + names + ", then reconcile run", ZH: "请修复或提供 " + names + "，再运行 reconcile run"}}
	}
	if all = append(all, c.endFindings(acts)...); len(all) > 0 {
		return all
	}
	return Ways{{EN: "bring the input that was not read, see reconcile status", ZH: "请提供未读到的输入，见 reconcile status"}}
}

// prove asks for what covers the days of which nothing proves that no refund is unknown.
func (c Correction) prove() Ways {
	days := first(c.Because)
	return Ways{{
		EN: fmt.Sprintf("bring Alipay's bills of %s; where the account has none, set complete_since", days),
		ZH: fmt.Sprintf("请提供 %s 的支付宝账单；账户没有账单的，设置 complete_since", days),
	}}
}

// first names the first of many.
func first(all []string) string {
	text := strings.Join(all[:min(len(all), maxShown)], ", ")
	if len(all) > maxShown {
		text += " …"
	}
	return text
}

// endConflicts are the ways that end the findings that contradict each other about a trade.
// Where there is no such finding yet, a bill shows a refund that a notification may still
// tell of.
func (c Correction) endConflicts(acts func(code string) []string) Ways {
	if all := c.endFindings(acts); len(all) > 0 {
		return all
	}
	trade := shellWord(c.TradeNo)
	return Ways{{
		EN: "wait for the notification of the refund that a bill shows, see reconcile explain " + trade,
		ZH: "请等待账单所示退款的通知，见 reconcile explain " + trade,
	}}
}

// endFindings are the ways that end the findings that a hold comes from.
func (c Correction) endFindings(acts func(code string) []string) (all Ways) {
	for _, f := range c.Holding {
		all = append(all, f.Ways(acts(f.Code))...)
	}
	return all
}

// failed is the line that failed last, as far as a finding tells.
func (c Correction) failed() matter {
	m := matter{trade: c.TradeNo}
	for _, f := range c.Holding {
		if f.BatchNo != "" && f.TradeNo == c.TradeNo {
			m.batches = []string{f.BatchNo}
		}
	}
	return m
}
