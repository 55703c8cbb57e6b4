package jsonfiles

import (
	"io"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/batch"
	"reconcile/reports/internal/report"
)

// summary is summary.json (§7).
type summary struct {
	Run         int64                 `json:"run"`
	Job         string                `json:"job"`
	AsOf        string                `json:"as_of"`
	ExitStatus  int                   `json:"exit_status"`
	Account     string                `json:"account"`
	Program     string                `json:"program"`
	Head        string                `json:"head,omitempty"`
	Inputs      string                `json:"inputs,omitempty"`
	VerifyOff   bool                  `json:"verify_off,omitempty"`
	Incomplete  *incomplete           `json:"incomplete,omitempty"`
	Unsigned    string                `json:"unsigned,omitempty"` // why corrections are proposals without a number
	Files       []inputFile           `json:"files"`
	Totals      ledger.Totals         `json:"totals"`
	Findings    map[string]codeCounts `json:"findings"`
	Corrections Corrections           `json:"corrections"`
	Money       *ledger.Standing      `json:"money,omitempty"` // of a run that is older than these figures there is none
	Coverage    []coveredDay          `json:"coverage"`
	Batches     []batch.Summary       `json:"batches"`
	LeftOut     map[string]int64      `json:"left_out,omitempty"` // rows that a sheet of the workbook does not show, by sheet
}

// A coveredDay is whether a refund of a day could be unknown.
type coveredDay struct {
	Account     string          `json:"account"`
	Day         string          `json:"day"`
	Bill        bool            `json:"bill"`
	Submissions bool            `json:"submissions"`
	Covered     bool            `json:"covered"`
	Why         ledger.CoverGap `json:"why,omitempty"`
	What        string          `json:"what,omitempty"`
}

// coveredDays lists stretches of days day by day.
func coveredDays(account string, covers []ledger.Cover) []coveredDay {
	days := []coveredDay{}
	for _, c := range covers {
		for day := c.From; day <= c.Until; day = day.Add(1) {
			days = append(days, coveredDay{account, day.String(), c.Bill, c.Submissions, c.Covered, c.Why, c.What})
		}
	}
	return days
}

// incomplete says what the run did not get to see.
type incomplete struct {
	Gaps     []string      `json:"gaps,omitempty"` // patterns that matched no file
	Refused  []refusedFile `json:"refused,omitempty"`
	Unread   []refusedFile `json:"unread,omitempty"`   // files of which something that matters was not read
	Rejected int64         `json:"rejected,omitempty"` // rows of exports and requests

	Findings map[string]int64 `json:"findings,omitempty"` // open ones of what was not read, by code
}

type refusedFile struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

type inputFile struct {
	Path   string      `json:"path"`
	Kind   ledger.Kind `json:"kind"`
	SHA256 string      `json:"sha256,omitempty"`
	ledger.Counts
	Extra     int64  `json:"extra,omitempty"`
	Charset   string `json:"charset,omitempty"`
	Unchanged bool   `json:"unchanged,omitempty"`
	Refused   string `json:"refused,omitempty"`
	Unread    string `json:"unread,omitempty"`     // what of it was not read
	Left      int64  `json:"unfinished,omitempty"` // bytes of a last line without an end
}

type codeCounts struct {
	New    int64        `json:"new"`
	Open   int64        `json:"open"`
	Closed int64        `json:"closed"`
	Amount alipay.Money `json:"amount"`
}

type Corrections struct {
	Issued       int64                 `json:"issued"`
	IssuedAmount alipay.Money          `json:"issued_amount"`
	Held         int64                 `json:"held"`
	HeldBy       map[ledger.Hold]int64 `json:"held_by,omitempty"`
	Proposed     int64                 `json:"proposed,omitempty"` // allowed, but no key signs it
}

// WriteSummary writes summary.json.
func WriteSummary(dir report.Folder, r report.Report, files []ledger.RunFile, tallies []ledger.Tally, covers []ledger.Cover, c Corrections, batches []batch.Summary, leftOut map[string]int64) error {
	s := summary{
		Run: r.Run.ID, Job: r.Run.Job, AsOf: r.AsOf(), ExitStatus: r.ExitStatus,
		Account: r.Account(), Program: r.Program, Head: r.Run.Head, Inputs: r.Run.Inputs,
		VerifyOff: r.VerifyOff, Unsigned: r.Run.Unsigned,
		Files: inputFiles(files), Incomplete: WhatIsMissing(r.Run.Gaps, files, tallies),
		Totals: r.Run.Totals, Findings: make(map[string]codeCounts, len(tallies)), Corrections: c, Money: r.Run.Standing, Coverage: coveredDays(r.Account(), covers), Batches: batches, LeftOut: leftOut,
	}
	for _, t := range tallies {
		s.Findings[t.Code] = codeCounts{New: t.New, Open: t.Open, Closed: t.Closed, Amount: t.Amount}
	}
	return dir.Create("summary.json", report.Readable, func(out io.Writer) error { return report.WriteJSON(out, s) })
}

func inputFiles(files []ledger.RunFile) []inputFile {
	list := make([]inputFile, 0, len(files))
	for _, f := range files {
		list = append(list, inputFile{
			Path: f.Path, Kind: f.Kind, SHA256: f.SHA256, Counts: f.Counts,
			Extra: f.Extra, Charset: f.Charset, Unchanged: f.Unchanged, Refused: f.Refused, Unread: f.Unread, Left: f.Left,
		})
	}
	return list
}

// WhatIsMissing says why a run is incomplete (§5, exit status 4): nil where it
// is not.
func WhatIsMissing(gaps []string, files []ledger.RunFile, tallies []ledger.Tally) *incomplete {
	in := incomplete{Gaps: gaps, Findings: map[string]int64{}}
	for _, f := range files {
		if f.Refused != "" {
			in.Refused = append(in.Refused, refusedFile{f.Path, f.Refused})
		}
		if f.Unread != "" {
			in.Unread = append(in.Unread, refusedFile{f.Path, f.Unread})
		}
		if f.Kind != ledger.Notify {
			in.Rejected += f.Rejected
		}
	}
	for _, t := range tallies {
		if n := t.Unread(); n > 0 {
			in.Findings[t.Code] = n
		}
	}
	if len(in.Gaps) == 0 && len(in.Refused) == 0 && len(in.Unread) == 0 && in.Rejected == 0 && len(in.Findings) == 0 {
		return nil
	}
	return &in
}

// Add counts a correction.
func (n *Corrections) Add(c ledger.Correction) {
	switch c.Status {
	case ledger.Issued:
		n.Issued++
		n.IssuedAmount = n.IssuedAmount.Add(c.Amount)
	case ledger.Proposed:
		n.Proposed++
	case ledger.Held:
		n.Held++
		if n.HeldBy == nil {
			n.HeldBy = map[ledger.Hold]int64{}
		}
		n.HeldBy[c.Hold]++
	}
}
