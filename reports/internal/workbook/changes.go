package workbook

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// writeChanges lists what is other than after the job's run before: what opened,
// what closed, and what is open with other values (§7.1).
func (b *builder) writeChanges(ctx context.Context) error {
	type f = ledger.Finding
	severities := severities()
	return xlsx.WriteTable(b.book, xlsx.Table[f]{
		Name:   changesSheet,
		Layout: xlsx.Layout{Colour: "FF548235", Frozen: 1, Wide: true},
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
	}, without(b.findings.all(ctx), unchanged))
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
