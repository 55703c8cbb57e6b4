package announce

import (
	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// An announceDocument is what a webhook of the format json gets. Within a
// schema keys are only added; amounts are yuan with two decimals.
type announceDocument struct {
	Schema      int             `json:"schema"`
	Type        string          `json:"type"` // "run" or "test"
	Program     string          `json:"program"`
	Job         string          `json:"job"`
	Run         int64           `json:"run,omitempty"`
	AsOf        string          `json:"as_of,omitempty"`
	Started     string          `json:"started,omitempty"`
	Finished    string          `json:"finished"`
	ExitStatus  int             `json:"exit_status"`
	Verdict     string          `json:"verdict"` // clean, findings, incomplete, failed, locked or test
	Message     string          `json:"message"`
	Cause       string          `json:"cause,omitempty"`
	Missing     string          `json:"missing,omitempty"`
	Todo        []string        `json:"todo"`
	Findings    map[string]Sum  `json:"findings,omitempty"` // by severity
	Codes       []announceCode  `json:"codes,omitempty"`
	Totals      *ledger.Totals  `json:"totals,omitempty"`
	Corrections map[string]Sum  `json:"corrections,omitempty"` // by status
	Batches     []announceBatch `json:"batches,omitempty"`
	InFlight    *Sum            `json:"in_flight,omitempty"` // batches, and the money of their lines in flight
	Directory   string          `json:"directory,omitempty"`
	Workbook    string          `json:"workbook,omitempty"`
}

// An announceCode is the findings of one code.
type announceCode struct {
	Code     string          `json:"code"`
	Severity ledger.Severity `json:"severity"`
	New      int64           `json:"new"`
	Open     int64           `json:"open"`
	Closed   int64           `json:"closed"`
	Amount   alipay.Money    `json:"amount"`
}

// An announceBatch is a batch that the run issued, or proposed.
type announceBatch struct {
	BatchNo  string       `json:"batch_no,omitempty"`
	Proposal string       `json:"proposal,omitempty"`
	Lines    int          `json:"lines"`
	Amount   alipay.Money `json:"amount"`
}

// document is the event for programs.
func (e *Event) document() announceDocument {
	d := announceDocument{Schema: terminal.Schema, Type: "run", Program: "reconcile " + build.Version(), Job: e.Job,
		Started: terminal.Stamp(e.Begun), Finished: terminal.Stamp(e.Ended), ExitStatus: e.Exit, Verdict: e.outcome(),
		Message: e.headline(), Cause: e.Cause, Missing: e.Missing, Todo: append([]string{}, e.todo()...),
		Directory: e.Folder, Workbook: e.Workbook}
	if e.Test {
		d.Type, d.Started = "test", ""
	}
	if e.Run.ID != 0 {
		d.Run, d.AsOf = e.Run.ID, terminal.Stamp(e.Run.AsOf)
	}
	if e.Reported {
		e.figures(&d)
	}
	return d
}

// figures adds what only a run with a report has.
func (e *Event) figures(d *announceDocument) {
	d.Totals = &e.Run.Totals
	d.Findings = map[string]Sum{}
	for _, s := range severities() {
		d.Findings[string(s)] = e.open(s)
	}
	for _, t := range e.Codes {
		if t.Open+t.New+t.Closed > 0 {
			d.Codes = append(d.Codes, announceCode{t.Code, t.Severity, t.New, t.Open, t.Closed, t.Amount})
		}
	}
	d.Corrections = map[string]Sum{}
	for _, s := range statuses() {
		d.Corrections[string(s)] = e.Corrections[s]
	}
	for _, b := range e.Batches {
		d.Batches = append(d.Batches, announceBatch{b.BatchNo, b.Proposal, len(b.Lines), b.Total})
	}
	d.InFlight = &e.InFlight
}
