package reports

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger"
)

// printedFindings is how many columns of the findings go on paper: the age says
// there what the last two say.
const printedFindings = 17

func (b *builder) writeFindings(ctx context.Context) error {
	return fill(b.book, table[ledger.Finding]{
		name:    findingsSheet,
		layout:  layout{colour: "FFC00000", frozen: 3, wide: true, printed: printedFindings},
		columns: b.findingColumns(),
		each: func(f *ledger.Finding, at position) {
			b.ages.add(f)
			if f.Amount != nil {
				b.stake = b.stake.Add(*f.Amount)
			}
			if _, ok := b.firstOf[f.Code]; !ok {
				b.firstOf[f.Code] = at
			}
			if f.Code == successNumMismatch && len(b.misstated) < maxLinks {
				b.misstated[f.BatchNo] = at
			}
		},
		marks: findingMarks(),
		lists: []list{decisionList()},
	}, unclosed(b.findings.all(ctx)))
}

// unclosed leaves out what the run no longer sees.
func unclosed(all iter.Seq2[ledger.Finding, error]) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		for f, err := range all {
			if err == nil && f.Status == ledger.StatusClosed {
				continue
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

func (b *builder) findingColumns() []column[ledger.Finding] {
	type f = ledger.Finding
	return []column[f]{
		newColumn(headID, 15, asIdent, func(f *f) cell { return textCell(f.ID) }),
		newColumn("级别 Severity", 15, asPlain, func(f *f) cell { return severity(f.Severity) }),
		newColumn("代码 Code", 26, asIdent, func(f *f) cell { return textCell(f.Code) }),
		newColumn("新旧 Status", 11, asPlain, func(f *f) cell { return textCell(status(f.Status)) }),
		newColumn("交易号 Trade", 31, asIdent, func(f *f) cell { return linkedCell(f.TradeNo, b.cited[f.TradeNo]) }),
		newColumn("批次号 Batch", 18, asIdent, func(f *f) cell { return textCell(f.BatchNo) }),
		newColumn("通知号 Notification", 19, asDigest, func(f *f) cell { return textCell(f.NotifyID) }),
		newColumn(headAmount, 15, asMoney, func(f *f) cell { return amountCell(f.Amount) }),
		newColumn("应为 Expected", 15, asIdent, func(f *f) cell { return b.compared(f.Code, f.Expected) }),
		newColumn("实为 Actual", 22, asDigest, func(f *f) cell { return b.compared(f.Code, f.Actual) }),
		newColumn("说明 Message", 36, asWrapped, func(f *f) cell { return textCell(b.rule(f.Code).message(f, b.Language)) }),
		newColumn("证据 Evidence (file:line)", 46, asWrapped, func(f *f) cell { return b.evidence(f.Evidence) }),
		newColumn("账龄 Age (days)", 9, asCount, func(f *f) cell { return countCell(int64(f.AgeDays)) }),
		newColumn(headDecision, 13, asInput, func(f *f) cell {
			return textCell(decided(f.Review, func(r ledger.Review) string { return decisionText(r.Decision) }))
		}),
		newColumn(headOwner, 10, asInput, func(f *f) cell { return textCell(decided(f.Review, func(r ledger.Review) string { return r.Owner })) }),
		newColumn(headComment, 16, asInput, func(f *f) cell { return textCell(decided(f.Review, func(r ledger.Review) string { return r.Comment })) }),
		newColumn(headTick, 7, asInput, func(f *f) cell { return textCell(decided(f.Review, ticked)) }),
		newColumn("首见运行 First run", 11, asCount, func(f *f) cell { return countCell(f.FirstRun) }),
		newColumn("首见 First seen (UTC+8)", 20, asMoment, func(f *f) cell { return momentCell(f.FirstAt) }),
	}
}

// decisionList lets people choose what became of a finding.
func decisionList() list {
	var choices []string
	for _, d := range ledger.Decisions() {
		choices = append(choices, decisionText(d))
	}
	return list{column: "N", choices: choices}
}

// compared is what a finding's rule expected or found: a number where the rule
// compares numbers, and nothing where the message says that and no more.
func (b *builder) compared(code, value string) cell {
	switch rule := b.rule(code); {
	case rule.Values == "money":
		if m, err := alipay.ParseMoney(value); err == nil && m.String() == value {
			return moneyCell(m)
		}
		return markedCell(value, asFigure)
	case rule.Values == "count":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && strconv.FormatInt(n, 10) == value {
			return countCell(n)
		}
		return markedCell(value, asFigure)
	case rule.SaysEN == "{actual}":
		return textCell("")
	}
	return textCell(value)
}

// maxPlaces is how many places the evidence of a finding shows.
const maxPlaces = 5

// evidence lists places, one below the other.
func (b *builder) evidence(places []ledger.Place) cell {
	var shown []string
	for _, p := range places[:min(len(places), maxPlaces)] {
		shown = append(shown, place(p))
	}
	if more := len(places) - maxPlaces; more > 0 {
		shown = append(shown, fmt.Sprintf(b.say("… and %d more in findings.jsonl", "… 另有 %d 处，见 findings.jsonl"), more))
	}
	return linesCell(shown, b.book.note)
}

// place is evidence as people look it up: file:line.
func place(p ledger.Place) string {
	if p.File == "" {
		return ""
	}
	return p.File + ":" + strconv.FormatInt(p.Line, 10)
}

func severity(s ledger.Severity) cell {
	switch s {
	case ledger.Critical:
		return markedCell("严重 critical", asGrave)
	case ledger.Error:
		return markedCell("错误 error", asBad)
	case ledger.Warning:
		return markedCell("警告 warning", asWarning)
	}
	return textCell(string(s))
}

func status(s ledger.Status) string {
	switch s {
	case ledger.StatusNew:
		return "新 new"
	case ledger.StatusOpen:
		return "未结 open"
	}
	return string(s)
}

// findingMarks grey what a person is through with, and show how old a finding
// is.
func findingMarks() []mark {
	return []mark{
		{columns: "A:M", when: `AND($N#<>"",$N#<>"` + decisionText(ledger.DecidedOpen) + `")`, look: asMuted},
		{columns: "M:M", when: `$M#>30`, look: asGrave},
		{columns: "M:M", when: `$M#>7`, look: asWarning},
	}
}
