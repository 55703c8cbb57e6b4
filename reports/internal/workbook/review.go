package workbook

import (
	"strings"

	"reconcile/ledger"
)

// What a workbook that comes back from people is read by.
const (
	CoverSheet       = coverSheet
	FindingsSheet    = findingsSheet
	CorrectionsSheet = correctionsSheet

	// The labels on the cover.
	CoverRun  = "运行 Run"
	CoverJob  = "任务 Job"
	CoverHead = "账本链哈希 Ledger head"

	// What the head is called in a workbook of an earlier version.
	EarlierHead = "账本链首 Ledger head"

	// Headings of the findings and the corrections.
	headID       = "编号 Id"
	headTrade    = "交易号 Trade"
	headAmount   = "金额 Amount"
	headHold     = "暂缓原因 Hold"
	headDecision = "处理 Decision"
	headOwner    = "负责人 Owner"
	headComment  = "备注 Comment"
	headTick     = "复核 Tick"
	headSource   = "来源 Source"
	headPlaces   = "证据 Evidence (source:line)"
	headUntil    = "截至 Until"
	headEvidence = "凭据 On evidence"
	headCode     = "错误码 Answer code"
	headDecided  = "所定金额 Amount decided"
)

// ReviewColumns are the headings of the findings that a review is read from: id,
// amount, decision, owner, comment, tick.
func ReviewColumns() []string {
	return []string{headID, headAmount, headDecision, headOwner, headComment, headTick}
}

// ActColumns are the further headings of the findings, which a workbook of an earlier
// version has not: until, evidence, code.
func ActColumns() []string { return []string{headUntil, headEvidence, headCode} }

// CorrectionColumns are the headings of the corrections that answers are read from: trade,
// amount, hold.
func CorrectionColumns() []string { return []string{headTrade, headAmount, headHold} }

// AnswerColumns are the headings of the corrections below which people write: decision,
// amount, evidence. A workbook of an earlier version has none of them.
func AnswerColumns() []string { return []string{headDecision, headDecided, headEvidence} }

// decisionText is how a decision is offered and shown.
func decisionText(d ledger.Decision) string {
	for _, c := range choices() {
		if c.word == d {
			return c.text
		}
	}
	return string(d)
}

// A choice is a word that people choose, and how it is offered.
type choice struct {
	word ledger.Decision
	text string
}

// choices are all words that are offered, the one that takes a decision back last.
func choices() []choice {
	return []choice{
		{ledger.DecidedOpen, "未处理 Open"},
		{ledger.DecidedExplained, "已解释 Explained"},
		{ledger.DecidedCorrected, "已纠正 Corrected"},
		{ledger.DecidedFalseAlarm, "误报 False alarm"},
		{ledger.DecidedAccepted, "接受 Accepted"},
		{ledger.DecisionDismiss, "销案 Dismiss"},
		{ledger.DecisionSucceeded, "已成功 Succeeded"},
		{ledger.DecisionFailed, "已失败 Failed"},
		{ledger.DecisionAllow, "准许 Allow"},
		{ledger.DecisionElsewhere, "另行退还 Elsewhere"},
		{ledger.DecisionUnrefunded, "未曾退款 Unrefunded"},
		{ledger.DecisionWithdrawn, "撤回 Withdrawn"},
	}
}

// DecisionOf reads a cell of the decisions, as it is offered or in English alone;
// what is no decision comes back as it is.
func DecisionOf(text string) string {
	text = strings.TrimSpace(text)
	for _, c := range choices() {
		if text == c.text || strings.EqualFold(text, string(c.word)) {
			return string(c.word)
		}
	}
	return text
}

// SignOff are the labels on the cover that people sign behind.
func SignOff() []string { return []string{"编制 Prepared", "复核 Reviewed", "批准 Approved"} }

// InputColumns are the headings below which people write on a sheet, in the findings and
// the corrections.
func InputColumns(sheet string) []string {
	switch {
	case strings.HasPrefix(sheet, FindingsSheet):
		return append([]string{headDecision, headOwner, headComment, headTick}, ActColumns()...)
	case strings.HasPrefix(sheet, CorrectionsSheet):
		return AnswerColumns()
	}
	return nil
}
