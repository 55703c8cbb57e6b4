package reports

import (
	"context"
	"strconv"

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
		{"通知时间 Notified (UTC+8)", 26, asMoment, func(r *r) cell { return momentCell(r.NotifyTime) }},
		{"批次号 Batch", 20, asIdent, func(r *r) cell { return textCell(r.BatchNo) }},
		{"交易号 Trade", 32, asIdent, func(r *r) cell { return textCell(r.TradeNo) }},
		{"次序 Occurrence", 15, asCount, func(r *r) cell { return countCell(r.Occurrence) }},
		{"金额 Amount", 16, asMoney, func(r *r) cell { return moneyCell(r.Amount) }},
		{"结果 Result", 40, asIdent, func(r *r) cell { return textCell(r.Code) }},
		{"含义 Meaning", 32, asWrapped, func(r *r) cell { return textCell(b.meaning(r.Code)) }},
		{"手续费 Fee", 14, asMoney, func(r *r) cell { return amountCell(r.FeeAmount) }},
		{"手续费结果 Fee result", 20, asIdent, func(r *r) cell { return textCell(r.FeeCode) }},
		{"匹配 Matched to", 26, asPlain, func(r *r) cell { return textCell(matched(r.Match)) }},
		{"订单 Order", 12, asPlain, func(r *r) cell { return textCell(known(r.HasOrder)) }},
		{"通知号 Notification", 36, asIdent, func(r *r) cell { return textCell(r.NotifyID) }},
		{"证据 Evidence (file:line)", 32, asPlain, func(r *r) cell { return placeCell(r.Place) }},
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

// place is evidence as people look it up: file:line.
func place(p ledger.Place) string {
	if p.File == "" {
		return ""
	}
	return p.File + ":" + strconv.FormatInt(p.Line, 10)
}
