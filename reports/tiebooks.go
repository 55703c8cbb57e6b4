package reports

import (
	"slices"

	"reconcile/ledger"
)

// bookEqualities compare the sum of the results with that of the trades and that of
// the days, and with the control totals. Where the sheets hold a part of the books,
// the sums are those that the books themselves add up to.
func (o tieOut) bookEqualities() []equality {
	const results, trades = "明细 Results", "交易 Trades"
	if o.b.facts.partial {
		r, t := wholeFigures(o.b.facts.whole)
		return o.against(side{"全部结果 all results", r}, side{"全部交易 all trades", t})
	}
	return o.against(side{results, o.b.results}, side{trades, o.b.trades}, side{"批次 Batches", o.batchFigures()})
}

// shownEqualities compare what stands on the sheets where they hold a part of the
// books: a trade is there with all of its results.
func (o tieOut) shownEqualities() []equality {
	if !o.b.facts.partial {
		return nil
	}
	const results, trades = "所示明细 Results shown", "所示交易 Trades shown"
	return []equality{
		sums(refundedAmount, results, trades, o.b.results.refunded, o.b.trades.refunded),
		counts(resultCount, results, trades, o.b.results.rows, o.b.trades.answered),
		counts(successCount, results, trades, o.b.results.succeeded, o.b.trades.succeeded),
	}
}

// What the tie-out compares.
const (
	refundedAmount = "已退金额 refunded amount"
	resultCount    = "结果数 results"
	successCount   = "成功数 successes"
)

// A side is one side of an equality, and what it is called.
type side struct {
	name string
	figures
}

// against compares results and trades with one another, with the days, the codes and
// what else there is, and with the control totals.
func (o tieOut) against(r, t side, more ...side) []equality {
	const c = "控制总数 control total"
	total := o.b.Run.Totals
	others := slices.Concat([]side{t, {"按日 days", o.b.facts.daySum()}}, more, []side{{"错误码 Error codes", o.b.facts.codeSum()}})
	amounts := []equality{sums(refundedAmount, r.name, c, r.refunded, total.SuccessAmount)}
	rows := []equality{counts(resultCount, r.name, c, r.rows, total.Results)}
	var good []equality
	for _, o := range others {
		amounts = append(amounts, sums(refundedAmount, r.name, o.name, r.refunded, o.refunded))
		rows = append(rows, counts(resultCount, r.name, o.name, r.rows, o.answered))
		good = append(good, counts(successCount, r.name, o.name, r.succeeded, o.succeeded))
	}
	return slices.Concat(amounts, rows, good, []equality{
		counts("失败数 failures", r.name, c, r.rows-r.succeeded, total.FailedResults),
		counts("交易数 trades", t.name, c, t.rows, total.Trades),
		counts("请求行数 request lines", t.name, c, t.submitted, total.RequestLines),
	})
}

// batchFigures are what the sheet Batches says of results.
func (o tieOut) batchFigures() figures {
	return figures{answered: o.b.batchSum.answered, succeeded: o.b.batchSum.succeeded, refunded: o.b.batchSum.refunded}
}

// wholeFigures are what all results and all trades add up to.
func wholeFigures(s ledger.Sums) (results, trades figures) {
	return figures{rows: s.Results, succeeded: s.Succeeded, refunded: s.Refunded},
		figures{rows: s.Trades, answered: s.Answered, succeeded: s.Good, submitted: s.Submitted, refunded: s.RefundedByTrade}
}
