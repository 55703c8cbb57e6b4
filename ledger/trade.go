package ledger

import (
	"cmp"
	"context"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
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
	return func(yield func(Trade, error) bool) {
		picked, args, err := pick(ctx, l, run, "trades")
		if err != nil {
			yield(Trade{}, err)
			return
		}
		if picked == "" {
			picked, args = "trades_all+", []any{run.Account}
		}
		names := []string{picked + "trade_list", picked + "trade_results"}
		store.Merge(ctx, l.db, names, args, func(at []*store.Cursor, give func(Trade) bool) error {
			return tradeMerge{trades: at[0], results: at[1], account: run.Account}.all(give)
		})(yield)
	}
}

func scanTrade(c *store.Cursor) Trade {
	t := Trade{TradeNo: c.Text(0), OutTradeNo: c.Text(1), Paid: maybeMoney(c.NullNumber(2)), Due: maybeMoney(c.NullNumber(3)),
		Refunded: alipay.Fen(c.Number(4)), Pending: alipay.Fen(c.Number(5)), Succeeded: c.Number(6), Answered: c.Number(7),
		Submitted: c.Number(9), Attested: attestedOf(c.Number(10), c.Number(11), c.Number(12), c.Number(13))}
	t.Attempts = t.Answered + c.Number(8)
	return t
}

// A tradeMerge goes through trades along their results: asking for the last one of each trade
// takes longer.
type tradeMerge struct {
	trades, results *store.Cursor
	account         int64
}

func (m tradeMerge) all(give func(Trade) bool) error {
	for m.trades.More() {
		t := scanTrade(m.trades)
		last, err := m.last(t.TradeNo)
		if err != nil {
			return err
		}
		if last != nil {
			t.LastCode, t.LastAt = last.code, moment(last.notified)
		}
		if !give(t) {
			return nil
		}
		if err := m.trades.Next(); err != nil {
			return err
		}
	}
	return nil
}

// A sentResult is a result of a trade, with what its results are ordered by.
type sentResult struct {
	sent, notified     int64 // milliseconds since 1970
	source, line, item int64
	batchNo            string
	occurrence         int64
	code               string
}

// last is the last result of a trade, nil where it has none: by when it was sent and
// notified, by notify_id, batch and occurrence.
func (m tradeMerge) last(tradeNo string) (last *sentResult, err error) {
	if err := m.results.Seek(tradeNo); err != nil {
		return nil, err
	}
	for c := m.results; c.Matches(tradeNo); {
		r := sentResult{sent: c.Number(8), notified: c.Number(6), source: c.Number(3), line: c.Number(4), item: c.Number(5),
			batchNo: c.Text(1), occurrence: c.Number(2), code: c.Text(7)}
		later := 1
		if last != nil {
			if later, err = m.compare(tradeNo, &r, last); err != nil {
				return nil, err
			}
		}
		if later > 0 {
			last = &r
		}
		if err := c.Next(); err != nil {
			return nil, err
		}
	}
	return last, nil
}

// compare orders two results of a trade. Hardly ever does it take their notify_id.
func (m tradeMerge) compare(tradeNo string, a, b *sentResult) (int, error) {
	order := cmp.Or(cmp.Compare(a.sent, b.sent), cmp.Compare(a.notified, b.notified))
	if order == 0 && (a.source != b.source || a.line != b.line || a.item != b.item) {
		one, err := m.notifyID(tradeNo, a)
		if err != nil {
			return 0, err
		}
		other, err := m.notifyID(tradeNo, b)
		if err != nil {
			return 0, err
		}
		order = cmp.Compare(one, other)
	}
	return cmp.Or(order, cmp.Compare(a.batchNo, b.batchNo), cmp.Compare(a.occurrence, b.occurrence)), nil
}

func (m tradeMerge) notifyID(tradeNo string, r *sentResult) (string, error) {
	return m.results.Ask("claim_notify_id", tradeNo, m.account, r.batchNo, r.occurrence, r.source, r.line, r.item)
}
