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
	return chosen(ctx, l, run, "trades", "trade_list", scanTrade)
}

func scanTrade(rows *sql.Rows) (t Trade, err error) {
	var paid, due, last sql.NullInt64
	var refunded, pending, unanswered int64
	err = rows.Scan(&t.TradeNo, &t.OutTradeNo, &paid, &due, &refunded, &pending, &t.Succeeded, &t.Answered, &unanswered, &t.Submitted, &t.LastCode, &last)
	t.Paid, t.Due = maybeMoney(paid), maybeMoney(due)
	t.Refunded, t.Pending = alipay.Fen(refunded), alipay.Fen(pending)
	t.Attempts, t.LastAt = t.Answered+unanswered, maybeMoment(last)
	return t, err
}

// Results yields the effective results of the trades that Trades yields, by trade,
// batch and occurrence.
func (l *Ledger) Results(ctx context.Context, run Run) iter.Seq2[ResultRow, error] {
	return chosen(ctx, l, run, "trades", "result_list", scanResult)
}

func scanResult(rows *sql.Rows) (r ResultRow, err error) {
	var at, amount int64
	var fee sql.NullInt64
	err = rows.Scan(&at, &r.BatchNo, &r.TradeNo, &r.Occurrence, &amount, &r.Code, &fee, &r.FeeCode, &r.NotifyID, &r.HasOrder, &r.Match, &r.Place.File, &r.Place.Line)
	r.NotifyTime, r.Amount, r.FeeAmount = moment(at), alipay.Fen(amount), maybeMoney(fee)
	return r, err
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
