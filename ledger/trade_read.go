package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"reconcile/alipay"
)

// Trades yields the trades with a result or a request that the run's scope leaves
// in, as the newest run's totals have them, by trade number.
func (l *Ledger) Trades(ctx context.Context, run Run) iter.Seq2[Trade, error] {
	whole := rowsAt(ctx, l.read, "trades_all+trade_list", scanTrade, run.Account)
	return chosen(ctx, l, run, whole, "trades", "trade_list", scanTrade)
}

func scanTrade(c *cursor) Trade {
	t := Trade{TradeNo: c.text(0), OutTradeNo: c.text(1), Paid: maybeMoney(c.maybe(2)), Due: maybeMoney(c.maybe(3)),
		Refunded: alipay.Fen(c.number(4)), Pending: alipay.Fen(c.number(5)), Succeeded: c.number(6), Answered: c.number(7),
		Submitted: c.number(9), LastCode: c.text(10), LastAt: maybeMoment(c.maybe(11))}
	t.Attempts = t.Answered + c.number(8)
	return t
}

// CodeRows sums the effective results by code, SUCCESS among them.
func (l *Ledger) CodeRows(ctx context.Context, run Run) ([]CodeRow, error) {
	return list(ctx, l.read, "code_rows", scanCodeRow, run.Account)
}

func scanCodeRow(rows *sql.Rows) (c CodeRow, err error) {
	var amount, first, last int64
	err = rows.Scan(&c.Code, &c.Count, &amount, &first, &last)
	c.Amount, c.First, c.Last = alipay.Fen(amount), moment(first), moment(last)
	return c, err
}

// Days sums the effective results by the day of their notification in Shanghai.
func (l *Ledger) Days(ctx context.Context, run Run) ([]Day, error) {
	return list(ctx, l.read, "day_rows", scanDay, run.Account)
}

func scanDay(rows *sql.Rows) (d Day, err error) {
	var start, refunded int64
	err = rows.Scan(&start, &d.Results, &d.Succeeded, &refunded)
	// The query counts days in local milliseconds, so UTC prints the local day.
	d.Date, d.Refunded = time.UnixMilli(start).UTC().Format(time.DateOnly), alipay.Fen(refunded)
	return d, err
}
