package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// readReview reads the cover, the findings and the corrections of a workbook. An amount or
// a date that does not read is an error with its sheet, row and column, and nothing of the
// file is used.
func readReview(ctx context.Context, file string) (id workbookID, said ledger.ReviewCopy, err error) {
	book, err := importers.OpenReportBook(file)
	if err != nil {
		return id, said, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if id, err = readCover(book); err != nil {
		return id, said, err
	}
	findings := importers.ReportColumns{Always: reports.ReviewColumns(), Later: reports.ActColumns()}
	for row, err := range book.Rows(reports.FindingsSheet, findings) {
		if err != nil {
			return id, said, err
		}
		out, err := reviewRow(row)
		if err != nil {
			return id, said, err
		}
		said.Findings = append(said.Findings, out)
	}
	corrections := importers.ReportColumns{Always: reports.CorrectionColumns(), Later: reports.AnswerColumns()}
	for row, err := range book.Rows(reports.CorrectionsSheet, corrections) {
		if err != nil {
			return id, said, err
		}
		out, says, err := reviewAnswer(row)
		if err != nil {
			return id, said, err
		}
		if says {
			said.Corrections = append(said.Corrections, out)
		}
	}
	return id, said, book.Check(ctx)
}

// reviewRow reads a row of the findings; its cells are those of ReviewColumns and
// ActColumns.
func reviewRow(row importers.ReportRow) (out ledger.ReviewRow, err error) {
	c := row.Cells
	out = ledger.ReviewRow{
		Line: row.Line, ID: c[0], Amount: amountShown(c[1]), Decision: reports.DecisionOf(c[2]),
		Owner: strings.TrimSpace(c[3]), Comment: strings.TrimSpace(c[4]), Evidence: strings.TrimSpace(c[7]), Code: strings.TrimSpace(c[8]),
	}
	if tick := strings.ToLower(strings.TrimSpace(c[5])); tick != "" {
		ticked := !slices.Contains([]string{"0", "false", "no", "n", "否", "×", "✗"}, tick)
		out.Tick = &ticked
	}
	if out.Until, err = readDay(c[6]); err != nil {
		err = cellError(reports.FindingsSheet, row.Line, reports.ActColumns()[0], err)
	}
	return out, err
}

// reviewAnswer reads a row of the corrections; its cells are those of CorrectionColumns and
// AnswerColumns. says is false where people wrote nothing.
func reviewAnswer(row importers.ReportRow) (out ledger.ReviewAnswer, says bool, err error) {
	c := row.Cells
	out = ledger.ReviewAnswer{Line: row.Line, TradeNo: c[0], Amount: amountShown(c[1]), Hold: c[2], Decision: reports.DecisionOf(c[3]), Evidence: strings.TrimSpace(c[5])}
	given := strings.TrimSpace(c[4])
	if given != "" {
		m, err := alipay.ParseMoney(given)
		if err == nil && m.Fen() == 0 {
			err = words.Errorf("not above zero: %s", alipay.Quote(given))
		}
		if err != nil {
			return out, false, cellError(reports.CorrectionsSheet, row.Line, reports.AnswerColumns()[1], err)
		}
		out.Given = &m
	}
	return out, out.Decision+given+out.Evidence != "", nil
}

// checkCodes asks that the codes of lines that failed are in the account's table: a
// mistyped one would hold the trade for another reason than the true one, or set it free.
func checkCodes(j *config.Job, rows []ledger.ReviewRow) error {
	for _, row := range rows {
		if _, known := j.Account.Codes.Lookup(row.Code); row.Code == "" || known && row.Code != alipay.Success {
			continue
		}
		err := words.Errorf("no error code of the table: %s%s", alipay.Quote(row.Code), hint.Suggest(strings.ToUpper(row.Code), names(j.Account.Codes)))
		return hint.With(cellError(reports.FindingsSheet, row.Line, reports.ActColumns()[2], err), "reconcile codes lists the table")
	}
	return nil
}

// amountShown is an amount as the program prints it: 5.00 is 5 once a spreadsheet has
// saved it.
func amountShown(text string) string {
	if m, err := alipay.ParseMoney(text); err == nil {
		return m.String()
	}
	return text
}

// readDay reads a day as a spreadsheet saves a date, or as people write one; of an empty
// cell, none.
func readDay(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, time.DateOnly + " 00:00:00", "2006/1/2", "2006-1-2", "2006年1月2日"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", words.Errorf("not a day: %s; write it as 2026-12-31", alipay.Quote(text))
}

func cellError(sheet string, line int64, column string, err error) error {
	return words.Errorf("sheet %s, row %d: %s: %w; nothing of the file was taken in", sheet, line, column, err)
}
