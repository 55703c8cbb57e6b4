package workbook

import (
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// successNumMismatch is the finding that explains why a batch's stated and
// counted successes differ.
const successNumMismatch = "SUCCESS_NUM_MISMATCH"

// A tieOut shows that the workbook adds up. Both sides are figures of the
// program; the formulas only compare them, so that whoever changes a cell sees
// it.
type tieOut struct{ b *builder }

// The blocks of the tie-out, in their order: what does not agree stands before all of them.
const (
	ourBooks = "A 账目 Our books"
	stated   = "B 支付宝声明 Alipay states"
	inFiles  = "C 文件 Files"
	rolled   = "D 结转 Roll-forward"
)

func (b *builder) writeTieOut() error {
	o := tieOut{b}
	type e = equality
	list := o.equalities()
	return xlsx.WriteTable(b.book, xlsx.Table[e]{
		Name:       tieOutSheet,
		Layout:     xlsx.Layout{Colour: tabOf(slices.ContainsFunc(list, equality.fails)), Frozen: 2},
		Highlights: []xlsx.Highlight{{Columns: "H:H", When: `$H#="✗"`, Style: xlsx.StyleCritical}, {Columns: "H:H", When: `$H#="✓"`, Style: xlsx.StyleGood}},
		Columns: []xlsx.Column[e]{
			xlsx.Col("部分 Block", 24, xlsx.StylePlain, func(e *e) xlsx.Cell { return xlsx.Text(e.block) }),
			xlsx.Col("勾稽 Check", 40, xlsx.StyleWrapped, func(e *e) xlsx.Cell { return xlsx.Text(e.check) }),
			xlsx.Col("左方 Left side", 36, xlsx.StyleWrapped, func(e *e) xlsx.Cell { return xlsx.Text(e.left) }),
			xlsx.Col("左值 Left", 16, xlsx.StyleCount, func(e *e) xlsx.Cell { return e.a.value() }),
			xlsx.Col("右方 Right side", 32, xlsx.StyleWrapped, func(e *e) xlsx.Cell { return xlsx.Text(e.right) }),
			xlsx.Col("右值 Right", 16, xlsx.StyleCount, func(e *e) xlsx.Cell { return e.b.value() }),
			xlsx.Col("差额 Difference", 16, xlsx.StyleCount, func(e *e) xlsx.Cell {
				return e.a.minus(e.b).value().WithFormula(xlsx.DifferenceFormula)
			}),
			xlsx.Col("结论 Result", 11, xlsx.StylePlain, verdict),
			xlsx.Col("注 Note", 26, xlsx.StyleIdent, func(e *e) xlsx.Cell { return e.note }),
		},
		Each: func(e *equality, at xlsx.Position) {
			switch {
			case e.block == stated:
			case e.fails():
				b.unequal++
			default:
				b.equal++
			}
			if e.name != "" {
				b.book.Name(e.name, at, "F", e.check)
			}
		},
	}, xlsx.Rows(list))
}

func verdict(e *equality) xlsx.Cell {
	if e.fails() {
		return xlsx.Styled("✗", xlsx.StyleCritical).WithFormula(xlsx.VerdictFormula)
	}
	return xlsx.Styled("✓", xlsx.StyleGood).WithFormula(xlsx.VerdictFormula)
}

// equalities are all that must be equal (§7.1): what is not, first; then block by block.
func (o tieOut) equalities() []equality {
	var files []equality
	for i, f := range o.b.facts.files {
		files = append(files, counts(sourceNo(i)+" "+f.Path, "行数 lines", "四类合计 sum of the four classes",
			f.Lines, f.Accepted+f.Duplicate+f.Rejected+f.Ignored))
	}
	list := slices.Concat(
		of(ourBooks, o.bookEqualities(), o.shownEqualities(), o.coverEqualities(), o.cutEqualities()),
		of(stated, o.statedEqualities()), of(inFiles, files), of(rolled, o.forwardEqualities()))
	slices.SortStableFunc(list, func(x, y equality) int {
		switch {
		case x.fails() == y.fails():
			return 0
		case x.fails():
			return -1
		}
		return 1
	})
	return list
}

// of puts equalities into a block.
func of(block string, lists ...[]equality) []equality {
	all := slices.Concat(lists...)
	for i := range all {
		all[i].block = block
	}
	return all
}

// counts compares two counts.
func counts(check, left, right string, a, b int64) equality {
	return equality{check: check, left: left, right: right, a: number64(a), b: number64(b)}
}

// sums compares two amounts.
func sums(check, left, right string, a, b alipay.Money) equality {
	return equality{check: check, left: left, right: right, a: yuan(a), b: yuan(b)}
}

// statedEqualities compare success_num with what was counted, in all and batch
// by batch where they differ, and name the finding that says so.
func (o tieOut) statedEqualities() []equality {
	const says, counted = "声明 stated", "实计 counted"
	list := []equality{counts("success_num 声明与实计 stated and counted", says, counted, o.b.batchSum.stated, o.b.batchSum.counted)}
	if o.b.facts.partial {
		list[0] = counts("success_num 声明与实计 stated and counted", "声明，全部通知 stated, all notifications", "实计，全部通知 counted, all notifications", o.b.facts.whole.Stated, o.b.facts.whole.Counted)
	}
	for _, r := range o.b.batchSum.odd {
		e := counts("success_num "+r.BatchNo, says, counted, r.Stated, r.Counted)
		if at, ok := o.b.misstatedRows[r.BatchNo]; ok {
			e.note = xlsx.Linked(successNumMismatch, at)
		}
		list = append(list, e)
	}
	if len(o.b.batchSum.odd) > 0 {
		list[0].note = xlsx.Styled(o.b.Say("see the batches below", "见下列批次"), xlsx.StyleWrapped)
	}
	return list
}

// coverEqualities compare what came day by day with the control totals, which are those
// before the run's own batches.
func (o tieOut) coverEqualities() []equality {
	if len(o.b.facts.covers) == 0 {
		return nil
	}
	const days, control = "覆盖 Coverage", "控制总数 control total"
	total := o.b.Run.Totals
	return []equality{
		counts("通知数 notifications", days, control, o.b.covered.notifications, total.Notifications),
		counts("请求行数 request lines", days, "控制总数+本次生成 control total + issued by this run", o.b.covered.lines, total.RequestLines+o.b.corrected.Issued),
	}
}

// feeEqualities compare the fees of the results with the control totals.
func (o tieOut) feeEqualities(r side) []equality {
	const back, failed, control, days = "已退手续费 fees returned", "未退手续费 fees failed", "控制总数 control total", "按日 days"
	total, byDay := o.b.Run.Totals.Fees, o.b.facts.daySum().fees
	if total.Unknown {
		return nil
	}
	return []equality{
		sums(back, r.name, control, r.fees.Back, total.Back),
		sums(back, r.name, days, r.fees.Back, byDay.Back),
		sums(failed, r.name, control, r.fees.Failed, total.Failed),
		sums(failed, r.name, days, r.fees.Failed, byDay.Failed),
	}
}

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

// shownEqualities compare what is on the sheets where they hold a part of the
// books: a trade is there with all of its results.
func (o tieOut) shownEqualities() []equality {
	if !o.b.facts.partial {
		return nil
	}
	results, trades := "所示明细 Results shown", "所示交易 Trades shown"
	if o.b.cuts.of(resultsSheet)+o.b.cuts.of(tradesSheet) > 0 {
		results, trades = o.ofAll(resultsSheet), o.ofAll(tradesSheet)
	}
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
	amounts[0].name = "RefundedTotal"
	rows := []equality{counts(resultCount, r.name, c, r.rows, total.Results)}
	var good []equality
	for _, o := range others {
		amounts = append(amounts, sums(refundedAmount, r.name, o.name, r.refunded, o.refunded))
		rows = append(rows, counts(resultCount, r.name, o.name, r.rows, o.answered))
		good = append(good, counts(successCount, r.name, o.name, r.succeeded, o.succeeded))
	}
	return slices.Concat(amounts, rows, good, o.feeEqualities(r), o.attestedEqualities(r, t), []equality{
		counts("失败数 failures", r.name, c, r.rows-r.succeeded, total.FailedResults),
		counts("交易数 trades", t.name, c, t.rows, total.Trades),
		counts("请求行数 request lines", t.name, c, t.submitted, total.RequestLines),
	})
}

// attestedEqualities hold what people attest apart from what evidence shows: the two add up
// to the total, and results, trades and control totals say the same of the first. There are
// none where nobody attests anything.
func (o tieOut) attestedEqualities(r, t side) []equality {
	const c = "控制总数 control total"
	const amount, results, failed, elsewhere = "声明已退 attested refunds", "声明结果数 attested results", "声明失败数 attested failures", "另行给付 given elsewhere"
	total := o.b.Run.Totals.Attested
	if total.IsZero() && r.attested.IsZero() && t.attested.IsZero() {
		return nil
	}
	return []equality{
		sums(refundedAmount, "有凭据+声明 evidenced + attested", c, r.refunded.Sub(r.attested.SuccessAmount).Add(total.SuccessAmount), o.b.Run.Totals.SuccessAmount),
		sums(amount, r.name, c, r.attested.SuccessAmount, total.SuccessAmount),
		sums(amount, r.name, t.name, r.attested.SuccessAmount, t.attested.SuccessAmount),
		counts(results, r.name, c, r.attested.Results, total.Results),
		counts(results, r.name, t.name, r.attested.Results, t.attested.Results),
		counts(failed, r.name, c, r.attested.FailedResults, total.FailedResults),
		counts(failed, r.name, t.name, r.attested.FailedResults, t.attested.FailedResults),
		sums(elsewhere, actsSheet, c, o.b.facts.whole.Attested.ElsewhereAmount, total.ElsewhereAmount),
	}
}

// batchFigures are what the sheet Batches says of results.
func (o tieOut) batchFigures() figures {
	return figures{answered: o.b.batchSum.answered, succeeded: o.b.batchSum.succeeded, refunded: o.b.batchSum.refunded}
}

// wholeFigures are what all results and all trades add up to.
func wholeFigures(s ledger.Sums) (results, trades figures) {
	return figures{rows: s.Results, succeeded: s.Succeeded, refunded: s.Refunded, fees: s.Fees, attested: s.Attested},
		figures{rows: s.Trades, answered: s.Answered, succeeded: s.Good, submitted: s.Submitted, refunded: s.RefundedByTrade, attested: s.AttestedByTrade}
}

// An equality is one row of the tie-out: two sides that must be equal, both of
// them counts or both money.
type equality struct {
	block       string
	check       string
	left, right string // what is on each side
	a, b        figure
	note        xlsx.Cell // what explains an inequality
	name        string    // of the right side, for formulas of other workbooks
}

func (e equality) fails() bool { return !e.a.minus(e.b).isZero() }

// A figure is a count or an amount.
type figure struct {
	count int64
	money *alipay.Money
}

func number64(n int64) figure { return figure{count: n} }

func yuan(m alipay.Money) figure { return figure{money: &m} }

func (f figure) value() xlsx.Cell {
	if f.money != nil {
		return xlsx.Money(*f.money)
	}
	return xlsx.Count(f.count)
}

// minus is f − o; the two are of one sort.
func (f figure) minus(o figure) figure {
	if f.money != nil {
		return yuan(f.money.Sub(*o.money))
	}
	return number64(f.count - o.count)
}

func (f figure) isZero() bool {
	return f.money != nil && f.money.Sign() == 0 || f.money == nil && f.count == 0
}

// daySum adds up the days.
func (f *facts) daySum() (sum figures) {
	for _, d := range f.days {
		sum.answered += d.Results
		sum.succeeded += d.Succeeded
		sum.refunded = sum.refunded.Add(d.Refunded)
		sum.fees.Back, sum.fees.Failed = sum.fees.Back.Add(d.Fees.Back), sum.fees.Failed.Add(d.Fees.Failed)
	}
	return sum
}

// codeSum adds up the error codes.
func (f *facts) codeSum() (sum figures) {
	for _, c := range f.codes {
		sum.answered += c.Count
		if c.Code == alipay.Success {
			sum.succeeded += c.Count
			sum.refunded = sum.refunded.Add(c.Amount)
		}
	}
	return sum
}
