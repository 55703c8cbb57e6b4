package main

import (
	"reconcile/alipay"
	"reconcile/ledger"
)

// An announceDocument is what a webhook of the format json is told. Within a
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
	Findings    map[string]pile `json:"findings,omitempty"` // by severity
	Codes       []announceCode  `json:"codes,omitempty"`
	Totals      *ledger.Totals  `json:"totals,omitempty"`
	Corrections map[string]pile `json:"corrections,omitempty"` // by status
	Batches     []announceBatch `json:"batches,omitempty"`
	InFlight    *pile           `json:"in_flight,omitempty"` // batches, and the money of their lines in flight
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

// document is the news for programs.
func (n *news) document() announceDocument {
	d := announceDocument{Schema: schema, Type: "run", Program: "reconcile " + version(), Job: n.job,
		Started: stamp(n.begun), Finished: stamp(n.ended), ExitStatus: n.exit, Verdict: n.word(),
		Message: n.headline(), Cause: n.cause, Missing: n.missing, Todo: append([]string{}, n.todo()...),
		Directory: n.folder, Workbook: n.workbook}
	if n.test {
		d.Type, d.Started = "test", ""
	}
	if n.run.ID != 0 {
		d.Run, d.AsOf = n.run.ID, stamp(n.run.AsOf)
	}
	if n.reported {
		n.figures(&d)
	}
	return d
}

// figures adds what only a run with a report has.
func (n *news) figures(d *announceDocument) {
	d.Totals = &n.run.Totals
	d.Findings = map[string]pile{}
	for _, s := range severities() {
		d.Findings[string(s)] = n.open(s)
	}
	for _, t := range n.codes {
		if t.Open+t.New+t.Closed > 0 {
			d.Codes = append(d.Codes, announceCode{t.Code, t.Severity, t.New, t.Open, t.Closed, t.Amount})
		}
	}
	d.Corrections = map[string]pile{}
	for _, s := range []ledger.CorrectionStatus{ledger.Issued, ledger.Proposed, ledger.Held} {
		d.Corrections[string(s)] = n.money[s]
	}
	for _, b := range n.batches {
		d.Batches = append(d.Batches, announceBatch{b.BatchNo, b.Proposal, len(b.Lines), b.Total})
	}
	d.InFlight = &n.flying
}

// severities are those of findings, worst first.
func severities() []ledger.Severity {
	return []ledger.Severity{ledger.Critical, ledger.Error, ledger.Warning}
}
