package reports

import (
	"reconcile/alipay"
	"reconcile/ledger"
)

// figures are what a sheet adds up to, for the tie-out.
type figures struct {
	rows, answered, succeeded, submitted int64
	refunded                             alipay.Money
}

// cite notes the trades that the findings' links will lead to.
func (b *workbook) cite() error {
	for f, err := range b.books.Findings(b.ctx, b.Run.ID) {
		if err != nil {
			return err
		}
		if f.TradeNo != "" && f.Status != ledger.StatusClosed {
			b.cited[f.TradeNo] = position{}
		}
		if len(b.cited) == maxLinks {
			return nil
		}
	}
	return nil
}

func (b *workbook) writeTrades() error {
	return fill(b, table[ledger.Trade]{
		name:    tradesSheet,
		layout:  layout{colour: "FF2E75B6", frozen: 1, wide: true},
		marks:   b.tradeMarks(),
		columns: b.tradeColumns(),
		each: func(t ledger.Trade, at position) {
			b.trades.rows++
			b.trades.answered += t.Answered
			b.trades.succeeded += t.Succeeded
			b.trades.submitted += t.Submitted
			b.trades.refunded = b.trades.refunded.Add(t.Refunded)
			if _, ok := b.cited[t.TradeNo]; ok {
				b.cited[t.TradeNo] = at
			}
		},
	}, b.books.Trades(b.ctx, b.Run))
}

func (b *workbook) tradeColumns() []column[ledger.Trade] {
	type t = ledger.Trade
	return []column[t]{
		{"交易号 Trade", 34, asIdent, func(t t) any { return t.TradeNo }},
		{"商户订单号 Order no", 26, asIdent, func(t t) any { return t.OutTradeNo }},
		{"已付 Paid", 18, asMoney, func(t t) any { return t.Paid }},
		{"应退 Due", 18, asMoney, func(t t) any { return t.Due }},
		{"已退 Refunded", 18, asMoney, func(t t) any { return t.Refunded }},
		{"在途 Pending", 18, asMoney, func(t t) any { return t.Pending }},
		{"可退余额 Headroom", 18, asMoney, func(t t) any { return headroom(t) }},
		{"退款次数 Attempts", 13, asCount, func(t t) any { return t.Attempts }},
		{"成功 Succeeded", 13, asCount, func(t t) any { return t.Succeeded }},
		{"已答 Answered", 13, asCount, func(t t) any { return t.Answered }},
		{"已提交 Submitted", 13, asCount, func(t t) any { return t.Submitted }},
		{"剩余次数 Attempts left", 13, asCount, func(t t) any { return max(alipay.MaxAttempts-t.Attempts, 0) }},
		{"最近结果 Last code", 34, asIdent, func(t t) any { return t.LastCode }},
		{"最近时间 Last result (UTC+8)", 20, asMoment, func(t t) any { return t.LastAt }},
	}
}

// headroom is what may still be refunded; nil where no order says what was paid.
func headroom(t ledger.Trade) *alipay.Money {
	if t.Paid == nil {
		return nil
	}
	left := t.Paid.Sub(t.Refunded).Sub(t.Pending)
	return &left
}
