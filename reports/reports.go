package reports

import (
	"context"

	"reconcile/ledger"
	"reconcile/reports/internal/batch"
	"reconcile/reports/internal/jsonfiles"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/workbook"
	"reconcile/reports/internal/xlsx"
)

// Books are what the reports read of the ledger. *ledger.Ledger is one.
type Books = report.Books

// A Report is a run and what the configuration says about it.
type Report = report.Report

// Rejected counts the rejected lines of a run's files, and is how they are spoken of.
type Rejected = report.Rejected

// RejectedOf counts the rejected lines of files.
func RejectedOf(files []ledger.RunFile) Rejected { return report.RejectedOf(files) }

// A FindingLine is one line of findings.jsonl, and one finding wherever a program
// reads it.
type FindingLine = jsonfiles.FindingLine

// Write writes every file of the run into dir, which exists, is private and
// empty, and syncs each of them and the directory. A dir in which Write did not
// succeed holds an unfinished report: the caller removes it.
func Write(ctx context.Context, dir string, b Books, r Report) error {
	return workbook.Write(ctx, dir, b, r, xlsx.DefaultLimits())
}

// WriteBatch writes the files of a batch that people released into dir, which
// exists: <batch_no>.json, .csv and .html, as Write does for a batch that a run
// issued. Each of them appears whole or not at all. Writing them again puts the
// same bytes in the same place. It returns their names.
func WriteBatch(dir string, b ledger.Batch, r Report) ([]string, error) {
	return batch.Replace(report.Folder(dir), b, r)
}

// Unproven says in English on which days a refund may have been made that was not read, and
// what would cover them.
func Unproven(gaps []ledger.Cover) string { return report.Unproven(gaps, "en") }

// NewFindingLine is the line of a finding, with the message of its rule in "zh"
// or else English. flags lead the commands that end it to a configuration and a job.
func NewFindingLine(f ledger.Finding, r ledger.Rule, language, flags string) FindingLine {
	return jsonfiles.NewFindingLine(f, r.Message(f.Amount, f.Expected, f.Actual, language), r.Acts, flags)
}

// What a workbook that comes back from people is read by: names of sheets, and the
// labels on the cover.
const (
	CoverSheet       = workbook.CoverSheet
	FindingsSheet    = workbook.FindingsSheet
	CorrectionsSheet = workbook.CorrectionsSheet
	CoverRun         = workbook.CoverRun
	CoverJob         = workbook.CoverJob
	CoverHead        = workbook.CoverHead
	EarlierHead      = workbook.EarlierHead // of workbooks of an earlier version
)

// ReviewColumns are the headings of the findings that a review is read from: id,
// amount, decision, owner, comment, tick.
func ReviewColumns() []string { return workbook.ReviewColumns() }

// ActColumns are the further headings of the findings, which a workbook of an earlier
// version has not: until, evidence, code.
func ActColumns() []string { return workbook.ActColumns() }

// CorrectionColumns are the headings of the corrections that answers are read from: trade,
// amount, hold.
func CorrectionColumns() []string { return workbook.CorrectionColumns() }

// AnswerColumns are the headings of the corrections below which people write: decision,
// amount, evidence. A workbook of an earlier version has none of them.
func AnswerColumns() []string { return workbook.AnswerColumns() }

// DecisionOf reads a cell of the decisions, as it is offered or in English alone;
// what is no decision comes back as it is.
func DecisionOf(text string) string { return workbook.DecisionOf(text) }

// SignOff are the labels on the cover that people sign behind.
func SignOff() []string { return workbook.SignOff() }

// InputColumns are the headings below which people write on a sheet, in the findings and
// the corrections.
func InputColumns(sheet string) []string { return workbook.InputColumns(sheet) }
