package reports

import (
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
)

// writeSummary counts the findings of every rule; a rule without any stands
// there too, because it was asked.
func (b *workbook) writeSummary() error {
	type t = ledger.Tally
	return fill(b, table[t]{
		name:   summarySheet,
		layout: layout{colour: "FFC00000", frozen: 1},
		columns: []column[t]{
			{"代码 Code", 30, asIdent, func(t t) any { return cell{value: t.Code, to: b.firstOf[t.Code]} }},
			{"级别 Severity", 15, asPlain, ranked},
			{"期初 Opening", 13, asCount, func(t t) any { return t.Opening }},
			{"新增 New", 13, asCount, func(t t) any { return t.New }},
			{"已结 Closed", 13, asCount, func(t t) any { return t.Closed }},
			{"未结 Open", 13, asCount, func(t t) any { return t.Open }},
			{"交易数 Trades", 13, asCount, func(t t) any { return t.Trades }},
			{"金额 Amount", 18, asMoney, func(t t) any { return b.amountOf(t) }},
			{"说明 Sentence", 70, asWrapped, func(t t) any { rule := b.rule(t.Code); return b.say(rule.EN, rule.ZH) }},
		},
	}, each(b.everyTally()))
}

// amountOf is the money of a rule's open findings; nil where money does not
// apply to them.
func (b *workbook) amountOf(t ledger.Tally) *alipay.Money {
	if !b.rule(t.Code).HasAmount() {
		return nil
	}
	return &t.Amount
}

// ranked mutes the rules that found nothing.
func ranked(t ledger.Tally) any {
	c := severity(t.Severity)
	if t.Opening+t.New+t.Closed+t.Open == 0 {
		c.kind = asMuted
	}
	return c
}

// everyTally gives each rule its tally, in the order of the catalogue, and
// after them the tallies of codes that the catalogue lacks.
func (b *workbook) everyTally() []ledger.Tally {
	rest := slices.Clone(b.tallies)
	var all []ledger.Tally
	for _, r := range b.Rules {
		t := ledger.Tally{Code: r.Code, Severity: r.Severity}
		if i := slices.IndexFunc(rest, func(t ledger.Tally) bool { return t.Code == r.Code }); i >= 0 {
			t = rest[i]
			rest = slices.Delete(rest, i, i+1)
		}
		all = append(all, t)
	}
	return append(all, rest...)
}
