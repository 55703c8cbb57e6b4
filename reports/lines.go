package reports

import (
	"encoding/json"
	"io"
	"iter"

	"reconcile/alipay"
	"reconcile/ledger"
)

// lines writes findings.jsonl, corrections.jsonl and rejects.jsonl (§7).
func (w *writer) lines() error {
	if err := writeLines(w.dir, "findings.jsonl", w.books.Findings(w.ctx, w.Run.ID), w.findingLine); err != nil {
		return err
	}
	if err := writeLines(w.dir, "corrections.jsonl", w.books.Corrections(w.ctx, w.Run.ID), newCorrectionLine); err != nil {
		return err
	}
	asIs := func(r ledger.Reject) ledger.Reject { return r }
	return writeLines(w.dir, "rejects.jsonl", w.books.Rejects(w.ctx, w.Run.ID), asIs)
}

// writeLines writes one JSON object a line, in the order of rows.
func writeLines[T, L any](d folder, name string, rows iter.Seq2[T, error], line func(T) L) error {
	return d.create(name, readable, func(out io.Writer) error {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		for row, err := range rows {
			if err != nil {
				return err
			}
			if err := enc.Encode(line(row)); err != nil {
				return err
			}
		}
		return nil
	})
}

// A FindingLine is one line of findings.jsonl, and one finding wherever a program
// reads it. Keys that do not apply are left
// out; an amount of 0.00 applies.
type FindingLine struct {
	ID       string          `json:"id"`
	Code     string          `json:"code"`
	Severity ledger.Severity `json:"severity"`
	Status   ledger.Status   `json:"status"`
	TradeNo  string          `json:"trade_no,omitempty"`
	BatchNo  string          `json:"batch_no,omitempty"`
	NotifyID string          `json:"notify_id,omitempty"`
	Amount   *alipay.Money   `json:"amount,omitempty"`
	Expected string          `json:"expected,omitempty"`
	Actual   string          `json:"actual,omitempty"`
	Message  string          `json:"message,omitempty"`
	Evidence []ledger.Place  `json:"evidence,omitempty"`
	FirstRun int64           `json:"first_run"`
	AgeDays  int             `json:"age_days"`
}

// NewFindingLine is the line of a finding, with the message of its rule in "zh"
// or else English.
func NewFindingLine(f ledger.Finding, r ledger.Rule, language string) FindingLine {
	return FindingLine{
		ID: f.ID, Code: f.Code, Severity: f.Severity, Status: f.Status,
		TradeNo: f.TradeNo, BatchNo: f.BatchNo, NotifyID: f.NotifyID,
		Amount: f.Amount, Expected: f.Expected, Actual: f.Actual,
		Message:  r.Message(f, language),
		Evidence: f.Evidence, FirstRun: f.FirstRun, AgeDays: f.AgeDays,
	}
}

// findingLine says the message in English: the language of the configuration is
// the workbook's.
func (w *writer) findingLine(f ledger.Finding) FindingLine {
	return NewFindingLine(f, w.rule(f.Code), "en")
}

// A correctionLine is one line of corrections.jsonl.
type correctionLine struct {
	TradeNo string                  `json:"trade_no"`
	Amount  alipay.Money            `json:"amount"`
	Status  ledger.CorrectionStatus `json:"status"`
	Hold    ledger.Hold             `json:"hold,omitempty"`
	BatchNo string                  `json:"batch_no,omitempty"`
	Reason  string                  `json:"reason,omitempty"`
	Code    string                  `json:"code,omitempty"` // the latest result's code, where that result failed
	Note    string                  `json:"note,omitempty"`
}

func newCorrectionLine(c ledger.Correction) correctionLine { return correctionLine(c) }
