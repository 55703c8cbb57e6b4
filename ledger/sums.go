package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// Sums are what the books of an account add up to, whatever a run's sheets hold.
type Sums struct {
	Results, Succeeded int64 // effective results, and SUCCESS among them
	Refunded           alipay.Money

	Trades          int64 // with a result or a request line
	Answered, Good  int64 // their results, and SUCCESS among them
	Submitted       int64 // their request lines
	RefundedByTrade alipay.Money

	Stated, Counted int64 // success_num of the notifications, and what was counted of them
}

// Sums adds up results, trades and notifications, each by itself: the results as
// they were read, the trades as they were computed.
func (l *Ledger) Sums(ctx context.Context, run Run) (Sums, error) {
	var s Sums
	var refunded int64
	if err := store.QueryRow(ctx, l.db.Reader(), "result_sum", []any{run.Account}, &s.Results, &s.Succeeded, &refunded); err != nil {
		return Sums{}, err
	}
	trades, _, err := readTradeSums(ctx, l.db.Reader(), run.Account)
	if err != nil {
		return Sums{}, err
	}
	notices, err := readNoticeSums(ctx, l.db.Reader(), run.Account)
	if err != nil {
		return Sums{}, err
	}
	s.Refunded, s.RefundedByTrade = alipay.Fen(refunded), alipay.Fen(trades.refundedFen)
	s.Trades, s.Answered, s.Good, s.Submitted = trades.trades, trades.answered, trades.succeeded, trades.submitted
	s.Stated, s.Counted = notices.stated, notices.counted
	return s, nil
}

// readTradeSums returns the sums of an account's trades. known is false where no run
// has computed any.
func readTradeSums(ctx context.Context, db store.Runner, account int64) (s tradeSums, known bool, err error) {
	err = store.QueryRow(ctx, db, "trade_sum_one", []any{account},
		&s.commit, &s.trades, &s.answered, &s.succeeded, &s.submitted, &s.refundedFen, &s.orders, &s.paidFen)
	if errors.Is(err, sql.ErrNoRows) {
		return tradeSums{}, false, nil
	}
	return s, err == nil, err
}

// readNoticeSums returns the sums of an account's notifications.
func readNoticeSums(ctx context.Context, db store.Runner, account int64) (s intakeSums, err error) {
	err = store.QueryRow(ctx, db, "notice_sum_one", []any{account}, &s.notifications, &s.stated, &s.counted)
	if errors.Is(err, sql.ErrNoRows) {
		return intakeSums{}, nil
	}
	return s, err
}

// A CodeRow sums the results of one error code. First and Last are when a notification
// named it, be its result effective or not.
type CodeRow struct {
	Code        string
	Count       int64
	Amount      alipay.Money
	First, Last time.Time
}

// A Day sums the results of one day in Shanghai.
type Day struct {
	Date      string // 2006-01-02
	Results   int64
	Succeeded int64
	Refunded  alipay.Money
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
