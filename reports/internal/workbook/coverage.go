package workbook

import (
	"context"
	"fmt"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// maxIdle is how many days in a row of which the same is said, and on which nothing came,
// have a row each. More of them share one, so that the sheet is as long as the account was
// busy and not as long as the calendar.
const maxIdle = 31

// A coverRow is what covers some days, mostly one, and what the books hold of them
// (contract 4.2, proof).
type coverRow struct {
	ledger.Cover
	judged               bool // whether the run asked if these days are covered
	notifications, lines int64
}

// writeCoverage shows why a refund of a day cannot be unknown, or why it can.
func (b *builder) writeCoverage(ctx context.Context) error {
	counts, err := b.books.DayCounts(ctx, b.Run)
	if err != nil {
		return err
	}
	type c = coverRow
	account := b.Account()
	return xlsx.WriteTable(b.book, xlsx.Table[c]{
		Name:   coverageSheet,
		Layout: xlsx.Layout{Colour: "FF548235", Frozen: 2},
		Columns: []xlsx.Column[c]{
			xlsx.Col("起 From day", 15, xlsx.StyleIdent, func(c *c) xlsx.Cell { return xlsx.Text(c.firstDay()) }),
			xlsx.Col("止 To day", 15, xlsx.StyleIdent, func(c *c) xlsx.Cell { return xlsx.Text(c.Until.String()) }),
			xlsx.Col("账户 Account", 30, xlsx.StyleWrapped, func(*c) xlsx.Cell { return xlsx.Text(account) }),
			xlsx.Col("账单 Bill", 11, xlsx.StylePlain, func(c *c) xlsx.Cell { return c.mark(c.Bill) }),
			xlsx.Col("提交 Submissions", 16, xlsx.StylePlain, func(c *c) xlsx.Cell { return c.mark(c.Submissions) }),
			xlsx.Col("通知 Notifications", 18, xlsx.StyleCount, func(c *c) xlsx.Cell { return xlsx.Count(c.notifications) }),
			xlsx.Col("请求行 Lines", 14, xlsx.StyleCount, func(c *c) xlsx.Cell { return xlsx.Count(c.lines) }),
			xlsx.Col("有据 Covered", 13, xlsx.StylePlain, func(c *c) xlsx.Cell { return c.verdict() }),
			xlsx.Col("说明 Why", 66, xlsx.StyleWrapped, func(c *c) xlsx.Cell { return xlsx.Text(b.whyCovered(c)) }),
		},
		Each: func(c *coverRow, _ xlsx.Position) {
			b.covered.notifications += c.notifications
			b.covered.lines += c.lines
		},
	}, xlsx.Rows(coverRows(b.facts.covers, counts)))
}

// coverRows lists the calendar by day, after a row for all days before it. Days on which
// something came and of which the run did not ask stand behind.
func coverRows(covers []ledger.Cover, counts []ledger.DayCount) []coverRow {
	var rows []coverRow
	for i, c := range covers {
		if i == 0 {
			before := coverRow{Cover: ledger.Cover{Until: c.From.Add(-1)}, judged: true}
			for len(counts) > 0 && counts[0].Day < c.From {
				before.add(counts[0])
				counts = counts[1:]
			}
			rows = append(rows, before)
		}
		var unasked []coverRow
		unasked, counts = countedUntil(counts, c.From.Add(-1))
		rows = append(rows, unasked...)
		first := c.From
		for len(counts) > 0 && counts[0].Day <= c.Until {
			busy := stretch(c, counts[0].Day, counts[0].Day)[0]
			busy.add(counts[0])
			rows = append(append(rows, stretch(c, first, counts[0].Day.Add(-1))...), busy)
			first, counts = counts[0].Day.Add(1), counts[1:]
		}
		rows = append(rows, stretch(c, first, c.Until)...)
	}
	const lastDay = 99991231
	rest, _ := countedUntil(counts, lastDay)
	return append(rows, rest...)
}

// countedUntil are rows for the days up to one that something came on, and the counts
// behind it.
func countedUntil(counts []ledger.DayCount, last ledger.Date) (rows []coverRow, rest []ledger.DayCount) {
	for len(counts) > 0 && counts[0].Day <= last {
		row := coverRow{Cover: ledger.Cover{From: counts[0].Day, Until: counts[0].Day}}
		row.add(counts[0])
		rows, counts = append(rows, row), counts[1:]
	}
	return rows, counts
}

// stretch lists days of which the same is said, one by one, or as one row where they are
// many.
func stretch(c ledger.Cover, first, last ledger.Date) []coverRow {
	var rows []coverRow
	whole := c
	whole.From, whole.Until = first, last
	for day := first; day <= last; day = day.Add(1) {
		if len(rows) == maxIdle {
			return []coverRow{{Cover: whole, judged: true}}
		}
		c.From, c.Until = day, day
		rows = append(rows, coverRow{Cover: c, judged: true})
	}
	return rows
}

func (c *coverRow) add(n ledger.DayCount) {
	c.notifications += n.Notifications
	c.lines += n.RequestLines
}

// firstDay is the first of the days; of those before the calendar none is.
func (c *coverRow) firstDay() string {
	if c.From == 0 {
		return "…"
	}
	return c.From.String()
}

// mark says whether one kind of evidence covers the days.
func (c *coverRow) mark(yes bool) xlsx.Cell {
	switch {
	case !c.judged:
		return xlsx.Text("–")
	case yes:
		return xlsx.Text("✓")
	}
	return xlsx.Text("✗")
}

// verdict says whether the days are covered.
func (c *coverRow) verdict() xlsx.Cell {
	switch {
	case !c.judged:
		return xlsx.Text("–")
	case c.Covered:
		return xlsx.Styled("✓", xlsx.StyleGood)
	}
	return xlsx.Styled("✗", xlsx.StyleWarning)
}

// whyCovered says in a sentence what covers the days of a row, or what is missing.
func (b *builder) whyCovered(c *coverRow) string {
	switch {
	case !c.judged:
		return b.Say("the run did not ask: after its as-of day", "在截至时间之后，本次运行未作判断")
	case c.From == 0:
		return b.Say("no bill and no statement reaches back so far", "更早的日期没有账单，也没有声明")
	case c.Covered && c.Bill:
		return b.Say("a bill shows every refund of the day", "账单列出当日全部退款")
	case c.Covered:
		return b.Say("complete_since: all refunds are submitted here or in requests", "complete_since 声明：退款均由本程序提交或在 requests 中")
	}
	return b.whyUncovered(c.Cover)
}

func (b *builder) whyUncovered(c ledger.Cover) string {
	switch c.Why {
	case ledger.NoBill:
		return b.Say("the account has bills, and none shows this day: download it", "账户有账单，但缺这一天的：请下载")
	case ledger.NoStatement:
		return b.Say("no bill, and complete_since is not set", "没有账单，也未设置 complete_since")
	case ledger.BeforeStatement:
		return b.Say("no bill, and before complete_since", "没有账单，且早于 complete_since")
	case ledger.UnknownBatch:
		return fmt.Sprintf(b.Say("batch %s was notified and no request has it: something submits that is not captured", "批次 %s 有通知而无请求：有提交未被记录"), c.What)
	case ledger.UnknownRefund:
		return fmt.Sprintf(b.Say("a bill shows a refund of trade %s that no request and no result has", "账单上交易 %s 的退款既无请求也无结果"), c.What)
	case ledger.RequestHole:
		return b.Say("the file of requests of this day is missing (EVIDENCE_HOLE)", "缺这一天的请求文件（EVIDENCE_HOLE）")
	}
	return string(c.Why)
}
