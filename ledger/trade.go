package ledger

import (
	"context"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/sqlite"
)

// A Trade is one trade as the run's totals have it.
type Trade struct {
	TradeNo    string
	OutTradeNo string
	Paid       *alipay.Money // nil where no order is known
	Due        *alipay.Money // nil where the order does not say
	Refunded   alipay.Money
	Attested   Attested // of the results, and what was given elsewhere
	Pending    alipay.Money
	Attempts   int64 // answered + unanswered
	Succeeded  int64
	Answered   int64 // results
	Submitted  int64 // request lines, except void ones
	LastCode   string
	LastAt     time.Time // zero where there is no result
}

// Trades yields the trades with a result or a request that the run's scope leaves
// in, as the newest run's totals have them, by trade number.
func (l *Ledger) Trades(ctx context.Context, run Run) iter.Seq2[Trade, error] {
	whole := sqlite.Rows(ctx, l.db, "trades_all+trade_list", scanTrade, run.Account)
	return scopedRows(ctx, l, run, whole, "trades", "trade_list", scanTrade)
}

func scanTrade(c *sqlite.Cursor) Trade {
	t := Trade{TradeNo: c.Text(0), OutTradeNo: c.Text(1), Paid: maybeMoney(c.NullNumber(2)), Due: maybeMoney(c.NullNumber(3)),
		Refunded: alipay.Fen(c.Number(4)), Pending: alipay.Fen(c.Number(5)), Succeeded: c.Number(6), Answered: c.Number(7),
		Submitted: c.Number(9), LastCode: c.Text(10), LastAt: maybeMoment(c.NullNumber(11)),
		Attested: attestedOf(c.Number(12), c.Number(13), c.Number(14), c.Number(15))}
	t.Attempts = t.Answered + c.Number(8)
	return t
}
