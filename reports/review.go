package reports

import "reconcile/reports/internal/workbook"

// What a workbook that comes back from people is read by: names of sheets, and the
// labels on the cover.
const (
	CoverSheet    = workbook.CoverSheet
	FindingsSheet = workbook.FindingsSheet
	CoverRun      = workbook.CoverRun
	CoverJob      = workbook.CoverJob
	CoverHead     = workbook.CoverHead
)

// ReviewColumns are the headings of the findings that a review is read from: id,
// amount, decision, owner, comment, tick.
func ReviewColumns() []string { return workbook.ReviewColumns() }

// DecisionOf reads a cell of the decisions, as it is offered or in English alone;
// what is no decision comes back as it is.
func DecisionOf(text string) string { return workbook.DecisionOf(text) }

// SignOff are the labels on the cover that people sign behind.
func SignOff() []string { return workbook.SignOff() }

// InputColumns are the headings of the findings below which people write.
func InputColumns() []string { return workbook.InputColumns() }
