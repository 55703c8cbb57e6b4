package reports

import "reconcile/alipay"

// An equality is one row of the tie-out: two sides that must be equal, both of
// them counts or both money.
type equality struct {
	check       string
	left, right string // what stands on each side
	a, b        figure
}

// A figure is a count or an amount.
type figure struct {
	count int64
	money *alipay.Money
}

func number64(n int64) figure    { return figure{count: n} }
func yuan(m alipay.Money) figure { return figure{money: &m} }
func (f figure) value() any {
	if f.money != nil {
		return *f.money
	}
	return f.count
}

// less is f − o; the two are of one sort.
func (f figure) less(o figure) figure {
	if f.money != nil {
		return yuan(f.money.Sub(*o.money))
	}
	return number64(f.count - o.count)
}

func (f figure) zero() bool {
	return f.money != nil && f.money.Sign() == 0 || f.money == nil && f.count == 0
}

// writeTieOut shows that the workbook adds up. Both sides are figures of the
// program; the formulas only compare them, so that whoever changes a cell sees
// it.
func (b *workbook) writeTieOut() error {
	type e = equality
	return fill(b, table[e]{
		name:   tieOutSheet,
		layout: layout{colour: "FFC00000", frozen: 1},
		columns: []column[e]{
			{"勾稽 Check", 46, asWrapped, func(e e) any { return e.check }},
			{"左方 Left side", 36, asWrapped, func(e e) any { return e.left }},
			{"左值 Left", 21, asCount, func(e e) any { return e.a.value() }},
			{"右方 Right side", 44, asWrapped, func(e e) any { return e.right }},
			{"右值 Right", 21, asCount, func(e e) any { return e.b.value() }},
			{"差额 Difference", 21, asCount, func(e e) any {
				return cell{value: e.a.less(e.b).value(), formula: "ROUND(C#-E#,2)"}
			}},
			{"结论 Result", 12, asPlain, verdict},
		},
	}, each(b.equalities()))
}

func verdict(e equality) any {
	c := cell{value: "✓", kind: asGood, formula: `IF(ROUND(C#-E#,2)=0,"✓","✗")`}
	if !e.a.less(e.b).zero() {
		c.value, c.kind = "✗", asGrave
	}
	return c
}

// equalities are all that must be equal (§7.1).
func (b *workbook) equalities() []equality {
	var list []equality
	for _, f := range b.files {
		list = append(list, equality{f.Path, "行数 lines", "采纳+重复+拒绝+忽略 accepted + duplicate + rejected + ignored",
			number64(f.Lines), number64(f.Accepted + f.Duplicate + f.Rejected + f.Ignored)})
	}
	list = append(list, b.resultEqualities()...)
	list = append(list, equality{"success_num 声明与实计 stated and counted", "声明 stated", "实计 counted", number64(b.batchSum.stated), number64(b.batchSum.counted)})
	for _, r := range b.batchSum.odd {
		list = append(list, equality{"success_num " + r.BatchNo, "声明 stated", "实计 counted", number64(r.Stated), number64(r.Counted)})
	}
	for _, t := range b.tallies {
		list = append(list, equality{"异常 findings " + t.Code, "期初+新增−已结 opening + new − closed", "未结 open", number64(t.Opening + t.New - t.Closed), number64(t.Open)})
	}
	return append(list, equality{"异常行数 rows of findings", "未结合计 open, all codes", "异常 Findings", number64(b.openFindings()), number64(b.rows[findingsSheet])})
}

// resultEqualities compare the sum of the results with that of the trades and
// that of the days, and with the control totals.
func (b *workbook) resultEqualities() []equality {
	total, results, trades, days := b.Run.Totals, b.results, b.trades, b.daySum()
	amount, rows, good := "已退金额 refunded amount", "结果数 results", "成功数 successes"
	const r, t, d, c = "明细 Results", "交易 Trades", "按日 days", "控制总数 control total"
	return []equality{
		{amount, r, c, yuan(results.refunded), yuan(total.SuccessAmount)},
		{amount, r, t, yuan(results.refunded), yuan(trades.refunded)},
		{amount, r, d, yuan(results.refunded), yuan(days.refunded)},
		{rows, r, c, number64(results.rows), number64(total.Results)},
		{rows, r, t, number64(results.rows), number64(trades.answered)},
		{rows, r, d, number64(results.rows), number64(days.answered)},
		{good, r, t, number64(results.succeeded), number64(trades.succeeded)},
		{good, r, d, number64(results.succeeded), number64(days.succeeded)},
		{"失败数 failures", r, c, number64(results.rows - results.succeeded), number64(total.FailedResults)},
		{"交易数 trades", t, c, number64(trades.rows), number64(total.Trades)},
	}
}

func (b *workbook) daySum() figures {
	var sum figures
	for _, d := range b.days {
		sum.answered += d.Results
		sum.succeeded += d.Succeeded
		sum.refunded = sum.refunded.Add(d.Refunded)
	}
	return sum
}

// openFindings counts the open findings of all codes.
func (b *workbook) openFindings() (n int64) {
	for _, t := range b.tallies {
		n += t.Open
	}
	return n
}

// atStake is the money of the open findings, code by code.
func (b *workbook) atStake() (sum alipay.Money) {
	for _, t := range b.tallies {
		sum = sum.Add(t.Amount)
	}
	return sum
}
