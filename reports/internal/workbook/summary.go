package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// A summary counts the findings of every rule that has found something; the others are
// counted below, because they were asked too.
type summary struct {
	b       *builder
	tallies []ledger.Tally // of rules that have found something
	silent  int            // rules that have found nothing
	days    []ledger.Day
}

func (b *builder) writeSummary() error {
	s := summary{b: b, days: lastDays(b.facts.days)}
	for _, t := range b.facts.everyTally(b.Rules) {
		if t.Opening+t.New+t.Closed+t.Open == 0 {
			s.silent++
		} else {
			s.tallies = append(s.tallies, t)
		}
	}
	slices.SortStableFunc(s.tallies, func(x, y ledger.Tally) int {
		return cmp.Or(cmp.Compare(min(y.Open, 1), min(x.Open, 1)), cmp.Compare(x.Severity.Rank(), y.Severity.Rank()), y.Amount.Cmp(x.Amount))
	})
	if err := s.writeChartData(); err != nil {
		return err
	}
	return xlsx.WriteTable(b.book, xlsx.Table[ledger.Tally]{
		Name:    summarySheet,
		Layout:  xlsx.Layout{Colour: tabOf(b.open > 0), Frozen: 1, Portrait: true, Whole: true},
		Columns: s.tallyColumns(),
		Charts:  s.drawCharts,
		Empty:   s.silence(),
		Foot:    func() [][]xlsx.Cell { return [][]xlsx.Cell{{xlsx.Text(s.silence())}} },
	}, xlsx.Rows(s.tallies))
}

// silence counts the rules that have found nothing.
func (s summary) silence() string {
	return fmt.Sprintf(s.b.Say("%d rules found nothing: see %s", "另有 %d 条规则没有异常，见 %s"), s.silent, rulesSheet)
}

func (s summary) tallyColumns() []xlsx.Column[ledger.Tally] {
	type t = ledger.Tally
	severities := severities()
	return []xlsx.Column[t]{
		xlsx.Col("代码 Code", 30, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Linked(t.Code, s.b.firstRows[t.Code]) }),
		xlsx.Col("级别 Severity", 14, xlsx.StylePlain, func(t *t) xlsx.Cell { return severities.of(t.Severity) }),
		xlsx.Col("期初 Opening", 12, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Opening) }),
		xlsx.Col("新增 New", 10, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.New) }),
		xlsx.Col("已结 Closed", 11, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Closed) }),
		xlsx.Col("未结 Open", 10, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Open) }),
		xlsx.Col("交易数 Trades", 11, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Trades) }),
		xlsx.Col("金额 Amount", 16, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(s.amountOf(*t)) }),
		xlsx.Col("规则 Rule", 50, xlsx.StyleWrapped, func(t *t) xlsx.Cell { return xlsx.Text(s.sentence(t.Code)) }),
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
