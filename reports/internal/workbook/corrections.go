package workbook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
)

// printedCorrections is how many columns of the corrections go on paper: up to the advice.
const printedCorrections = 12

// writeCorrections writes the sheet, and counts every correction once.
func (b *builder) writeCorrections(ctx context.Context, count func(*ledger.Correction) error) error {
	type c = ledger.Correction
	statuses, holds := correctionStatuses(), b.holdWords()
	var sums correctionSums
	return writeWorst(b, xlsx.Table[c]{
		Name:   correctionsSheet,
		Empty:  b.Say("Nothing to refund: no correction was issued, and none is held.", "没有需要补退的款项：未生成，亦无暂缓。"),
		Foot:   sums.rows,
		Layout: xlsx.Layout{Colour: "FF548235", Frozen: 1, Printed: printedCorrections},
		Columns: []xlsx.Column[c]{
			xlsx.Col(headTrade, 31, xlsx.StyleIdent, func(c *c) xlsx.Cell { return xlsx.Text(c.TradeNo) }),
			xlsx.Col(headAmount, 15, xlsx.StyleMoney, func(c *c) xlsx.Cell { return xlsx.Money(c.Amount) }),
			xlsx.Col("状态 Status", 18, xlsx.StylePlain, func(c *c) xlsx.Cell { return statuses.of(c.Status) }),
			xlsx.Col(headHold, 20, xlsx.StyleIdent, func(c *c) xlsx.Cell { return xlsx.Text(string(c.Hold)) }),
			xlsx.Col("说明 Why", 46, xlsx.StyleWrapped, func(c *c) xlsx.Cell { return b.whyHeld(holds, c) }),
			xlsx.Col(headDecision, 16, xlsx.StyleInput, answer(xlsx.StyleInput)).Taking(correctionChoice()),
			xlsx.Col(headDecided, 15, xlsx.StyleInputMoney, answer(xlsx.StyleInputMoney)).Taking(amountEntry()),
			xlsx.Col(headEvidence, 20, xlsx.StyleInput, answer(xlsx.StyleInput)).Taking(evidenceEntry()),
			xlsx.Col("依据 Because", 16, xlsx.StyleWrapped, because),
			xlsx.Col("批次号 Batch", 24, xlsx.StyleIdent, func(c *c) xlsx.Cell { return xlsx.Text(c.BatchNo) }),
			xlsx.Col("最近错误码 Last code", 28, xlsx.StyleIdent, func(c *c) xlsx.Cell { return xlsx.Text(c.Code) }),
			xlsx.Col("处理建议 Advice", 30, xlsx.StyleWrapped, func(c *c) xlsx.Cell { return xlsx.Text(b.Say(c.Note, alipay.AdviceZH(c.Note))) }),
			xlsx.Col("退款原因 Reason", 22, xlsx.StyleWrapped, func(c *c) xlsx.Cell { return xlsx.Text(c.Reason) }),
			xlsx.Col("办法 Act", 160, xlsx.StyleWrapped, func(c *c) xlsx.Cell { return b.ways(c.Ways(b.Acts)) }),
		},
	}, ranking[c]{rows: b.books.Corrections(ctx, b.Run.ID), count: func(c *c) error {
		sums.add(c)
		return count(c)
	}, rank: rankCorrection})
}

// correctionSums are what the corrections add up to, by what became of them.
type correctionSums struct{ issued, proposed, held alipay.Money }

func (s *correctionSums) add(c *ledger.Correction) {
	for status, sum := range map[ledger.CorrectionStatus]*alipay.Money{ledger.Issued: &s.issued, ledger.Proposed: &s.proposed, ledger.Held: &s.held} {
		if c.Status == status {
			*sum = sum.Add(c.Amount)
		}
	}
}

func (s *correctionSums) rows() [][]xlsx.Cell {
	all := [][]xlsx.Cell{{xlsx.Text("合计 Total"), xlsx.Money(s.issued.Add(s.proposed).Add(s.held))}}
	statuses := correctionStatuses()
	for _, part := range []struct {
		status ledger.CorrectionStatus
		sum    alipay.Money
	}{{ledger.Issued, s.issued}, {ledger.Proposed, s.proposed}, {ledger.Held, s.held}} {
		if part.sum.Sign() != 0 {
			all = append(all, []xlsx.Cell{xlsx.Text("　其中 of it"), xlsx.Money(part.sum), statuses.of(part.status)})
		}
	}
	return all
}

