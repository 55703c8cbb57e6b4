package jsonfiles

import (
	"encoding/json"
	"io"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A Writer writes one JSON object a line.
type Writer[T, L any] struct {
	enc  *json.Encoder
	line func(T) L
}

func NewWriter[T, L any](out io.Writer, line func(T) L) Writer[T, L] {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return Writer[T, L]{enc, line}
}

func (w Writer[T, L]) Write(row T) error { return w.enc.Encode(w.line(row)) }

// A FindingLine is one line of findings.jsonl, and one finding wherever a program
// reads it. Keys that do not apply are left out; an amount of 0.00 applies.
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
	Act      string          `json:"act,omitempty"` // what ends it; a closed one has none
	Evidence []ledger.Place  `json:"evidence,omitempty"`
	FirstRun int64           `json:"first_run"`
	Since    string          `json:"since,omitempty"` // the day of the event that the age counts from
	AgeDays  int             `json:"age_days"`
	// FirstSeen is the day of the run that saw it first, for people.
	FirstSeen string `json:"-"`
	// Ways are what ends it, for people.
	Ways ledger.Ways `json:"-"`
}

// NewFindingLine is the line of a finding with its message. acts are the kinds of acts that
// end it, and flags lead their commands to a configuration and a job.
func NewFindingLine(f ledger.Finding, message string, acts []string, flags string) FindingLine {
	var ways ledger.Ways
	if f.Status != ledger.StatusClosed {
		ways = f.Ways(acts)
	}
	return FindingLine{
		ID: f.ID, Code: f.Code, Severity: f.Severity, Status: f.Status,
		TradeNo: f.TradeNo, BatchNo: f.BatchNo, NotifyID: f.NotifyID,
		Amount: f.Amount, Expected: f.Expected, Actual: f.Actual,
		Message: message, Act: ways.Act(flags),
		Evidence: f.Evidence, FirstRun: f.FirstRun, Since: f.SinceDay(), AgeDays: f.AgeDays,
		FirstSeen: ledger.DayOf(f.FirstAt).String(), Ways: ways,
	}
}

// A CorrectionLine is one line of corrections.jsonl.
type CorrectionLine struct {
	TradeNo string                  `json:"trade_no"`
	Amount  alipay.Money            `json:"amount"`
	Status  ledger.CorrectionStatus `json:"status"`
	Hold    ledger.Hold             `json:"hold,omitempty"`
	Because []string                `json:"because,omitempty"` // the findings or days that hold it
	Act     string                  `json:"act,omitempty"`     // what ends the hold
	BatchNo string                  `json:"batch_no,omitempty"`
	Reason  string                  `json:"reason,omitempty"`
	Code    string                  `json:"code,omitempty"` // of the failed result that it answers, or that holds it
	Note    string                  `json:"note,omitempty"`
}

// NewCorrectionLine is the line of a correction, with the command or else the words that end
// what holds it.
func NewCorrectionLine(c ledger.Correction, act string) CorrectionLine {
	return CorrectionLine{c.TradeNo, c.Amount, c.Status, c.Hold, c.Because, act, c.BatchNo, c.Reason, c.Code, c.Note}
}
