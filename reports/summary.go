package reports

import (
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A summaryRow is a row of the summary: a rule, and beside it, where there are
// any, a day and an age, the data of the charts.
type summaryRow struct {
	tally *ledger.Tally
	day   *ledger.Day
	age   *ageRow
}

// writeSummary counts the findings of every rule; a rule without any stands
// there too, because it was asked. What the charts show stands beside them, to
// the right of what is printed.
func (b *workbook) writeSummary() error {
	tallies, days := b.everyTally(), lastDays(b.days)
	return fill(b, table[summaryRow]{
		name:    summarySheet,
		layout:  layout{colour: "FFC00000", frozen: 1, wide: true, printed: summaryPrinted, tabled: summaryTabled, tabledRows: len(tallies)},
		columns: append(b.tallyColumns(), chartColumns()...),
		finish:  func(s *sheet) error { return b.drawCharts(s, tallies, days) },
	}, each(b.summaryRows(tallies, days)))
}

// How many columns of the summary are the table of rules, and how many are
// printed, the charts among them.
const (
	summaryTabled  = 9
	summaryPrinted = 11
)

// summaryRows puts rules, days and ages beside each other.
func (b *workbook) summaryRows(tallies []ledger.Tally, days []ledger.Day) []summaryRow {
	ages := b.ages.rows()
	list := make([]summaryRow, max(len(tallies), len(days), len(ages)))
	for i := range tallies {
		list[i].tally = &tallies[i]
	}
	for i := range days {
		list[i].day = &days[i]
	}
	for i := range ages {
		list[i].age = &ages[i]
	}
	return list
}

func (b *workbook) tallyColumns() []column[summaryRow] {
	type t = ledger.Tally
	of := func(value func(t) cell) func(*summaryRow) cell {
		return func(r *summaryRow) cell {
			if r.tally == nil {
				return cell{kind: asNothing}
			}
			return value(*r.tally)
		}
	}
	return []column[summaryRow]{
		{"代码 Code", 30, asIdent, of(func(t t) cell { return linkedCell(t.Code, b.firstOf[t.Code]) })},
		{"级别 Severity", 14, asPlain, of(ranked)},
		{"期初 Opening", 11, asCount, of(func(t t) cell { return countCell(t.Opening) })},
		{"新增 New", 10, asCount, of(func(t t) cell { return countCell(t.New) })},
		{"已结 Closed", 10, asCount, of(func(t t) cell { return countCell(t.Closed) })},
		{"未结 Open", 10, asCount, of(func(t t) cell { return countCell(t.Open) })},
		{"交易数 Trades", 11, asCount, of(func(t t) cell { return countCell(t.Trades) })},
		{"金额 Amount", 18, asMoney, of(func(t t) cell { return amountCell(b.amountOf(t)) })},
		{"说明 Sentence", 46, asWrapped, of(func(t t) cell { return textCell(b.sentence(t.Code)) })},
	}
}

// sentence is what a rule says, in the workbook's language.
func (b *workbook) sentence(code string) string {
	rule := b.rule(code)
	return b.say(rule.EN, rule.ZH)
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
func ranked(t ledger.Tally) cell {
	c := severity(t.Severity)
	if t.Opening+t.New+t.Closed+t.Open == 0 {
		c.kind = asMuted
	}
	return c
}

// everyTally gives each rule its tally: first the rules with open findings, then
// the others, each in the order of the catalogue, and codes that the catalogue
// lacks behind those of their sort.
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
	all = append(all, rest...)
	open := slices.DeleteFunc(slices.Clone(all), func(t ledger.Tally) bool { return t.Open == 0 })
	return append(open, slices.DeleteFunc(all, func(t ledger.Tally) bool { return t.Open > 0 })...)
}
