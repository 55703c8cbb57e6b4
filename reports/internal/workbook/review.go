package workbook

import (
	"strings"

	"reconcile/ledger"
)

// What a workbook that comes back from people is read by.
const (
	CoverSheet    = coverSheet
	FindingsSheet = findingsSheet

	// The labels on the cover.
	CoverRun  = "运行 Run"
	CoverJob  = "任务 Job"
	CoverHead = "账本链首 Ledger head"

	// Headings of the findings.
	headID       = "编号 Id"
	headAmount   = "金额 Amount"
	headDecision = "处理 Decision"
	headOwner    = "负责人 Owner"
	headComment  = "备注 Comment"
	headTick     = "复核 Tick"
)

// ReviewColumns are the headings of the findings that a review is read from: id,
// amount, decision, owner, comment, tick.
func ReviewColumns() []string {
	return []string{headID, headAmount, headDecision, headOwner, headComment, headTick}
}

// decisionText is how a decision is offered and shown.
func decisionText(d ledger.Decision) string {
	switch d {
	case ledger.DecidedOpen:
		return "未处理 Open"
	case ledger.DecidedExplained:
		return "已解释 Explained"
	case ledger.DecidedCorrected:
		return "已纠正 Corrected"
	case ledger.DecidedFalseAlarm:
		return "误报 False alarm"
	case ledger.DecidedAccepted:
		return "接受 Accepted"
	case ledger.DecisionWithdrawn:
		return "撤回 Withdrawn"
	}
	return string(d)
}

// choices are the decisions as they are offered, the word that takes one back last.
func choices() []ledger.Decision { return append(ledger.Decisions(), ledger.DecisionWithdrawn) }

// DecisionOf reads a cell of the decisions, as it is offered or in English alone;
// what is no decision comes back as it is.
func DecisionOf(text string) string {
	text = strings.TrimSpace(text)
	for _, d := range choices() {
		if text == decisionText(d) || strings.EqualFold(text, string(d)) {
			return string(d)
		}
	}
	return text
}

// SignOff are the labels on the cover that people sign behind.
func SignOff() []string { return []string{"编制 Prepared", "复核 Reviewed", "批准 Approved"} }

// InputColumns are the headings of the findings below which people write.
func InputColumns() []string { return []string{headDecision, headOwner, headComment, headTick} }
