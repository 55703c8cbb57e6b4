package workbook

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

func (b *builder) writeResults(ctx context.Context) error {
	return writeWorst(b, xlsx.Table[ledger.ResultRow]{
		Name:    resultsSheet,
		Layout:  xlsx.Layout{Colour: "FF2E75B6", Frozen: 3},
		Columns: b.resultColumns(),
		Empty:   b.Say("No results.", "没有退款结果。"),
		Foot: func() [][]xlsx.Cell {
			return [][]xlsx.Cell{
				{xlsx.Text(b.totalLabel() + ", SUCCESS"), {}, {}, {}, xlsx.Money(b.results.refunded)},
				{xlsx.Text(b.controlLabel()), {}, {}, {}, xlsx.Money(b.Run.Totals.SuccessAmount)},
			}
		},
	}, ranking[ledger.ResultRow]{
		rows:  b.books.Results(ctx, b.Run),
		count: b.results.addResult,
		rank:  func(r *ledger.ResultRow) (class int, weight int64) { return b.byTrade.class(r.TradeNo), 0 },
		again: func() error { return b.byTrade.read(ctx, b) },
	})
}

func (f *figures) addResult(r *ledger.ResultRow) error {
	f.rows++
	f.addFee(r)
	if _, attested := ledger.ActOf(r.NotifyID); attested {
		f.attested.AddResult(r.Code, r.Amount)
	}
	if r.Code == alipay.Success {
		f.succeeded++
		f.refunded = f.refunded.Add(r.Amount)
	}
	return nil
}

// addFee adds the fee of a result, by what became of the fee itself.
func (f *figures) addFee(r *ledger.ResultRow) {
	switch {
	case r.FeeAmount == nil:
	case r.FeeCode == alipay.Success:
		f.fees.Back = f.fees.Back.Add(*r.FeeAmount)
	default:
		f.fees.Failed = f.fees.Failed.Add(*r.FeeAmount)
	}
}

func (b *builder) resultColumns() []xlsx.Column[ledger.ResultRow] {
	type r = ledger.ResultRow
	matches, places := resultMatches(), b.newPlacer()
	return []xlsx.Column[r]{
		xlsx.Col("交易号 Trade", 31, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.TradeNo) }),
		xlsx.Col("通知时间 Notified (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.NotifyTime) }),
		xlsx.Col("批次号 Batch", 19, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.BatchNo) }),
		xlsx.Col("次序 Occurrence", 15, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Occurrence) }),
		xlsx.Col("金额 Amount", 14, xlsx.StyleMoney, func(r *r) xlsx.Cell { return xlsx.Money(r.Amount) }),
		xlsx.Col("结果 Result", 32, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.Code) }),
		xlsx.Col("含义 Meaning", 32, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(b.meaning(r.Code)) }),
		xlsx.Col("手续费 Fee", 12, xlsx.StyleMoney, func(r *r) xlsx.Cell { return xlsx.Amount(r.FeeAmount) }),
		xlsx.Col("手续费结果 Fee result", 18, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.FeeCode) }),
		xlsx.Col("匹配 Matched to", 24, xlsx.StylePlain, func(r *r) xlsx.Cell { return matches.of(r.Match) }),
		xlsx.Col("订单 Order", 11, xlsx.StylePlain, func(r *r) xlsx.Cell { return xlsx.Text(known(r.HasOrder)) }),
		xlsx.Col(headPlaces, 18, xlsx.StylePlain, func(r *r) xlsx.Cell { return source(r, places) }),
		xlsx.Col("通知号 Notification", 36, xlsx.StyleIdent, func(r *r) xlsx.Cell { return notice(r.NotifyID) }),
	}
}

// meaning is what a processing result says, in the workbook's language.
func (b *builder) meaning(code string) string {
	if code == alipay.Success {
		return b.Say("refunded", "退款成功")
	}
	c, ok := b.Policy.Codes.Lookup(code)
	if !ok {
		return b.Say("unknown code", "未知错误码")
	}
	return b.Say(c.EN, c.ZH)
}

func resultMatches() labels[ledger.Match] {
	return labels[ledger.Match]{
		ledger.MatchLine:  xlsx.Text("✓ 请求行 request line"),
		ledger.MatchBatch: xlsx.Text("✗ 批次无此交易 not in batch"),
		ledger.MatchNone:  xlsx.Text("– 无请求 no request"),
	}
}

// notice is the notify_id of a result, or says that an answer of a query told of it, or that
// a person attests it.
func notice(notifyID string) xlsx.Cell {
	if _, attested := ledger.ActOf(notifyID); attested {
		return xlsx.Styled("声明 attested", xlsx.StyleWarning)
	}
	if ledger.IsAnswer(notifyID) {
		return xlsx.Text("查询应答 " + notifyID)
	}
	return xlsx.Text(notifyID)
}

// source is where a result was read, or the act that attests it.
func source(r *ledger.ResultRow, of *placer) xlsx.Cell {
	if no, attested := ledger.ActOf(r.NotifyID); attested {
		return xlsx.Styled("act "+ledger.ActID(no), xlsx.StyleWarning)
	}
	return of.cell(r.Place)
}

func known(yes bool) string {
	if yes {
		return "✓ 有 known"
	}
	return "✗ 无 none"
}
