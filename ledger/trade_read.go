package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// Trades yields the trades with a result or a request that the run's scope leaves
// in, as the newest run's totals have them, by trade number.
func (l *Ledger) Trades(ctx context.Context, run Run) iter.Seq2[Trade, error] {
	whole := sqlite.Rows(ctx, l.db, "trades_all+trade_list", scanTrade, run.Account)
	return chosen(ctx, l, run, whole, "trades", "trade_list", scanTrade)
}

func scanTrade(c *sqlite.Cursor) Trade {
	t := Trade{TradeNo: c.Text(0), OutTradeNo: c.Text(1), Paid: maybeMoney(c.NullNumber(2)), Due: maybeMoney(c.NullNumber(3)),
		Refunded: alipay.Fen(c.Number(4)), Pending: alipay.Fen(c.Number(5)), Succeeded: c.Number(6), Answered: c.Number(7),
		Submitted: c.Number(9), LastCode: c.Text(10), LastAt: maybeMoment(c.NullNumber(11))}
	t.Attempts = t.Answered + c.Number(8)
	return t
}

// CodeRows sums the effective results by code, SUCCESS among them.
func (l *Ledger) CodeRows(ctx context.Context, run Run) ([]CodeRow, error) {
	return store.List(ctx, l.db.Reader(), "code_rows", scanCodeRow, run.Account)
}

func scanCodeRow(rows *sql.Rows) (c CodeRow, err error) {
	var amount, first, last int64
	err = rows.Scan(&c.Code, &c.Count, &amount, &first, &last)
	c.Amount, c.First, c.Last = alipay.Fen(amount), moment(first), moment(last)
	return c, err
}

// Days sums the effective results by the day of their notification in Shanghai.
func (l *Ledger) Days(ctx context.Context, run Run) ([]Day, error) {
	return store.List(ctx, l.db.Reader(), "day_rows", scanDay, run.Account)
}

func scanDay(rows *sql.Rows) (d Day, err error) {
	var start, refunded int64
	err = rows.Scan(&start, &d.Results, &d.Succeeded, &refunded)
	// The query counts days in local milliseconds, so UTC prints the local day.
	d.Date, d.Refunded = time.UnixMilli(start).UTC().Format(time.DateOnly), alipay.Fen(refunded)
	return d, err
}
