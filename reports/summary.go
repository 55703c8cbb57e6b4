package reports

import (
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

// A summary counts the findings of every rule; a rule without any is there too,
// because it was asked. What the charts show is beside them, to the right of what
// is printed.
type summary struct {
	b       *builder
	tallies []ledger.Tally
	days    []ledger.Day
}

func (b *builder) writeSummary() error {
	s := summary{b, b.facts.everyTally(b.Rules), lastDays(b.facts.days)}
	return fill(b.book, table[summaryRow]{
		name:    summarySheet,
		layout:  layout{colour: "FFC00000", frozen: 1, wide: true, printed: summaryPrinted, tabled: summaryTabled, tabledRows: len(s.tallies)},
		columns: append(s.tallyColumns(), chartColumns()...),
		finish:  s.drawCharts,
	}, each(s.rows()))
}

// How many columns of the summary are the table of rules, and how many are
// printed, the charts among them.
const (
	summaryTabled  = 9
	summaryPrinted = 11
)

// rows puts rules, days and ages beside each other.
func (s summary) rows() []summaryRow {
	ages := s.b.ages.rows()
	list := make([]summaryRow, max(len(s.tallies), len(s.days), len(ages)))
	for i := range s.tallies {
		list[i].tally = &s.tallies[i]
	}
	for i := range s.days {
		list[i].day = &s.days[i]
	}
	for i := range ages {
		list[i].age = &ages[i]
	}
	return list
}

func (s summary) tallyColumns() []column[summaryRow] {
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
		newColumn("代码 Code", 30, asIdent, of(func(t t) cell { return linkedCell(t.Code, s.b.firstOf[t.Code]) })),
		newColumn("级别 Severity", 14, asPlain, of(ranked)),
		newColumn("期初 Opening", 11, asCount, of(func(t t) cell { return countCell(t.Opening) })),
		newColumn("新增 New", 10, asCount, of(func(t t) cell { return countCell(t.New) })),
		newColumn("已结 Closed", 10, asCount, of(func(t t) cell { return countCell(t.Closed) })),
		newColumn("未结 Open", 10, asCount, of(func(t t) cell { return countCell(t.Open) })),
		newColumn("交易数 Trades", 11, asCount, of(func(t t) cell { return countCell(t.Trades) })),
		newColumn("金额 Amount", 18, asMoney, of(func(t t) cell { return amountCell(s.amountOf(t)) })),
		newColumn("说明 Sentence", 46, asWrapped, of(func(t t) cell { return textCell(s.sentence(t.Code)) })),
	}
}

// sentence is what a rule says, in the workbook's language.
func (s summary) sentence(code string) string {
	rule := s.b.rule(code)
	return s.b.say(rule.EN, rule.ZH)
}

// amountOf is the money of a rule's open findings; nil where money does not
// apply to them.
func (s summary) amountOf(t ledger.Tally) *alipay.Money {
	if !s.b.rule(t.Code).HasAmount() {
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
