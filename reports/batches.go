package reports

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
)

// batchFigures are what the sheet Batches adds up to, and the batches whose
// notifications count otherwise than they state.
type batchFigures struct {
	stated, counted     int64
	answered, succeeded int64
	refunded            alipay.Money
	odd                 []ledger.BatchRow
}

func (b *builder) writeBatches(ctx context.Context) error {
	return fill(b.book, table[ledger.BatchRow]{
		name:    batchesSheet,
		layout:  layout{colour: "FF2E75B6", frozen: 1, wide: true},
		marks:   batchMarks(),
		columns: batchColumns(),
		each: func(r *ledger.BatchRow, _ position) {
			b.batchSum.stated += r.Stated
			b.batchSum.counted += r.Counted
			b.batchSum.answered += r.Succeeded + r.Failed
			b.batchSum.succeeded += r.Succeeded
			b.batchSum.refunded = b.batchSum.refunded.Add(r.Refunded)
			if r.Stated != r.Counted && len(b.batchSum.odd) < maxLinks {
				b.batchSum.odd = append(b.batchSum.odd, *r)
			}
		},
	}, b.books.BatchRows(ctx, b.Run, b.Policy.ResultGrace))
}

func batchColumns() []column[ledger.BatchRow] {
	type r = ledger.BatchRow
	return []column[r]{
		newColumn("批次号 Batch", 24, asIdent, func(r *r) cell { return textCell(r.BatchNo) }),
		newColumn("来源 Origin", 20, asPlain, func(r *r) cell { return textCell(origin(r.Origin)) }),
		newColumn("状态 State", 16, asPlain, func(r *r) cell { return state(r.State) }),
		newColumn("退款日期 refund_date (UTC+8)", 20, asMoment, func(r *r) cell { return momentCell(r.At) }),
		newColumn("笔数 Lines", 13, asCount, func(r *r) cell { return countCell(r.Lines) }),
		newColumn("申请金额 Requested", 18, asMoney, func(r *r) cell { return moneyCell(r.Requested) }),
		newColumn("成功 Succeeded", 13, asCount, func(r *r) cell { return countCell(r.Succeeded) }),
		newColumn("已退 Refunded", 18, asMoney, func(r *r) cell { return moneyCell(r.Refunded) }),
		newColumn("失败 Failed", 13, asCount, func(r *r) cell { return countCell(r.Failed) }),
		newColumn("未答 Unanswered", 15, asCount, func(r *r) cell { return countCell(r.Unanswered) }),
		newColumn("声明成功 Stated success_num", 16, asCount, func(r *r) cell { return countCell(r.Stated) }),
		newColumn("实计成功 Counted successes", 15, asCount, func(r *r) cell { return countCell(r.Counted) }),
		newColumn("通知数 Notifications", 17, asCount, func(r *r) cell { return countCell(r.Notifications) }),
		newColumn("送达次数 Deliveries", 14, asCount, func(r *r) cell { return countCell(r.Deliveries) }),
		newColumn("首次通知 First notified (UTC+8)", 20, asMoment, func(r *r) cell { return momentCell(r.FirstAt) }),
		newColumn("最近通知 Last notified (UTC+8)", 20, asMoment, func(r *r) cell { return momentCell(r.LastAt) }),
	}
}

func origin(o string) string {
	switch o {
	case "captured":
		return "捕获 captured"
	case "emitted":
		return "本程序 emitted"
	case "":
		return "– 无请求 no request"
	}
	return o
}

func state(s ledger.BatchState) cell {
	switch s {
	case ledger.Emitted:
		return textCell("已发出 emitted")
	case ledger.Overdue:
		return markedCell("逾期 overdue", asBad)
	case ledger.Settled:
		return markedCell("已结 settled", asGood)
	case ledger.Void:
		return markedCell("作废 void", asMuted)
	case ledger.Unknown:
		return markedCell("未知 unknown", asWarning)
	}
	return textCell(string(s))
}

// class is a class of error codes in both languages.
func class(c alipay.Class) cell {
	switch c {
	case alipay.Reissue:
		return markedCell("可重发 reissue", asGood)
	case alipay.FixFirst:
		return markedCell("先修正 fix_first", asWarning)
	case alipay.Investigate:
		return markedCell("待查 investigate", asBad)
	case alipay.Final:
		return markedCell("终结 final", asGrave)
	}
	return textCell(string(c))
}

func batchMarks() []mark {
	return []mark{{columns: "K:L", when: `$K#<>$L#`, look: asBad}, {columns: "J:J", when: `$J#>0`, look: asWarning}}
}