// rankCorrection ranks a correction: what is held waits for people, what was issued for
// nobody; then by money.
func rankCorrection(c *ledger.Correction) (class int, weight int64) {
	return slices.Index([]ledger.CorrectionStatus{ledger.Held, ledger.Proposed, ledger.Issued}, c.Status), c.Amount.Fen()
}

// answer is a cell for what people decide of a correction; not for people, where its hold
// leaves nothing to decide here.
func answer(input xlsx.Style) func(*ledger.Correction) xlsx.Cell {
	return func(c *ledger.Correction) xlsx.Cell {
		if len(c.Hold.Decisions()) == 0 {
			return xlsx.Cell{Style: xlsx.StyleMuted}
		}
		return xlsx.Cell{Style: input}
	}
}

func correctionStatuses() labels[ledger.CorrectionStatus] {
	return labels[ledger.CorrectionStatus]{
		ledger.Issued:   xlsx.Styled("已生成批次 issued", xlsx.StyleGood),
		ledger.Held:     xlsx.Styled("暂缓 held", xlsx.StyleWarning),
		ledger.Proposed: xlsx.Text("待签 proposed"),
	}
}

// holdWords are the reasons of held corrections as sentences (§4.2).
func (b *builder) holdWords() labels[ledger.Hold] {
	say := func(en, zh string) xlsx.Cell { return xlsx.Text(b.Say(en, zh)) }
	return labels[ledger.Hold]{
		ledger.NoProof:         say("a refund may have been made that was not read", "可能有未读到的退款"),
		ledger.NoOrder:         say("what was paid is unknown: no order has this trade", "付款金额未知：没有该交易的订单"),
		ledger.Conflict:        say("an open finding contradicts the evidence on this trade", "该交易的证据有矛盾，见异常"),
		ledger.InFlight:        say("a request line of this trade has no result yet", "该交易有在途退款，尚无结果"),
		ledger.AttemptLimit:    say("no attempts are left for this trade", "该交易的退款次数已用完"),
		ledger.UnknownCode:     say("the latest result's code is not in the table", "最近结果的错误码不在表中"),
		ledger.InvestigateCode: say("the outcome is unknown: ask Alipay first", "结果不明：请先向支付宝查询"),
		ledger.FixFirstCode:    say("the account or contract must be put right first", "须先修正账户、签约或密钥"),
		ledger.FinalCode:       say("never again for this trade: refund the buyer another way", "该交易不可再退：请用其他方式退还买家"),
		ledger.UnsignedAnswer:  say("only an unsigned answer of a query says that it failed: a bill of that day and the next, or the notification, must show it", "仅有未签名的查询应答称其失败：须有当日及次日的账单或通知佐证"),
		ledger.AboveCap:        say("above the configured cap", "超过配置的上限"),
	}
}

// whyHeld is a hold as a sentence: with the days that have no proof, or with what was not
// read (§4.2).
func (b *builder) whyHeld(holds labels[ledger.Hold], c *ledger.Correction) xlsx.Cell {
	switch c.Hold {
	case ledger.EvidenceGap:
		return xlsx.Text(b.evidenceGap(c))
	case ledger.NoProof:
		if gaps := ledger.Gaps(b.facts.covers, c.Born, ledger.DayOf(b.Run.AsOf)); len(gaps) > 0 {
			return xlsx.Text(report.Unproven(gaps, b.Language))
		}
	}
	return holds.of(c.Hold)
}

// evidenceGap names the first thing that was not read, and counts the others.
func (b *builder) evidenceGap(c *ledger.Correction) string {
	notes := b.missing()
	if len(c.Because) > 0 {
		notes = append(notes, b.Say("a line of a request log does not read and may name any trade (UNREAD_REQUEST)", "请求日志中有一行无法读取，可能涉及任何交易（UNREAD_REQUEST）"))
	}
	text := b.Say("evidence is missing", "资料不全")
	if len(notes) > 0 {
		text += b.Say(": ", "：") + notes[0]
	}
	if more := len(notes) - 1; more > 0 {
		text += fmt.Sprintf(b.Say(", and %d more", "，另有 %d 项"), more)
	}
	return text
}

// because are the findings or days that hold a correction, the first of many; all are in
// corrections.jsonl.
func because(c *ledger.Correction) xlsx.Cell {
	const most = 4
	text := strings.Join(c.Because[:min(len(c.Because), most)], ", ")
	if more := len(c.Because) - most; more > 0 {
		text += fmt.Sprintf(" … +%d", more)
	}
	return xlsx.Text(text)
}
