package reports

import (
	"time"

	"reconcile/ledger"
)

// ages counts open findings by age and severity.
type ages [4]struct{ critical, errors, warnings int64 }

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
	}
	return 3
}

func (a *ages) rows() []ageRow {
	list := make([]ageRow, len(a))
	for i, days := range []string{"0–1", "2–7", "8–30", "> 30"} {
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
func chartColumns() []column[summaryRow] {
	day := func(value func(ledger.Day) cell) func(*summaryRow) cell {
		return func(r *summaryRow) cell {
			if r.day == nil {
				return cell{kind: asNothing}
			}
			return value(*r.day)
		}
	}
	age := func(value func(ageRow) cell) func(*summaryRow) cell {
		return func(r *summaryRow) cell {
			if r.age == nil {
				return cell{kind: asNothing}
			}
			return value(*r.age)
		}
	}
	free := func(*summaryRow) cell { return cell{kind: asNothing} }
	return []column[summaryRow]{
		newColumn("", 2, asNothing, free),
		{"", chartsWidth, asNothing, free},
		newColumn("日期 Day (UTC+8)", 14, asPlain, day(func(d ledger.Day) cell { return textCell(d.Date) })),
		newColumn("结果数 Results", 12, asCount, day(func(d ledger.Day) cell { return countCell(d.Results) })),
		newColumn("成功数 Successes", 12, asCount, day(func(d ledger.Day) cell { return countCell(d.Succeeded) })),
		newColumn("已退 Refunded", 18, asMoney, day(func(d ledger.Day) cell { return moneyCell(d.Refunded) })),
		newColumn("", 3, asNothing, free),
		newColumn("账龄 Age (days)", 12, asPlain, age(func(a ageRow) cell { return textCell(a.days) })),
		newColumn("严重 critical", 12, asCount, age(func(a ageRow) cell { return countCell(a.critical) })),
		newColumn("错误 error", 12, asCount, age(func(a ageRow) cell { return countCell(a.errors) })),
		newColumn("警告 warning", 12, asCount, age(func(a ageRow) cell { return countCell(a.warnings) })),
	}
}
