package reports

import (
	"iter"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
)

func (b *workbook) writeFindings() error {
	return fill(b, table[ledger.Finding]{
		name:    findingsSheet,
		layout:  layout{colour: "FFC00000", frozen: 3, wide: true},
		columns: b.findingColumns(),
		each: func(f ledger.Finding, at position) {
			if _, ok := b.firstOf[f.Code]; !ok {
				b.firstOf[f.Code] = at
			}
		},
		finish: b.statusList,
	}, unclosed(b.books.Findings(b.ctx, b.Run.ID)))
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

func (b *workbook) findingColumns() []column[ledger.Finding] {
	type f = ledger.Finding
	blank := func(f) any { return "" }
	return []column[f]{
		{"编号 Id", 10, asCount, func(f f) any { return f.ID }},
		{"级别 Severity", 13, asPlain, func(f f) any { return severity(f.Severity) }},
		{"代码 Code", 28, asIdent, func(f f) any { return f.Code }},
		{"新旧 Status", 11, asPlain, func(f f) any { return status(f.Status) }},
		{"交易号 Trade", 34, asIdent, func(f f) any { return cell{value: f.TradeNo, to: b.cited[f.TradeNo]} }},
		{"批次号 Batch", 20, asIdent, func(f f) any { return f.BatchNo }},
		{"通知号 Notification", 36, asIdent, func(f f) any { return f.NotifyID }},
		{"金额 Amount", 18, asMoney, func(f f) any { return f.Amount }},
		{"应为 Expected", 14, asWrapped, func(f f) any { return f.Expected }},
		{"实为 Actual", 14, asWrapped, func(f f) any { return f.Actual }},
		{"说明 Message", 42, asWrapped, func(f f) any { return b.rule(f.Code).Message(f, b.Language) }},
		{"证据 Evidence (file:line)", 34, asWrapped, func(f f) any { return evidence(f.Evidence) }},
		{"首见运行 First run", 11, asCount, func(f f) any { return f.FirstRun }},
		{"首见 First seen (UTC+8)", 20, asMoment, func(f f) any { return f.FirstAt }},
		{"账龄 Age (days)", 11, asCount, func(f f) any { return int64(f.AgeDays) }},
		{"处理 Decision", 16, asInput, blank},
		{"负责人 Owner", 12, asInput, blank},
		{"备注 Comment", 20, asInput, blank},
		{"复核 Tick", 8, asInput, blank},
	}
}

// statusList lets people choose what became of a finding.
func (b *workbook) statusList(s *sheet) error {
	if s.row < 2 {
		return nil
	}
	list := excelize.NewDataValidation(true)
	list.Sqref = "P2:P" + strconv.Itoa(s.row)
	choices := []string{"未处理 Open", "已解释 Explained", "已纠正 Corrected", "误报 False alarm", "接受 Accepted"}
	if err := list.SetDropList(choices); err != nil {
		return err
	}
	return b.file.AddDataValidation(s.name, list)
}

// evidence lists places, one below the other. A cell takes 253 lines.
func evidence(places []ledger.Place) string {
	const most = 20
	var lines []string
	for i, p := range places {
		if i == most {
			lines = append(lines, "… +"+strconv.Itoa(len(places)-most)+", findings.jsonl")
			break
		}
		lines = append(lines, place(p))
	}
	return strings.Join(lines, "; ")
}

func severity(s ledger.Severity) cell {
	switch s {
	case ledger.Critical:
		return cell{value: "严重 critical", kind: asGrave}
	case ledger.Error:
		return cell{value: "错误 error", kind: asBad}
	case ledger.Warning:
		return cell{value: "警告 warning", kind: asWarning}
	}
	return cell{value: string(s)}
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
