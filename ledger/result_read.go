package ledger

import (
	"cmp"
	"context"
	"iter"

	"reconcile/alipay"
)

// Results yields the effective results of the trades that Trades yields, by trade,
// batch and occurrence.
func (l *Ledger) Results(ctx context.Context, run Run) iter.Seq2[ResultRow, error] {
	return chosen(ctx, l, run, l.allResults(ctx, run), "trades", "result_list", func(c *cursor) ResultRow {
		r := scanResult(c)
		r.Place.File, r.HasOrder, r.Match = c.text(10), c.number(11) == 1, Match(c.text(12))
		return r
	})
}

// scanResult reads what the result itself says.
func scanResult(c *cursor) ResultRow {
	return ResultRow{NotifyTime: moment(c.number(0)), BatchNo: c.text(1), TradeNo: c.text(2), Occurrence: c.number(3),
		Amount: alipay.Fen(c.number(4)), Code: c.text(5), FeeAmount: maybeMoney(c.maybe(6)), FeeCode: c.text(7),
		NotifyID: c.text(8), Place: Place{Line: c.number(9)}}
}

// allResults yields the results of all trades. What else is known of their trades lies in
// the same order, and is read beside them: asking for it result by result takes longer.
func (l *Ledger) allResults(ctx context.Context, run Run) iter.Seq2[ResultRow, error] {
	return func(yield func(ResultRow, error) bool) {
		paths, err := l.paths(ctx, run.Account)
		if err != nil {
			yield(ResultRow{}, err)
			return
		}
		names := []string{"result_all", "result_orders", "result_lines"}
		sideBySide(ctx, l.read, names, []any{run.Account}, func(at []*cursor, give func(ResultRow) bool) error {
			return resultMerge{results: at[0], orders: at[1], lines: at[2], paths: paths}.all(give)
		})(yield)
	}
}

// paths are the files of an account's sources.
func (l *Ledger) paths(ctx context.Context, account int64) (map[int64]string, error) {
	paths := map[int64]string{}
	for rows, err := range query(ctx, l.read, "source_paths", account) {
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
	results, orders, lines *cursor
	paths                  map[int64]string
}

func (m resultMerge) all(give func(ResultRow) bool) error {
	for c := m.results; c.more; {
		r := scanResult(c)
		r.Place.File = m.paths[c.number(10)]
		if err := m.meet(&r, c.number(11) == 1); err != nil {
			return err
		}
		if !give(r) {
			return nil
		}
		if err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// meet says what a result was matched to.
func (m resultMerge) meet(r *ResultRow, requested bool) error {
	if err := m.orders.to(r.TradeNo); err != nil {
		return err
	}
	for m.lines.more && lineBefore(m.lines, r) {
		if err := m.lines.next(); err != nil {
			return err
		}
	}
	r.HasOrder, r.Match = m.orders.at(r.TradeNo), MatchNone
	switch {
	case m.lines.at(r.TradeNo) && m.lines.text(1) == r.BatchNo && m.lines.number(2) == r.Occurrence:
		r.Match = MatchLine
	case requested:
		r.Match = MatchBatch
	}
	return nil
}

// lineBefore tells whether a line stands before the one that a result is about.
func lineBefore(line *cursor, r *ResultRow) bool {
	return cmp.Or(cmp.Compare(line.text(0), r.TradeNo), cmp.Compare(line.text(1), r.BatchNo), cmp.Compare(line.number(2), r.Occurrence)) < 0
}
