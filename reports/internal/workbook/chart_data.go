package workbook

import (
	"slices"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// mostBars is how many rules a chart compares.
const mostBars = 10

// A chartRow is one row of what the charts show: beside one another a rule with the money of
// its open findings, a day and an age.
type chartRow struct {
	rule *ledger.Tally
	day  *ledger.Day
	age  *ageRow
}

// heaviest are the rules with the most money in open findings.
func (s summary) heaviest() []ledger.Tally {
	list := slices.DeleteFunc(slices.Clone(s.tallies), func(t ledger.Tally) bool { return t.Amount.Sign() <= 0 })
	slices.SortStableFunc(list, func(x, y ledger.Tally) int { return y.Amount.Cmp(x.Amount) })
	return list[:min(len(list), mostBars)]
}

// writeChartData writes the figures of the charts on a sheet of their own that is hidden: a
// chart wants them in cells.
func (s summary) writeChartData() error {
	rules, ages := s.heaviest(), s.b.ages.rows()
	list := make([]chartRow, max(len(rules), len(s.days), len(ages)))
	for i := range rules {
		list[i].rule = &rules[i]
	}
	for i := range s.days {
		list[i].day = &s.days[i]
	}
	for i := range ages {
		list[i].age = &ages[i]
	}
	return xlsx.WriteTable(s.b.book, xlsx.Table[chartRow]{
		Name:    chartSheet,
		Layout:  xlsx.Layout{Colour: "FF7F7F7F", Frozen: 1, Hidden: true},
		Columns: chartColumns(),
	}, xlsx.Rows(list))
}

// chartColumns are the three blocks of figures, each under headings of its own.
func chartColumns() []xlsx.Column[chartRow] {
	of := func(severity ledger.Severity) func(*ledger.Tally) xlsx.Cell {
		return func(t *ledger.Tally) xlsx.Cell {
			if t.Severity != severity {
				return xlsx.Amount(nil)
			}
			return xlsx.Money(t.Amount)
		}
	}
	rule := block(func(r *chartRow) *ledger.Tally { return r.rule })
	day := block(func(r *chartRow) *ledger.Day { return r.day })
	age := block(func(r *chartRow) *ageRow { return r.age })
	return []xlsx.Column[chartRow]{
		xlsx.Col("代码 Code", 30, xlsx.StyleIdent, rule(func(t *ledger.Tally) xlsx.Cell { return xlsx.Text(t.Code) })),
		xlsx.Col("严重 critical, CNY", 18, xlsx.StyleMoney, rule(of(ledger.Critical))),
		xlsx.Col("错误 error, CNY", 18, xlsx.StyleMoney, rule(of(ledger.Error))),
		xlsx.Col("警告 warning, CNY", 18, xlsx.StyleMoney, rule(of(ledger.Warning))),
		xlsx.Col("日期 Day (UTC+8)", 16, xlsx.StylePlain, day(func(d *ledger.Day) xlsx.Cell { return xlsx.Text(d.Date) })),
		xlsx.Col("结果数 Results", 12, xlsx.StyleCount, day(func(d *ledger.Day) xlsx.Cell { return xlsx.Count(d.Results) })),
		xlsx.Col("成功数 Successes", 14, xlsx.StyleCount, day(func(d *ledger.Day) xlsx.Cell { return xlsx.Count(d.Succeeded) })),
		xlsx.Col("已退 Refunded", 18, xlsx.StyleMoney, day(func(d *ledger.Day) xlsx.Cell { return xlsx.Money(d.Refunded) })),
		xlsx.Col("账龄 Age (days)", 12, xlsx.StylePlain, age(func(a *ageRow) xlsx.Cell { return xlsx.Text(a.days) })),
		xlsx.Col("严重 critical", 12, xlsx.StyleCount, age(func(a *ageRow) xlsx.Cell { return xlsx.Count(a.critical) })),
		xlsx.Col("错误 error", 12, xlsx.StyleCount, age(func(a *ageRow) xlsx.Cell { return xlsx.Count(a.errors) })),
		xlsx.Col("警告 warning", 13, xlsx.StyleCount, age(func(a *ageRow) xlsx.Cell { return xlsx.Count(a.warnings) })),
	}
}

// block makes the values of one of the blocks that are beside each other: empty, where the
// block has ended.
func block[T any](part func(*chartRow) *T) func(value func(*T) xlsx.Cell) func(*chartRow) xlsx.Cell {
	return func(value func(*T) xlsx.Cell) func(*chartRow) xlsx.Cell {
		return func(r *chartRow) xlsx.Cell {
			if p := part(r); p != nil {
				return value(p)
			}
			return xlsx.Cell{}
		}
	}
}
