package workbook

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// writeChanges lists what is other than after the job's run before: what opened,
// what closed, and what is open with other values (§7.1). Of a first run all of it is
// new, and one sentence says so.
func (b *builder) writeChanges(ctx context.Context) error {
	if b.facts.previous == 0 {
		return b.writeNoChanges()
	}
	type f = ledger.Finding
	rows := ranking[f]{rows: without(b.findings.all(ctx), unchanged), rank: rankOf}
	var last *rank
	if b.tooMany(b.differing) {
		var err error
		if last, err = lastShown(b, changesSheet, rows); err != nil {
			return err
		}
	}
	severities := severities()
	return xlsx.WriteTable(b.book, xlsx.Table[f]{
		Name:   changesSheet,
		Layout: changesLayout(),
		Columns: []xlsx.Column[f]{
			xlsx.Col(headID, 15, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.ID) }),
			xlsx.Col("变动 Change", 15, xlsx.StylePlain, change),
			xlsx.Col("代码 Code", 27, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.Code) }),
			xlsx.Col("级别 Severity", 14, xlsx.StylePlain, func(f *f) xlsx.Cell { return severities.of(f.Severity) }),
			xlsx.Col("交易号 Trade", 31, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Linked(f.TradeNo, b.tradeRows[f.TradeNo]) }),
			xlsx.Col("批次号 Batch", 26, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.BatchNo) }),
			xlsx.Col("通知号 Notification", 24, xlsx.StyleDigest, func(f *f) xlsx.Cell { return xlsx.Text(f.NotifyID) }),
			xlsx.Col("原金额 Amount before", 18, xlsx.StyleMoney, func(f *f) xlsx.Cell { return xlsx.Amount(before(f)) }),
			xlsx.Col("现金额 Amount now", 18, xlsx.StyleMoney, func(f *f) xlsx.Cell { return xlsx.Amount(after(f)) }),
			xlsx.Col("变动额 Difference", 18, xlsx.StyleMoney, func(f *f) xlsx.Cell { return xlsx.Amount(difference(f)) }),
			xlsx.Col("首见运行 First run", 12, xlsx.StyleCount, func(f *f) xlsx.Cell { return xlsx.Count(f.FirstRun) }),
			xlsx.Col("起于 Since", 12, xlsx.StylePlain, func(f *f) xlsx.Cell { return xlsx.Text(f.SinceDay()) }),
			xlsx.Col("账龄 Age (days)", 10, xlsx.StyleCount, func(f *f) xlsx.Cell { return xlsx.Count(int64(f.AgeDays)) }),
			xlsx.Col("说明 Message", 46, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return xlsx.Text(b.Of(f.Code).Message(f, b.Language)) }),
		},
	}, rows.upTo(last))
}

func changesLayout() xlsx.Layout { return xlsx.Layout{Colour: "FF548235", Frozen: 1} }

// writeNoChanges writes the sheet of a run that has none before it.
func (b *builder) writeNoChanges() error {
	says := func(text *string) xlsx.Cell { return xlsx.Text(*text) }
	return xlsx.WriteTable(b.book, xlsx.Table[string]{
		Name:    changesSheet,
		Layout:  changesLayout(),
		Columns: []xlsx.Column[string]{xlsx.Col("说明 Message", 110, xlsx.StyleWrapped, says)},
	}, xlsx.Rows([]string{b.Say(
		"First run of this job: everything is new; from the next run on this sheet tells what changed.",
		"本任务的首次运行：全部内容均为新增；自下次运行起，本表列出变动。")}))
}

// unchanged reports whether a finding is as it was.
func unchanged(f ledger.Finding) bool { return f.Status == ledger.StatusOpen && f.Before == nil }

func change(f *ledger.Finding) xlsx.Cell {
	switch f.Status {
	case ledger.StatusNew:
		return xlsx.Styled("新增 new", xlsx.StyleWarning)
	case ledger.StatusClosed:
		return xlsx.Styled("已结 closed", xlsx.StyleGood)
	}
	return xlsx.Text("变化 changed")
}

// before is the money at stake after the run before; nil where there was none.
func before(f *ledger.Finding) *alipay.Money {
	switch {
	case f.Status == ledger.StatusNew:
		return nil
	case f.Before != nil:
		return f.Before.Amount
	}
	return f.Amount
}

// after is the money at stake now; nil where there is none.
func after(f *ledger.Finding) *alipay.Money {
	if f.Status == ledger.StatusClosed {
		return nil
	}
	return f.Amount
}

// difference is what the money at stake has changed by; nil where money does not
// apply.
func difference(f *ledger.Finding) *alipay.Money {
	was, now := before(f), after(f)
	if was == nil && now == nil {
		return nil
	}
	var sum alipay.Money
	if now != nil {
		sum = *now
	}
	if was != nil {
		sum = sum.Sub(*was)
	}
	return &sum
}
