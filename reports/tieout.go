package reports

import (
	"slices"

	"reconcile/alipay"
)

// successNumMismatch is the finding that explains why a batch's stated and
// counted successes differ.
const successNumMismatch = "SUCCESS_NUM_MISMATCH"

// A tieOut shows that the workbook adds up. Both sides are figures of the
// program; the formulas only compare them, so that whoever changes a cell sees
// it.
type tieOut struct{ b *builder }

func (b *builder) writeTieOut() error {
	o := tieOut{b}
	type e = equality
	return fill(b.book, table[e]{
		name:   tieOutSheet,
		layout: layout{colour: "FFC00000", frozen: 1},
		marks:  tieOutMarks(),
		columns: []column[e]{
			newColumn("勾稽 Check", 42, asWrapped, func(e *e) cell { return textCell(e.check) }),
			newColumn("左方 Left side", 40, asWrapped, func(e *e) cell { return textCell(e.left) }),
			newColumn("左值 Left", 18, asCount, func(e *e) cell { return e.a.value() }),
			newColumn("右方 Right side", 32, asWrapped, func(e *e) cell { return textCell(e.right) }),
			newColumn("右值 Right", 18, asCount, func(e *e) cell { return e.b.value() }),
			newColumn("差额 Difference", 18, asCount, func(e *e) cell {
				return e.a.less(e.b).value().by(differenceFormula)
			}),
			newColumn("结论 Result", 10, asPlain, verdict),
			newColumn("注 Note", 30, asIdent, func(e *e) cell { return e.note }),
		},
		each: func(e *equality, _ position) {
			if e.a.less(e.b).zero() {
				b.equal++
			} else {
				b.unequal++
			}
		},
	}, each(o.equalities()))
}

func verdict(e *equality) cell {
	if !e.a.less(e.b).zero() {
		return markedCell("✗", asGrave).by(verdictFormula)
	}
	return markedCell("✓", asGood).by(verdictFormula)
}

// equalities are all that must be equal (§7.1).
func (o tieOut) equalities() []equality {
	var list []equality
	for _, f := range o.b.facts.files {
		list = append(list, counts(f.Path, "行数 lines", "四类合计 sum of the four classes",
			f.Lines, f.Accepted+f.Duplicate+f.Rejected+f.Ignored))
	}
	return slices.Concat(list, o.bookEqualities(), o.shownEqualities(), o.statedEqualities(), o.forwardEqualities(), []equality{
		counts("异常行数 rows of findings", "未结合计 open, all codes", "异常 Findings", o.b.facts.openFindings(), o.b.book.rowsOf(findingsSheet)),
		sums("异常金额 amount of findings", "未结合计 open, all codes", "异常 Findings", o.b.facts.openAmount(), o.b.stake),
	})
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
	const stated, counted = "声明 stated", "实计 counted"
	list := []equality{counts("success_num 声明与实计 stated and counted", stated, counted, o.b.batchSum.stated, o.b.batchSum.counted)}
	if o.b.facts.partial {
		list[0] = counts("success_num 声明与实计 stated and counted", "声明，全部通知 stated, all notifications", "实计，全部通知 counted, all notifications", o.b.facts.whole.Stated, o.b.facts.whole.Counted)
	}
	for _, r := range o.b.batchSum.odd {
		e := counts("success_num "+r.BatchNo, stated, counted, r.Stated, r.Counted)
		if at, ok := o.b.misstated[r.BatchNo]; ok {
			e.note = linkedCell(successNumMismatch, at)
		}
		list = append(list, e)
	}
	if len(o.b.batchSum.odd) > 0 {
		list[0].note = markedCell(o.b.say("see the batches below", "见下列批次"), asWrapped)
	}
	return list
}

func tieOutMarks() []mark {
	return []mark{{columns: "G:G", when: `$G#="✗"`, look: asGrave}, {columns: "G:G", when: `$G#="✓"`, look: asGood}}
}
