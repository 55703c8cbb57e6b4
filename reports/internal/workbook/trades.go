package workbook

import (
	"context"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// figures are what a sheet adds up to, for the tie-out.
type figures struct {
	rows, answered, succeeded, submitted int64
	refunded                             alipay.Money
	fees                                 ledger.Fees
	attested                             ledger.Attested
}

func (b *builder) writeTrades(ctx context.Context) error {
	return writeWorst(b, xlsx.Table[ledger.Trade]{
		Name:       tradesSheet,
		Layout:     xlsx.Layout{Colour: "FF2E75B6", Frozen: 1},
		Highlights: tradeHighlights(b.Policy.AttemptWarning),
		Columns:    b.tradeColumns(),
		Foot:       b.tradeSums,
		Each: func(t *ledger.Trade, at xlsx.Position) {
			if _, ok := b.tradeRows[t.TradeNo]; ok {
				b.tradeRows[t.TradeNo] = at
			}
		},
	}, ranking[ledger.Trade]{
		rows:  b.books.Trades(ctx, b.Run),
		count: b.trades.addTrade,
		rank:  func(t *ledger.Trade) (class int, weight int64) { return b.byTrade.class(t.TradeNo), 0 },
		again: func() error {
			nowhere(b.tradeRows)
			return b.byTrade.read(ctx, b)
		},
	})
}

func (f *figures) addTrade(t *ledger.Trade) error {
	f.rows++
	f.answered += t.Answered
	f.succeeded += t.Succeeded
	f.submitted += t.Submitted
	f.refunded = f.refunded.Add(t.Refunded)
	f.attested = f.attested.Plus(t.Attested)
	return nil
}

// tradeSums are what the trades of the sheet add up to, beside the control totals.
func (b *builder) tradeSums() [][]xlsx.Cell {
	sum, control := b.trades, b.Run.Totals
	row := func(label string, refunded alipay.Money, succeeded, answered, submitted int64) []xlsx.Cell {
		return []xlsx.Cell{xlsx.Text(label), {}, {}, {}, {}, xlsx.Money(refunded), {}, {}, {}, {}, {}, xlsx.Count(succeeded), xlsx.Count(answered), xlsx.Count(submitted)}
	}
	return [][]xlsx.Cell{
		row(b.totalLabel(), sum.refunded, sum.succeeded, sum.answered, sum.submitted),
		row(b.controlLabel(), control.SuccessAmount, control.Results-control.FailedResults, control.Results, control.RequestLines),
	}
}

// totalLabel is what the sums of a sheet are called.
func (b *builder) totalLabel() string {
	if b.facts.partial {
		return "合计，本表 Total, this sheet"
	}
	return "合计 Total"
}

// controlLabel is what the control totals are called that stand beside them: those of all the
// books, also where the sheet holds a part of them.
func (b *builder) controlLabel() string {
	if b.facts.partial {
		return "控制总数，全部 Control total, all"
	}
	return "控制总数 Control total"
}

// findingsOf is how many findings of their sheet are about a trade, and leads to the first.
func (b *builder) findingsOf(tradeNo string) xlsx.Cell {
	n, known := b.tradeNos[tradeNo]
	switch {
	case !known && b.tradesMissed:
		return xlsx.Text("…")
	case !known || b.tradeFindings[n].findings == 0:
		return xlsx.Cell{}
	}
	of := b.tradeFindings[n]
	return xlsx.Count(of.findings).To(b.book.RowAt(findingsSheet, of.first))
}

func (b *builder) tradeColumns() []xlsx.Column[ledger.Trade] {
	type t = ledger.Trade
	return []xlsx.Column[t]{
		xlsx.Col("交易号 Trade", 31, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Text(t.TradeNo) }),
		xlsx.Col("异常 Findings", 12, xlsx.StyleCount, func(t *t) xlsx.Cell { return b.findingsOf(t.TradeNo) }),
		xlsx.Col("商户订单号 Order no", 22, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Text(t.OutTradeNo) }),
		xlsx.Col("已付 Paid", 14, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(t.Paid) }),
		xlsx.Col("应退 Due", 14, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(t.Due) }),
		xlsx.Col("已退 Refunded", 14, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Money(t.Refunded) }),
		xlsx.Col("其中声明 Of it attested", 13, xlsx.StyleMoney, func(t *t) xlsx.Cell { return moneyIfAny(t.Attested.SuccessAmount) }),
		xlsx.Col("另行给付 Given elsewhere", 14, xlsx.StyleMoney, func(t *t) xlsx.Cell { return moneyIfAny(t.Attested.ElsewhereAmount) }),
		xlsx.Col("在途 Pending", 14, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Money(t.Pending) }),
		xlsx.Col("可退余额 Headroom", 14, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(headroom(t)) }),
		xlsx.Col("退款次数 Attempts", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Attempts) }),
		xlsx.Col("成功 Succeeded", 14, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Succeeded) }),
		xlsx.Col("已回结果 Answered", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Answered) }),
		xlsx.Col("已提交 Submitted", 14, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Submitted) }),
		xlsx.Col("剩余次数 Attempts left", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(max(alipay.MaxAttempts-t.Attempts, 0)) }),
		xlsx.Col("最近结果 Last code", 30, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Text(t.LastCode) }),
		xlsx.Col("最近时间 Last result (UTC+8)", 20, xlsx.StyleMoment, func(t *t) xlsx.Cell { return xlsx.Moment(t.LastAt) }),
	}
}

// moneyIfAny is an amount, and nothing for 0.00, so that the few that are there are seen.
func moneyIfAny(m alipay.Money) xlsx.Cell {
	if m.Sign() == 0 {
		return xlsx.Amount(nil)
	}
	return xlsx.Money(m)
}

// headroom is what may still be refunded; nil where no order says what was paid.
func headroom(t *ledger.Trade) *alipay.Money {
	if t.Paid == nil {
		return nil
	}
	left := t.Paid.Sub(t.Refunded).Sub(t.Attested.ElsewhereAmount).Sub(t.Pending)
	return &left
}

// tradeHighlights show a trade that was refunded beyond what was paid, and one whose
// attempts run out.
func tradeHighlights(attemptWarning int) []xlsx.Highlight {
	limit, warning := strconv.Itoa(alipay.MaxAttempts), strconv.Itoa(attemptWarning)
	return []xlsx.Highlight{
		{Columns: "J:J", When: `AND(ISNUMBER($J#),$J#<0)`, Style: xlsx.StyleCritical},
		{Columns: "K:K", When: `$K#>=` + limit, Style: xlsx.StyleCritical},
		{Columns: "K:K", When: `$K#>=` + warning, Style: xlsx.StyleWarning},
	}
}
