package reports

import (
	"fmt"
	"slices"

	"reconcile/alipay"
)

// successNumMismatch is the finding that explains why a batch's stated and
// counted successes differ.
const successNumMismatch = "SUCCESS_NUM_MISMATCH"

// writeTieOut shows that the workbook adds up. Both sides are figures of the
// program; the formulas only compare them, so that whoever changes a cell sees
// it.
func (b *workbook) writeTieOut() error {
	type e = equality
	return fill(b, table[e]{
		name:   tieOutSheet,
		layout: layout{colour: "FFC00000", frozen: 1},
		marks:  tieOutMarks(),
		columns: []column[e]{
			{"勾稽 Check", 42, asWrapped, func(e *e) cell { return textCell(e.check) }},
			{"左方 Left side", 40, asWrapped, func(e *e) cell { return textCell(e.left) }},
			{"左值 Left", 18, asCount, func(e *e) cell { return e.a.value() }},
			{"右方 Right side", 32, asWrapped, func(e *e) cell { return textCell(e.right) }},
			{"右值 Right", 18, asCount, func(e *e) cell { return e.b.value() }},
			{"差额 Difference", 18, asCount, func(e *e) cell {
				return e.a.less(e.b).value().by(differenceFormula)
			}},
			{"结论 Result", 10, asPlain, verdict},
			{"注 Note", 30, asIdent, func(e *e) cell { return e.note }},
		},
		each: func(e *equality, _ position) {
			if e.a.less(e.b).zero() {
				b.equal++
			} else {
				b.unequal++
			}
		},
	}, each(b.equalities()))
}

// tied says in one line how the tie-out came out.
func (b *workbook) tied() string {
	text := fmt.Sprintf(b.say("✓ %d equal", "✓ %d 项相等"), b.equal)
	if b.unequal > 0 {
		text += fmt.Sprintf(b.say(", ✗ %d not", "，✗ %d 项不等"), b.unequal)
	}
	return text
}

func verdict(e *equality) cell {
	if !e.a.less(e.b).zero() {
		return markedCell("✗", asGrave).by(verdictFormula)
	}
	return markedCell("✓", asGood).by(verdictFormula)
}

// equalities are all that must be equal (§7.1).
func (b *workbook) equalities() []equality {
	var list []equality
	for _, f := range b.files {
		list = append(list, counts(f.Path, "行数 lines", "四类合计 sum of the four classes",
			f.Lines, f.Accepted+f.Duplicate+f.Rejected+f.Ignored))
	}
	return slices.Concat(list, b.bookEqualities(), b.shownEqualities(), b.statedEqualities(), b.forwardEqualities(), []equality{
		counts("异常行数 rows of findings", "未结合计 open, all codes", "异常 Findings", b.openFindings(), b.rowsOf(findingsSheet)),
		sums("异常金额 amount of findings", "未结合计 open, all codes", "异常 Findings", b.atStake(), b.stake),
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
func (b *workbook) statedEqualities() []equality {
	const stated, counted = "声明 stated", "实计 counted"
	list := []equality{counts("success_num 声明与实计 stated and counted", stated, counted, b.batchSum.stated, b.batchSum.counted)}
	if b.partial() {
		list[0] = counts("success_num 声明与实计 stated and counted", "声明，全部通知 stated, all notifications", "实计，全部通知 counted, all notifications", b.whole.Stated, b.whole.Counted)
	}
	for _, r := range b.batchSum.odd {
		e := counts("success_num "+r.BatchNo, stated, counted, r.Stated, r.Counted)
		if at, ok := b.misstated[r.BatchNo]; ok {
			e.note = linkedCell(successNumMismatch, at)
		}
		list = append(list, e)
	}
	if len(b.batchSum.odd) > 0 {
		list[0].note = markedCell(b.say("see the batches below", "见下列批次"), asWrapped)
	}
	return list
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

func (b *workbook) codeSum() figures {
	var sum figures
	for _, c := range b.codes {
		sum.answered += c.Count
		if c.Code == alipay.Success {
			sum.succeeded += c.Count
			sum.refunded = sum.refunded.Add(c.Amount)
		}
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
