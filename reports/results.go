package reports

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
)

func (b *builder) writeResults(ctx context.Context) error {
	return fill(b.book, table[ledger.ResultRow]{
		name:    resultsSheet,
		layout:  layout{colour: "FF2E75B6", frozen: 3, wide: true},
		columns: b.resultColumns(),
		each: func(r *ledger.ResultRow, _ position) {
			b.results.rows++
			if r.Code == alipay.Success {
				b.results.succeeded++
				b.results.refunded = b.results.refunded.Add(r.Amount)
			}
		},
	}, b.books.Results(ctx, b.Run))
}

func (b *builder) resultColumns() []column[ledger.ResultRow] {
	type r = ledger.ResultRow
	return []column[r]{
		newColumn("通知时间 Notified (UTC+8)", 26, asMoment, func(r *r) cell { return momentCell(r.NotifyTime) }),
		newColumn("批次号 Batch", 20, asIdent, func(r *r) cell { return textCell(r.BatchNo) }),
		newColumn("交易号 Trade", 32, asIdent, func(r *r) cell { return textCell(r.TradeNo) }),
		newColumn("次序 Occurrence", 15, asCount, func(r *r) cell { return countCell(r.Occurrence) }),
		newColumn("金额 Amount", 16, asMoney, func(r *r) cell { return moneyCell(r.Amount) }),
		newColumn("结果 Result", 40, asIdent, func(r *r) cell { return textCell(r.Code) }),
		newColumn("含义 Meaning", 32, asWrapped, func(r *r) cell { return textCell(b.meaning(r.Code)) }),
		newColumn("手续费 Fee", 14, asMoney, func(r *r) cell { return amountCell(r.FeeAmount) }),
		newColumn("手续费结果 Fee result", 20, asIdent, func(r *r) cell { return textCell(r.FeeCode) }),
		newColumn("匹配 Matched to", 26, asPlain, func(r *r) cell { return textCell(matched(r.Match)) }),
		newColumn("订单 Order", 12, asPlain, func(r *r) cell { return textCell(known(r.HasOrder)) }),
		newColumn("通知号 Notification", 36, asIdent, func(r *r) cell { return textCell(r.NotifyID) }),
		newColumn("证据 Evidence (file:line)", 32, asPlain, func(r *r) cell { return placeCell(r.Place.File, r.Place.Line) }),
	}
}

// meaning is what a processing result says, in the workbook's language.
func (b *builder) meaning(code string) string {
	if code == alipay.Success {
		return b.say("refunded", "退款成功")
	}
	c, ok := b.Policy.Codes.Lookup(code)
	if !ok {
		return b.say("unknown code", "未知错误码")
	}
	return b.say(c.EN, c.ZH)
}

func matched(m ledger.Match) string {
	switch m {
	case ledger.MatchLine:
		return "✓ 请求行 request line"
	case ledger.MatchBatch:
		return "✗ 批次无此交易 not in batch"
	case ledger.MatchNone:
		return "– 无请求 no request"
	}
	return string(m)
}

func known(yes bool) string {
	if yes {
		return "✓ 有 known"
	}
	return "✗ 无 none"
}
