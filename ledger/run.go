package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"reconcile/alipay"
)

// A Run is one pass over a job. A number is used up only by a run that was
// committed: one that was cut off is taken up again under its number.
type Run struct {
	ID        int64
	Job       string
	Account   int64
	AsOf      time.Time
	State     RunState
	Started   time.Time // wall clock
	Finished  time.Time // wall clock; zero where the run is not committed
	Outcome   Outcome   // of a run that is not committed, the zero value
	Head      string    // hex SHA-256 of the chain of runs up to this one
	Inputs    string    // hex SHA-256 of what the run read
	Gaps      []string  // patterns that matched no file
	Unsigned  string    // why corrections were not signed; empty where they were
	Totals    Totals
	Policy    Policy // that it was decided by, without its signer
	Directory string // where its files were published, as the configuration names it

	commit     int64  // its place in the order of decisions, from 1
	lastSource int64  // the last source that was there when it was decided
	recorded   string // its policy, as the books keep it
}

// A RunState is how far a run has come.
type RunState string

// The states of a run.
const (
	RunStarted   RunState = "started"   // ingesting, or cut off while it did
	RunCommitted RunState = "committed" // decided; its files are still to be published
	RunPublished RunState = "published"
)

// An Outcome is how a run that was committed has ended. The books keep its number.
type Outcome int

// The outcomes of a run, of which the last one that applies counts.
const (
	Clean      Outcome = 0 // no open finding of the level that the run was asked to fail on
	Findings   Outcome = 3 // at least one that people do not accept
	Incomplete Outcome = 4 // evidence is missing, whatever was found
)

// A RunInput is what a run found of its sources, and from where on findings matter.
type RunInput struct {
	Files  []RunFile
	Gaps   []string // patterns that matched no file
	FailOn Severity // the least severity that makes the outcome Findings; empty where none does
}

// outcome is how a run ends that leaves findings.
func (in RunInput) outcome(open []Tally) Outcome {
	if in.incomplete() {
		return Incomplete
	}
	for _, t := range open {
		if t.Open > t.Accepted && t.Severity.Rank() <= in.FailOn.Rank() {
			return Findings
		}
	}
	return Clean
}

// gap reports whether a source matched no file or a file was refused: then
// nothing may become money (EVIDENCE_GAP).
func (in RunInput) gap() bool {
	for _, f := range in.Files {
		if f.Refused != "" {
			return true
		}
	}
	return len(in.Gaps) > 0
}

// incomplete reports whether evidence is missing: a gap, or a rejected row of an
// export or request.
func (in RunInput) incomplete() bool {
	for _, f := range in.Files {
		if f.Rejected > 0 && f.Kind != Notify {
			return true
		}
	}
	return in.gap()
}

// digest is the hex SHA-256 of what a run read, file by file.
func (in RunInput) digest() string {
	h := sha256.New()
	for _, f := range in.Files {
		fmt.Fprintf(h, "file %q %s %s %+v refused %q\n", f.Path, f.Kind, f.SHA256, f.Counts, f.Refused)
	}
	for _, g := range in.Gaps {
		fmt.Fprintf(h, "gap %q\n", g)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Totals are the control totals that the findings were computed from, before
// the run's own batches.
type Totals struct {
	Notifications int64        `json:"notifications"`
	Results       int64        `json:"results"`
	SuccessAmount alipay.Money `json:"success_amount"`
	FailedResults int64        `json:"failed_results"`
	Orders        int64        `json:"orders"`
	PaidAmount    alipay.Money `json:"paid_amount"`
	Requests      int64        `json:"requests"`
	RequestLines  int64        `json:"request_lines"`
	Trades        int64        `json:"trades"`
}
