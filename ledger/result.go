package ledger

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A ResultRow is one effective result with what it was matched to.
type ResultRow struct {
	NotifyTime time.Time
	BatchNo    string
	TradeNo    string
	Occurrence int64
	Amount     alipay.Money
	Code       string
	FeeAmount  *alipay.Money // nil where there is no fee section
	FeeCode    string
	NotifyID   string
	HasOrder   bool
	Match      Match
	Place      Place
}

// A Match is the kind of request, if any, that a result answers.
type Match string

// What a result may match.
const (
	MatchLine  Match = "line"  // a line of a known request
	MatchBatch Match = "batch" // a known request that does not hold the trade
	MatchNone  Match = "none"  // no known request
)

// Results yields the effective results of the trades that Trades yields, by trade,
// batch and occurrence.
func (l *Ledger) Results(ctx context.Context, run Run) iter.Seq2[ResultRow, error] {
	return scopedRows(ctx, l, run, allResults(ctx, l, run, maxNotices), "trades", "result_list", func(c *store.Cursor) ResultRow {
		r := scanResult(c)
		r.Place, r.HasOrder, r.Match = placeOf(c.Text(10), r.Place.Line), c.Number(11) == 1, Match(c.Text(12))
		return r
	})
}

// scanResult reads the columns of the result itself.
func scanResult(c *store.Cursor) ResultRow {
	return ResultRow{NotifyTime: moment(c.Number(0)), BatchNo: c.Text(1), TradeNo: c.Text(2), Occurrence: c.Number(3),
		Amount: alipay.Fen(c.Number(4)), Code: c.Text(5), FeeAmount: maybeMoney(c.NullNumber(6)), FeeCode: c.Text(7),
		NotifyID: c.Text(8), Place: Place{Line: c.Number(9)}}
}

// allResults yields the results of all trades. What else is known of their trades lies in
// the same order, and is read beside them: asking for it result by result takes longer. So
// many notifications of one trade are held in memory.
func allResults(ctx context.Context, l *Ledger, run Run, most int) iter.Seq2[ResultRow, error] {
	return func(yield func(ResultRow, error) bool) {
		enough := false
		err := mergeResults(ctx, l, run, most, func(r ResultRow, err error) bool {
			enough = !yield(r, err)
			return !enough
		})
		if err != nil && !enough {
			yield(ResultRow{}, err)
		}
	}
}

// mergeResults yields results, or returns why it cannot begin.
func mergeResults(ctx context.Context, l *Ledger, run Run, most int, yield func(ResultRow, error) bool) (err error) {
	paths, err := sourcePaths(ctx, l.db.Reader(), run.Account)
	if err != nil {
		return err
	}
	notices, err := newNoticeReader(ctx, l, run.Account, most)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, notices.close()) }()
	names := []string{"result_all", "result_orders", "result_lines"}
	store.Merge(ctx, l.db, names, []any{run.Account}, func(at []*store.Cursor, give func(ResultRow) bool) error {
		notices.ask = func(r *ResultRow, n notice) (string, error) {
			return at[0].Ask("claim_notify_id", r.TradeNo, run.Account, r.BatchNo, r.Occurrence, n.source, n.line, n.capture)
		}
		return resultMerge{results: at[0], orders: at[1], lines: at[2], notices: notices, paths: paths}.all(give)
	})(yield)
	return nil
}

// sourcePaths returns the files of an account's sources.
func sourcePaths(ctx context.Context, db store.Runner, account int64) (map[int64]string, error) {
	paths := map[int64]string{}
	for rows, err := range store.Query(ctx, db, "source_paths", account) {
		if err != nil {
			return nil, err
		}
		var source int64
		var path string
		if err := rows.Scan(&source, &path); err != nil {
			return nil, err
		}
		paths[source] = path
	}
	return paths, nil
}

// A resultMerge goes through all results along the orders and the lines of requests.
type resultMerge struct {
	results, orders, lines *store.Cursor
	notices                *noticeReader
	paths                  map[int64]string
}

func (m resultMerge) all(give func(ResultRow) bool) error {
	for c := m.results; c.More(); {
		r := scanResult(c)
		r.Place = placeOf(m.paths[c.Number(10)], r.Place.Line)
		if err := m.meet(&r, c.Number(11) == 1); err != nil {
			return err
		}
		if r.NotifyID == "" {
			var err error
			if r.NotifyID, err = m.notices.of(&r, notice{c.Number(10), c.Number(9), c.Number(12)}); err != nil {
				return err
			}
		}
		if !give(r) {
			return nil
		}
		if err := c.Next(); err != nil {
			return err
		}
	}
	return nil
}

// meet sets what a result was matched to.
func (m resultMerge) meet(r *ResultRow, requested bool) error {
	if err := m.orders.Seek(r.TradeNo); err != nil {
		return err
	}
	for m.lines.More() && lineBefore(m.lines, r) {
		if err := m.lines.Next(); err != nil {
			return err
		}
	}
	r.HasOrder, r.Match = m.orders.Matches(r.TradeNo), MatchNone
	switch {
	case m.lines.Matches(r.TradeNo) && m.lines.Text(1) == r.BatchNo && m.lines.Number(2) == r.Occurrence:
		r.Match = MatchLine
	case requested:
		r.Match = MatchBatch
	}
	return nil
}

// lineBefore reports whether a line comes before the one that a result is about.
func lineBefore(line *store.Cursor, r *ResultRow) bool {
	return cmp.Or(cmp.Compare(line.Text(0), r.TradeNo), cmp.Compare(line.Text(1), r.BatchNo), cmp.Compare(line.Number(2), r.Occurrence)) < 0
}
