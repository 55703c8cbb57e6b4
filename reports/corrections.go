package reports

import (
	"iter"

	"reconcile/ledger"
)

func (b *builder) writeCorrections(rows iter.Seq2[ledger.Correction, error]) error {
	type c = ledger.Correction
	return fill(b.book, table[c]{
		name:   correctionsSheet,
		layout: layout{colour: "FF548235", frozen: 1, wide: true},
		columns: []column[c]{
			newColumn("交易号 Trade", 34, asIdent, func(c *c) cell { return textCell(c.TradeNo) }),
			newColumn("金额 Amount", 18, asMoney, func(c *c) cell { return moneyCell(c.Amount) }),
			newColumn("状态 Status", 16, asPlain, func(c *c) cell { return correctionStatus(c.Status) }),
			newColumn("暂缓原因 Hold", 22, asIdent, func(c *c) cell { return textCell(string(c.Hold)) }),
			newColumn("说明 Why", 52, asWrapped, func(c *c) cell { return textCell(b.whyHeld(c.Hold)) }),
			newColumn("批次号 Batch", 24, asIdent, func(c *c) cell { return textCell(c.BatchNo) }),
			newColumn("退款原因 Reason", 22, asWrapped, func(c *c) cell { return textCell(c.Reason) }),
			newColumn("最近错误码 Last code", 34, asIdent, func(c *c) cell { return textCell(c.Code) }),
			newColumn("处理建议 Advice", 40, asWrapped, func(c *c) cell { return textCell(c.Note) }),
		},
	}, rows)
}

func correctionStatus(s ledger.CorrectionStatus) cell {
	switch s {
	case ledger.Issued:
		return markedCell("已出单 issued", asGood)
	case ledger.Held:
		return markedCell("暂缓 held", asWarning)
	case ledger.Proposed:
		return textCell("待签 proposed")
	}
	return textCell(string(s))
}

// whyHeld is a hold as a sentence (§4.2).
func (b *builder) whyHeld(h ledger.Hold) string {
	switch h {
	case ledger.EvidenceGap:
		return b.say("a source matched no file, or a file was refused", "资料不全：某来源没有文件，或有文件被拒")
	case ledger.NoOrder:
		return b.say("what was paid is unknown: no order has this trade", "付款金额未知：没有该交易的订单")
	case ledger.Conflict:
		return b.say("an open finding contradicts the evidence on this trade", "该交易的证据有矛盾，见异常")
	case ledger.InFlight:
		return b.say("a request line of this trade has no result yet", "该交易有在途退款，尚无结果")
	case ledger.AttemptLimit:
		return b.say("no attempts are left for this trade", "该交易的退款次数已用完")
	case ledger.UnknownCode:
		return b.say("the latest result's code is not in the table", "最近结果的错误码不在表中")
	case ledger.InvestigateCode:
		return b.say("the outcome is unknown: ask Alipay first", "结果不明：请先向支付宝查询")
	case ledger.FixFirstCode:
		return b.say("the account or contract must be put right first", "须先修正账户、签约或密钥")
	case ledger.FinalCode:
		return b.say("never again for this trade: refund the buyer another way", "该交易不可再退：请用其他方式退还买家")
	case ledger.AboveCap:
		return b.say("above the configured cap", "超过配置的上限")
	}
	return string(h)
}
