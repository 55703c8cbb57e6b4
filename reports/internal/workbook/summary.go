package workbook

import (
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
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
	return xlsx.WriteTable(b.book, xlsx.Table[summaryRow]{
		Name:    summarySheet,
		Layout:  xlsx.Layout{Colour: "FFC00000", Frozen: 1, Wide: true, Printed: summaryPrinted, Tabled: summaryTabled, TabledRows: len(s.tallies)},
		Columns: append(s.tallyColumns(), chartColumns()...),
		Charts:  s.drawCharts,
	}, xlsx.Rows(s.rows()))
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

func (s summary) tallyColumns() []xlsx.Column[summaryRow] {
	type t = ledger.Tally
	of := func(value func(t) xlsx.Cell) func(*summaryRow) xlsx.Cell {
		return block(func(r *summaryRow) *t { return r.tally }, value)
	}
	return []xlsx.Column[summaryRow]{
		xlsx.Col("代码 Code", 30, xlsx.StyleIdent, of(func(t t) xlsx.Cell { return xlsx.Linked(t.Code, s.b.firstRows[t.Code]) })),
		xlsx.Col("级别 Severity", 14, xlsx.StylePlain, of(ranked)),
		xlsx.Col("期初 Opening", 11, xlsx.StyleCount, of(func(t t) xlsx.Cell { return xlsx.Count(t.Opening) })),
		xlsx.Col("新增 New", 10, xlsx.StyleCount, of(func(t t) xlsx.Cell { return xlsx.Count(t.New) })),
		xlsx.Col("已结 Closed", 10, xlsx.StyleCount, of(func(t t) xlsx.Cell { return xlsx.Count(t.Closed) })),
		xlsx.Col("未结 Open", 10, xlsx.StyleCount, of(func(t t) xlsx.Cell { return xlsx.Count(t.Open) })),
		xlsx.Col("交易数 Trades", 11, xlsx.StyleCount, of(func(t t) xlsx.Cell { return xlsx.Count(t.Trades) })),
		xlsx.Col("金额 Amount", 18, xlsx.StyleMoney, of(func(t t) xlsx.Cell { return xlsx.Amount(s.amountOf(t)) })),
		xlsx.Col("说明 Sentence", 46, xlsx.StyleWrapped, of(func(t t) xlsx.Cell { return xlsx.Text(s.sentence(t.Code)) })),
	}
}

// block is a column of one of the blocks that are beside each other: empty, where
// the block has ended.
func block[T any](part func(*summaryRow) *T, value func(T) xlsx.Cell) func(*summaryRow) xlsx.Cell {
	return func(r *summaryRow) xlsx.Cell {
		if p := part(r); p != nil {
			return value(*p)
		}
		return xlsx.Cell{Style: xlsx.StyleMargin}
	}
}

// sentence is what a rule says, in the workbook's language.
func (s summary) sentence(code string) string {
	rule := s.b.Of(code)
	return s.b.Say(rule.EN, rule.ZH)
}

// amountOf is the money of a rule's open findings; nil where money does not
// apply to them.
func (s summary) amountOf(t ledger.Tally) *alipay.Money {
	if !s.b.Of(t.Code).HasAmount() {
		return nil
	}
	return &t.Amount
}

// ranked mutes the rules that found nothing.
func ranked(t ledger.Tally) xlsx.Cell {
	c := severities().of(t.Severity)
	if t.Opening+t.New+t.Closed+t.Open == 0 {
		c.Style = xlsx.StyleMuted
	}
	return c
}

// ages counts open findings by age and severity.
type ages [5]struct{ critical, errors, warnings int64 }

// An ageRow is one line of the ages.
type ageRow struct {
	days                       string
	critical, errors, warnings int64
}

func (a *ages) add(f *ledger.Finding) {
	n := &a[ageGroup(f.AgeDays)]
	switch f.Severity {
	case ledger.Critical:
		n.critical++
	case ledger.Error:
		n.errors++
	default:
		n.warnings++
	}
}

// ageGroup is the place of an age in days among the groups of rows.
func ageGroup(days int) int {
	switch {
	case days <= 1:
		return 0
	case days <= 7:
		return 1
	case days <= 30:
		return 2
	case days <= 90:
		return 3
	}
	return 4
}

func (a *ages) rows() []ageRow {
	list := make([]ageRow, len(a))
	for i, days := range []string{"0–1", "2–7", "8–30", "31–90", "> 90"} {
		list[i] = ageRow{days, a[i].critical, a[i].errors, a[i].warnings}
	}
	return list
}

// shownDays is how many days the summary shows.
const shownDays = 31

// lastDays are the last days up to the last one with a result, none left out: a
// day without results is one with 0.
func lastDays(days []ledger.Day) []ledger.Day {
	if len(days) == 0 {
		return nil
	}
	known := make(map[string]ledger.Day, len(days))
	for _, d := range days {
		known[d.Date] = d
	}
	last, err := time.Parse(time.DateOnly, days[len(days)-1].Date)
	if err != nil {
		return days[max(len(days)-shownDays, 0):]
	}
	var list []ledger.Day
	for n := shownDays - 1; n >= 0; n-- {
		date := last.AddDate(0, 0, -n).Format(time.DateOnly)
		if d, ok := known[date]; ok || len(list) > 0 || date > days[0].Date {
			d.Date = date
			list = append(list, d)
		}
	}
	return list
}

// chartColumns are the place of the charts, and what they show.
func chartColumns() []xlsx.Column[summaryRow] {
	day := func(value func(ledger.Day) xlsx.Cell) func(*summaryRow) xlsx.Cell {
		return block(func(r *summaryRow) *ledger.Day { return r.day }, value)
	}
	age := func(value func(ageRow) xlsx.Cell) func(*summaryRow) xlsx.Cell {
		return block(func(r *summaryRow) *ageRow { return r.age }, value)
	}
	free := func(*summaryRow) xlsx.Cell { return xlsx.Cell{Style: xlsx.StyleMargin} }
	return []xlsx.Column[summaryRow]{
		xlsx.Col("", 2, xlsx.StyleMargin, free),
		xlsx.Col("", chartsWidth, xlsx.StyleMargin, free),
		xlsx.Col("日期 Day (UTC+8)", 14, xlsx.StylePlain, day(func(d ledger.Day) xlsx.Cell { return xlsx.Text(d.Date) })),
		xlsx.Col("结果数 Results", 12, xlsx.StyleCount, day(func(d ledger.Day) xlsx.Cell { return xlsx.Count(d.Results) })),
		xlsx.Col("成功数 Successes", 12, xlsx.StyleCount, day(func(d ledger.Day) xlsx.Cell { return xlsx.Count(d.Succeeded) })),
		xlsx.Col("已退 Refunded", 18, xlsx.StyleMoney, day(func(d ledger.Day) xlsx.Cell { return xlsx.Money(d.Refunded) })),
		xlsx.Col("", 3, xlsx.StyleMargin, free),
		xlsx.Col("账龄 Age (days)", 12, xlsx.StylePlain, age(func(a ageRow) xlsx.Cell { return xlsx.Text(a.days) })),
		xlsx.Col("严重 critical", 12, xlsx.StyleCount, age(func(a ageRow) xlsx.Cell { return xlsx.Count(a.critical) })),
		xlsx.Col("错误 error", 12, xlsx.StyleCount, age(func(a ageRow) xlsx.Cell { return xlsx.Count(a.errors) })),
		xlsx.Col("警告 warning", 12, xlsx.StyleCount, age(func(a ageRow) xlsx.Cell { return xlsx.Count(a.warnings) })),
	}
}
