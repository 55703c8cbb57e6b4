package reports

import (
	"context"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger"
)

// figures are what a sheet adds up to, for the tie-out.
type figures struct {
	rows, answered, succeeded, submitted int64
	refunded                             alipay.Money
}

func (b *builder) writeTrades(ctx context.Context) error {
	return fill(b.book, table[ledger.Trade]{
		name:    tradesSheet,
		layout:  layout{colour: "FF2E75B6", frozen: 1, wide: true},
		marks:   tradeMarks(b.Policy.AttemptWarning),
		columns: tradeColumns(),
		each: func(t *ledger.Trade, at position) {
			b.trades.rows++
			b.trades.answered += t.Answered
			b.trades.succeeded += t.Succeeded
			b.trades.submitted += t.Submitted
			b.trades.refunded = b.trades.refunded.Add(t.Refunded)
			if _, ok := b.cited[t.TradeNo]; ok {
				b.cited[t.TradeNo] = at
			}
		},
	}, b.books.Trades(ctx, b.Run))
}

func tradeColumns() []column[ledger.Trade] {
	type t = ledger.Trade
	return []column[t]{
		newColumn("交易号 Trade", 34, asIdent, func(t *t) cell { return textCell(t.TradeNo) }),
		newColumn("商户订单号 Order no", 26, asIdent, func(t *t) cell { return textCell(t.OutTradeNo) }),
		newColumn("已付 Paid", 18, asMoney, func(t *t) cell { return amountCell(t.Paid) }),
		newColumn("应退 Due", 18, asMoney, func(t *t) cell { return amountCell(t.Due) }),
		newColumn("已退 Refunded", 18, asMoney, func(t *t) cell { return moneyCell(t.Refunded) }),
		newColumn("在途 Pending", 18, asMoney, func(t *t) cell { return moneyCell(t.Pending) }),
		newColumn("可退余额 Headroom", 18, asMoney, func(t *t) cell { return amountCell(headroom(t)) }),
		newColumn("退款次数 Attempts", 13, asCount, func(t *t) cell { return countCell(t.Attempts) }),
		newColumn("成功 Succeeded", 13, asCount, func(t *t) cell { return countCell(t.Succeeded) }),
		newColumn("已答 Answered", 13, asCount, func(t *t) cell { return countCell(t.Answered) }),
		newColumn("已提交 Submitted", 13, asCount, func(t *t) cell { return countCell(t.Submitted) }),
		newColumn("剩余次数 Attempts left", 13, asCount, func(t *t) cell { return countCell(max(alipay.MaxAttempts-t.Attempts, 0)) }),
		newColumn("最近结果 Last code", 34, asIdent, func(t *t) cell { return textCell(t.LastCode) }),
		newColumn("最近时间 Last result (UTC+8)", 20, asMoment, func(t *t) cell { return momentCell(t.LastAt) }),
	}
}

// headroom is what may still be refunded; nil where no order says what was paid.
func headroom(t *ledger.Trade) *alipay.Money {
	if t.Paid == nil {
		return nil
	}
	left := t.Paid.Sub(t.Refunded).Sub(t.Pending)
	return &left
}

// tradeMarks show a trade that was refunded beyond what was paid, and one whose
// attempts run out.
func tradeMarks(attemptWarning int) []mark {
	limit, warning := strconv.Itoa(alipay.MaxAttempts), strconv.Itoa(attemptWarning)
	return []mark{
		{columns: "G:G", when: `AND(ISNUMBER($G#),$G#<0)`, look: asGrave},
		{columns: "H:H", when: `$H#>=` + limit, look: asGrave},
		{columns: "H:H", when: `$H#>=` + warning, look: asWarning},
	}
}
