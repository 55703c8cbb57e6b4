package workbook

import (
	"fmt"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// A forwardRow rolls the findings of one code forward, their number and their money: what the
// previous run of the job left open is what this one began with, and that with what came and
// went is what it leaves open, which is on the sheet of findings.
type forwardRow struct {
	ledger.Tally
	before ledger.Tally  // what the run before left open
	listed *alipay.Money // the money on the sheet of findings; nil where money does not apply
}

// forwardRows are the codes that have, or had, findings.
func (b *builder) forwardRows() (list []forwardRow) {
	for _, t := range b.facts.everyTally(b.Rules) {
		row := forwardRow{Tally: t, before: tallyOf(b.facts.closing, t.Code)}
		if row.before.Open+t.Opening+t.New+t.Open == 0 {
			continue
		}
		if b.Of(t.Code).HasAmount() {
			listed := b.openAmounts[t.Code]
			row.listed = &listed
		}
		list = append(list, row)
	}
	return list
}

// rolls reports whether the findings roll forward, and whether their money does.
func (r *forwardRow) rolls() (findings, money bool) {
	findings = r.before.Open == r.Opening && r.Opening+r.New-r.Closed == r.Open
	if r.listed == nil {
		return findings, true
	}
	moved := r.OpeningAmount.Add(r.NewAmount).Sub(r.ClosedAmount).Add(r.ChangedAmount)
	return findings, r.before.Amount.Cmp(r.OpeningAmount) == 0 && moved.Cmp(r.Amount) == 0 && r.Amount.Cmp(*r.listed) == 0
}

// writeForward writes one row for each code. Money is compared code by code: two findings may
// be about the same money, so a sum over codes would say nothing.
func (b *builder) writeForward() error {
	type r = forwardRow
	list, severities := b.forwardRows(), severities()
	money := func(of func(*r) alipay.Money) func(*r) xlsx.Cell {
		return func(r *r) xlsx.Cell {
			if r.listed == nil {
				return xlsx.Amount(nil)
			}
			return xlsx.Money(of(r))
		}
	}
	return xlsx.WriteTable(b.book, xlsx.Table[r]{
		Name:   forwardSheet,
		Layout: xlsx.Layout{Colour: tabOf(slices.ContainsFunc(list, forwardRow.fails)), Frozen: 1},
		Empty:  b.Say("No findings before this run, and none in it.", "此前及本次运行均无异常。"),
		Highlights: []xlsx.Highlight{
			{Columns: "H:H", When: `$H#="✗"`, Style: xlsx.StyleCritical}, {Columns: "H:H", When: `$H#="✓"`, Style: xlsx.StyleGood},
			{Columns: "P:P", When: `$P#="✗"`, Style: xlsx.StyleCritical}, {Columns: "P:P", When: `$P#="✓"`, Style: xlsx.StyleGood},
		},
		Columns: []xlsx.Column[r]{
			xlsx.Col("代码 Code", 28, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Linked(r.Code, b.firstRows[r.Code]) }),
			xlsx.Col("级别 Severity", 14, xlsx.StylePlain, func(r *r) xlsx.Cell { return severities.of(r.Severity) }),
			xlsx.Col("上期未结 Left before", 12, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.before.Open) }),
			xlsx.Col("期初 Opening", 12, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Opening) }),
			xlsx.Col("新增 New", 10, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.New) }),
			xlsx.Col("已结 Closed", 11, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Closed) }),
			xlsx.Col("未结 Open", 10, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Open) }),
			xlsx.Col("笔数 Count", 10, xlsx.StylePlain, func(r *r) xlsx.Cell {
				ok, _ := r.rolls()
				return agrees(ok).WithFormula(xlsx.ForwardFormula)
			}),
			xlsx.Col("上期金额 Amount before", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return r.before.Amount })),
			xlsx.Col("期初金额 Opening amount", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return r.OpeningAmount })),
			xlsx.Col("新增金额 New amount", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return r.NewAmount })),
			xlsx.Col("已结金额 Closed amount", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return r.ClosedAmount })),
			xlsx.Col("变动金额 Changed amount", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return r.ChangedAmount })),
			xlsx.Col("未结金额 Open amount", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return r.Amount })),
			xlsx.Col("异常表金额 On Findings", 14, xlsx.StyleMoney, money(func(r *r) alipay.Money { return *r.listed })),
			xlsx.Col("金额 Money", 11, xlsx.StylePlain, func(r *r) xlsx.Cell {
				if r.listed == nil {
					return xlsx.Cell{}
				}
				_, ok := r.rolls()
				return agrees(ok).WithFormula(xlsx.ForwardMoneyFormula)
			}),
		},
	}, xlsx.Rows(list))
}

func (r forwardRow) fails() bool {
	findings, money := r.rolls()
	return !findings || !money
}

// agrees is a verdict on figures.
func agrees(yes bool) xlsx.Cell {
	if yes {
		return xlsx.Styled("✓", xlsx.StyleGood)
	}
	return xlsx.Styled("✗", xlsx.StyleCritical)
}

// forwardEqualities compare the findings of all codes, and say how many codes roll forward.
func (o tieOut) forwardEqualities() []equality {
	const opening, open = "期初 opening", "未结 open"
	rows := o.b.forwardRows()
	var before, began, came, went, left, fit int64
	for _, r := range rows {
		before, began, came, went, left = before+r.before.Open, began+r.Opening, came+r.New, went+r.Closed, left+r.Open
		if !r.fails() {
			fit++
		}
	}
	const check = "异常 findings"
	list := []equality{
		counts("逐代码结转 rolled forward, code by code", "相符的代码 codes that agree", "全部代码 all codes", fit, int64(len(rows))),
		counts(check, "期初+新增−已结 opening + new − closed", open, began+came-went, left),
		counts(check, "异常行数 rows of findings "+o.ofAll(findingsSheet), "未结合计 open, all codes", o.b.book.RowsOf(findingsSheet)+o.b.cuts.of(findingsSheet), o.b.facts.openFindings()),
	}
	list[0].note = xlsx.Linked(forwardSheet, xlsx.Position{Sheet: forwardSheet, Row: 1})
	list[2].name = "OpenFindings"
	if o.b.facts.previous != 0 {
		closing := fmt.Sprintf("上次未结 closing of run %d", o.b.facts.previous)
		list = append(list, counts(check, closing, opening, before, began))
	}
	return list
}

// tallyOf finds the tally of a code; one that is not there is one of nothing.
func tallyOf(list []ledger.Tally, code string) ledger.Tally {
	if i := slices.IndexFunc(list, func(t ledger.Tally) bool { return t.Code == code }); i >= 0 {
		return list[i]
	}
	return ledger.Tally{Code: code}
}
