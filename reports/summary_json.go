package reports

import (
	"context"
	"encoding/json"
	"io"

	"reconcile/alipay"
	"reconcile/ledger"
)

// summaryFile is summary.json (§7).
type summaryFile struct {
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
	Corrections correctionCounts      `json:"corrections"`
	Batches     []handedBatch         `json:"batches"`
}

// incomplete says what the run did not get to see.
type incomplete struct {
	Gaps     []string      `json:"gaps,omitempty"` // patterns that matched no file
	Refused  []refusedFile `json:"refused,omitempty"`
	Rejected int64         `json:"rejected,omitempty"` // rows of exports and requests
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
}

type codeCounts struct {
	New    int64        `json:"new"`
	Open   int64        `json:"open"`
	Closed int64        `json:"closed"`
	Amount alipay.Money `json:"amount"`
}

type correctionCounts struct {
	Issued       int64                 `json:"issued"`
	IssuedAmount alipay.Money          `json:"issued_amount"`
	Held         int64                 `json:"held"`
	HeldBy       map[ledger.Hold]int64 `json:"held_by,omitempty"`
	Proposed     int64                 `json:"proposed,omitempty"` // allowed, but no key signs it
}

// summary writes summary.json.
func (b *workbook) summary(context.Context) error {
	w := b.writer
	s := summaryFile{
		Run: w.Run.ID, Job: w.Run.Job, AsOf: w.asOf(), ExitStatus: w.Run.Exit,
		Account: w.account(), Program: w.Program, Head: w.Run.Head, Inputs: w.Run.Inputs,
		VerifyOff: w.VerifyOff, Unsigned: w.Run.Unsigned,
		Files: inputFiles(b.files), Incomplete: whatIsMissing(w.Run.Gaps, b.files),
		Totals: w.Run.Totals, Findings: make(map[string]codeCounts, len(b.tallies)), Corrections: b.corrected, Batches: w.handed,
	}
	for _, t := range b.tallies {
		s.Findings[t.Code] = codeCounts{New: t.New, Open: t.Open, Closed: t.Closed, Amount: t.Amount}
	}
	return w.dir.create("summary.json", readable, func(out io.Writer) error { return writeJSON(out, s) })
}

func inputFiles(files []ledger.RunFile) []inputFile {
	list := make([]inputFile, 0, len(files))
	for _, f := range files {
		list = append(list, inputFile{
			Path: f.Path, Kind: f.Kind, SHA256: f.SHA256, Counts: f.Counts,
			Extra: f.Extra, Charset: f.Charset, Unchanged: f.Unchanged, Refused: f.Refused,
		})
	}
	return list
}

// whatIsMissing says why a run is incomplete (§5, exit status 4): nil where it
// is not.
func whatIsMissing(gaps []string, files []ledger.RunFile) *incomplete {
	in := incomplete{Gaps: gaps}
	for _, f := range files {
		if f.Refused != "" {
			in.Refused = append(in.Refused, refusedFile{f.Path, f.Refused})
		}
		if f.Kind != ledger.Notify {
			in.Rejected += f.Rejected
		}
	}
	if len(in.Gaps) == 0 && len(in.Refused) == 0 && in.Rejected == 0 {
		return nil
	}
	return &in
}

// add counts a correction.
func (n *correctionCounts) add(c ledger.Correction) {
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

// writeJSON prints for people too: indented, text as it is.
func writeJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
