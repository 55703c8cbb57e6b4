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
	Fees               Fees
	Attested           Attested // of the results, and what was given elsewhere, by the acts

	Trades          int64 // with a result or a request line
	Answered, Good  int64 // their results, and SUCCESS among them
	Submitted       int64 // their request lines
	RefundedByTrade alipay.Money
	AttestedByTrade Attested

	Stated, Counted int64 // success_num of the notifications, and what was counted of them
}

// Sums adds up results, trades and notifications, each by itself: the results as
// they were read, the trades as they were computed.
func (l *Ledger) Sums(ctx context.Context, run Run) (Sums, error) {
	s, err := readResultSums(ctx, l.db.Reader(), run.Account)
	if err != nil {
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
	if s.Attested, err = readAttested(ctx, l.db.Reader(), run.Account); err != nil {
		return Sums{}, err
	}
	s.AttestedByTrade = attestedOf(trades.attested, trades.attestedFailed, trades.attestedFen, trades.elsewhereFen)
	s.RefundedByTrade = alipay.Fen(trades.refundedFen)
	s.Trades, s.Answered, s.Good, s.Submitted = trades.trades, trades.answered, trades.succeeded, trades.submitted
	s.Stated, s.Counted = notices.stated, notices.counted
	return s, nil
}

// readResultSums returns what the effective results of an account add up to.
func readResultSums(ctx context.Context, db store.Runner, account int64) (s Sums, err error) {
	var refunded, back, failed int64
	err = store.QueryRow(ctx, db, "result_sum", []any{account}, &s.Results, &s.Succeeded, &refunded, &back, &failed)
	s.Refunded, s.Fees = alipay.Fen(refunded), Fees{Back: alipay.Fen(back), Failed: alipay.Fen(failed)}
	return s, err
}

// readTradeSums returns the sums of an account's trades. known is false where no run
// has computed any.
func readTradeSums(ctx context.Context, db store.Runner, account int64) (s tradeSums, known bool, err error) {
	err = store.QueryRow(ctx, db, "trade_sum_one", []any{account},
		&s.commit, &s.trades, &s.answered, &s.succeeded, &s.submitted, &s.refundedFen, &s.orders, &s.paidFen,
		&s.attested, &s.attestedFailed, &s.attestedFen, &s.elsewhereFen)
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
	Fees      Fees
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
	var start, refunded, back, failed int64
	err = rows.Scan(&start, &d.Results, &d.Succeeded, &refunded, &back, &failed)
	// The query counts days in local milliseconds, so UTC prints the local day.
	d.Date, d.Refunded = time.UnixMilli(start).UTC().Format(time.DateOnly), alipay.Fen(refunded)
	d.Fees = Fees{Back: alipay.Fen(back), Failed: alipay.Fen(failed)}
	return d, err
}

// A DayCount is what the books hold of one day in Shanghai.
type DayCount struct {
	Day           Date
	Notifications int64 // by their time
	RequestLines  int64 // by the time of their request; void ones do not count
}

// DayCounts counts notifications and request lines by day, days without any aside.
func (l *Ledger) DayCounts(ctx context.Context, run Run) ([]DayCount, error) {
	return store.List(ctx, l.db.Reader(), "day_sum_list", scanDayCount, run.Account)
}

func scanDayCount(rows *sql.Rows) (d DayCount, err error) {
	var start int64
	err = rows.Scan(&start, &d.Notifications, &d.RequestLines)
	d.Day = DayOf(time.UnixMilli(start - shanghaiMillis))
	return d, err
}
