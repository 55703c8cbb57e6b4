package workbook

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// batchFigures are what the sheet Batches adds up to, and the batches whose
// notifications count otherwise than they state.
type batchFigures struct {
	rows                int64
	stated, counted     int64
	answered, succeeded int64
	refunded            alipay.Money
	lines, failed, open int64
	requested           alipay.Money
	odd                 []ledger.BatchRow
}

func (b *builder) writeBatches(ctx context.Context) error {
	named := &byFinding{name: batchOf}
	return writeWorst(b, xlsx.Table[ledger.BatchRow]{
		Name:       batchesSheet,
		Layout:     xlsx.Layout{Colour: "FF2E75B6", Frozen: 1},
		Highlights: []xlsx.Highlight{{Columns: "K:L", When: `$K#<>$L#`, Style: xlsx.StyleError}, {Columns: "J:J", When: `$J#>0`, Style: xlsx.StyleWarning}},
		Columns:    batchColumns(),
		Empty:      b.Say("No batches.", "没有批次。"),
		Foot:       b.batchSums,
	}, ranking[ledger.BatchRow]{
		rows:  b.books.BatchRows(ctx, b.Run, b.Policy.ResultGrace),
		count: b.batchSum.add,
		rank:  func(r *ledger.BatchRow) (class int, weight int64) { return named.class(r.BatchNo), 0 },
		again: func() error { return named.read(ctx, b) },
	})
}

func (s *batchFigures) add(r *ledger.BatchRow) error {
	s.rows++
	s.stated += r.Stated
	s.counted += r.Counted
	s.answered += r.Succeeded + r.Failed
	s.succeeded += r.Succeeded
	s.refunded = s.refunded.Add(r.Refunded)
	s.lines, s.failed, s.open = s.lines+r.Lines, s.failed+r.Failed, s.open+r.Unanswered
	s.requested = s.requested.Add(r.Requested)
	if r.Stated != r.Counted && len(s.odd) < xlsx.MaxLinks {
		s.odd = append(s.odd, *r)
	}
	return nil
}

// batchSums are what the batches of the sheet add up to, beside the control totals.
func (b *builder) batchSums() [][]xlsx.Cell {
	sum, control := b.batchSum, b.Run.Totals
	return [][]xlsx.Cell{
		{xlsx.Text(b.totalLabel()), {}, {}, {}, xlsx.Count(sum.lines), xlsx.Money(sum.requested), xlsx.Count(sum.succeeded), xlsx.Money(sum.refunded), xlsx.Count(sum.failed), xlsx.Count(sum.open), xlsx.Count(sum.stated), xlsx.Count(sum.counted)},
		{xlsx.Text(b.controlLabel()), {}, {}, {}, {}, {}, xlsx.Count(control.Results - control.FailedResults), xlsx.Money(control.SuccessAmount), xlsx.Count(control.FailedResults)},
	}
}

func batchColumns() []xlsx.Column[ledger.BatchRow] {
	type r = ledger.BatchRow
	origins, states := batchOrigins(), batchStates()
	return []xlsx.Column[r]{
		xlsx.Col("批次号 Batch", 26, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.BatchNo) }),
		xlsx.Col("来源 Origin", 18, xlsx.StylePlain, func(r *r) xlsx.Cell { return origins.of(r.Origin) }),
		xlsx.Col("状态 State", 16, xlsx.StylePlain, func(r *r) xlsx.Cell { return states.of(r.State) }),
		xlsx.Col("退款日期 refund_date (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.At) }),
		xlsx.Col("笔数 Lines", 10, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Lines) }),
		xlsx.Col("申请金额 Requested", 15, xlsx.StyleMoney, func(r *r) xlsx.Cell { return xlsx.Money(r.Requested) }),
		xlsx.Col("成功 Succeeded", 14, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Succeeded) }),
		xlsx.Col("已退 Refunded", 15, xlsx.StyleMoney, func(r *r) xlsx.Cell { return xlsx.Money(r.Refunded) }),
		xlsx.Col("失败 Failed", 11, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Failed) }),
		xlsx.Col("未回结果 Unanswered", 15, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Unanswered) }),
		xlsx.Col("声明成功 Stated success_num", 16, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Stated) }),
		xlsx.Col("实计成功 Counted successes", 15, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Counted) }),
		xlsx.Col("通知数 Notifications", 18, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Notifications) }),
		xlsx.Col("送达次数 Deliveries", 15, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Deliveries) }),
		xlsx.Col("首次通知 First notified (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.FirstAt) }),
		xlsx.Col("最近通知 Last notified (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.LastAt) }),
	}
}

func batchOrigins() labels[string] {
	return labels[string]{
		"captured": xlsx.Text("已采集 captured"),
		"emitted":  xlsx.Text("本程序 emitted"),
		"":         xlsx.Text("– 无请求 no request"),
	}
}

func batchStates() labels[ledger.BatchState] {
	return labels[ledger.BatchState]{
		ledger.Emitted: xlsx.Text("已发出 emitted"),
		ledger.Overdue: xlsx.Styled("逾期 overdue", xlsx.StyleError),
		ledger.Settled: xlsx.Styled("已结 settled", xlsx.StyleGood),
		ledger.Void:    xlsx.Styled("作废 void", xlsx.StyleMuted),
		ledger.Unknown: xlsx.Styled("未知 unknown", xlsx.StyleWarning),
	}
}
