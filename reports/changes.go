package reports

import (
	"context"
	"iter"

	"reconcile/alipay"
	"reconcile/ledger"
)

// writeChanges lists what is other than after the job's run before: what opened,
// what closed, and what is open with other values (§7.1).
func (b *builder) writeChanges(ctx context.Context) error {
	type f = ledger.Finding
	return fill(b.book, table[f]{
		name:   changesSheet,
		layout: layout{colour: "FF548235", frozen: 1, wide: true},
		columns: []column[f]{
			newColumn(headID, 15, asIdent, func(f *f) cell { return textCell(f.ID) }),
			newColumn("变动 Change", 15, asPlain, change),
			newColumn("代码 Code", 27, asIdent, func(f *f) cell { return textCell(f.Code) }),
			newColumn("级别 Severity", 14, asPlain, func(f *f) cell { return severity(f.Severity) }),
			newColumn("交易号 Trade", 31, asIdent, func(f *f) cell { return linkedCell(f.TradeNo, b.cited[f.TradeNo]) }),
			newColumn("批次号 Batch", 26, asIdent, func(f *f) cell { return textCell(f.BatchNo) }),
			newColumn("通知号 Notification", 24, asDigest, func(f *f) cell { return textCell(f.NotifyID) }),
			newColumn("原金额 Amount before", 18, asMoney, func(f *f) cell { return amountCell(before(f)) }),
			newColumn("现金额 Amount now", 18, asMoney, func(f *f) cell { return amountCell(after(f)) }),
			newColumn("变动额 Difference", 18, asMoney, func(f *f) cell { return amountCell(difference(f)) }),
			newColumn("首见运行 First run", 12, asCount, func(f *f) cell { return countCell(f.FirstRun) }),
			newColumn("账龄 Age (days)", 10, asCount, func(f *f) cell { return countCell(int64(f.AgeDays)) }),
			newColumn("说明 Message", 46, asWrapped, func(f *f) cell { return textCell(b.rule(f.Code).message(f, b.Language)) }),
		},
	}, changed(b.findings.all(ctx)))
}

// changed leaves out what is as it was.
func changed(all iter.Seq2[ledger.Finding, error]) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		for f, err := range all {
			if err == nil && f.Status == ledger.StatusOpen && f.Was == nil {
				continue
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

func change(f *ledger.Finding) cell {
	switch f.Status {
	case ledger.StatusNew:
		return markedCell("新增 new", asWarning)
	case ledger.StatusClosed:
		return markedCell("已结 closed", asGood)
	}
	return textCell("变化 changed")
}

// before is the money at stake after the run before; nil where there was none.
func before(f *ledger.Finding) *alipay.Money {
	switch {
	case f.Status == ledger.StatusNew:
		return nil
	case f.Was != nil:
		return f.Was.Amount
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
