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
	named := byFinding{}
	return writeWorst(b, xlsx.Table[ledger.Trade]{
		Name:       tradesSheet,
		Layout:     xlsx.Layout{Colour: "FF2E75B6", Frozen: 1, Wide: true},
		Highlights: tradeHighlights(b.Policy.AttemptWarning),
		Columns:    tradeColumns(),
		Each: func(t *ledger.Trade, at xlsx.Position) {
			if _, ok := b.tradeRows[t.TradeNo]; ok {
				b.tradeRows[t.TradeNo] = at
			}
		},
	}, ranking[ledger.Trade]{
		rows:  b.books.Trades(ctx, b.Run),
		count: b.trades.addTrade,
		rank:  func(t *ledger.Trade) (class int, weight int64) { return named.class(t.TradeNo), 0 },
		again: func() error {
			nowhere(b.tradeRows)
			return named.read(ctx, b, tradeOf)
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

func tradeColumns() []xlsx.Column[ledger.Trade] {
	type t = ledger.Trade
	return []xlsx.Column[t]{
		xlsx.Col("交易号 Trade", 34, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Text(t.TradeNo) }),
		xlsx.Col("商户订单号 Order no", 26, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Text(t.OutTradeNo) }),
		xlsx.Col("已付 Paid", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(t.Paid) }),
		xlsx.Col("应退 Due", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(t.Due) }),
		xlsx.Col("已退 Refunded", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Money(t.Refunded) }),
		xlsx.Col("其中声明 Of it attested", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return moneyIfAny(t.Attested.SuccessAmount) }),
		xlsx.Col("另行给付 Given elsewhere", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return moneyIfAny(t.Attested.ElsewhereAmount) }),
		xlsx.Col("在途 Pending", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Money(t.Pending) }),
		xlsx.Col("可退余额 Headroom", 18, xlsx.StyleMoney, func(t *t) xlsx.Cell { return xlsx.Amount(headroom(t)) }),
		xlsx.Col("退款次数 Attempts", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Attempts) }),
		xlsx.Col("成功 Succeeded", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Succeeded) }),
		xlsx.Col("已答 Answered", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Answered) }),
		xlsx.Col("已提交 Submitted", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(t.Submitted) }),
		xlsx.Col("剩余次数 Attempts left", 13, xlsx.StyleCount, func(t *t) xlsx.Cell { return xlsx.Count(max(alipay.MaxAttempts-t.Attempts, 0)) }),
		xlsx.Col("最近结果 Last code", 34, xlsx.StyleIdent, func(t *t) xlsx.Cell { return xlsx.Text(t.LastCode) }),
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
		{Columns: "I:I", When: `AND(ISNUMBER($I#),$I#<0)`, Style: xlsx.StyleCritical},
		{Columns: "J:J", When: `$J#>=` + limit, Style: xlsx.StyleCritical},
		{Columns: "J:J", When: `$J#>=` + warning, Style: xlsx.StyleWarning},
	}
}
