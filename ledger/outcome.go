package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	Series []Series // of the patterns of evidence
	FailOn Severity // the least severity that makes the outcome Findings; empty where none does
}

// outcome is how a run ends that leaves findings.
func (in RunInput) outcome(open []Tally) Outcome {
	if in.incomplete() {
		return Incomplete
	}
	for _, t := range open {
		if t.Unread() > 0 {
			return Incomplete
		}
	}
	for _, t := range open {
		if t.Open > t.Accepted && t.Severity.Rank() <= in.FailOn.Rank() {
			return Findings
		}
	}
	return Clean
}

// Unread counts the open findings of a code which say that something was not read, and
// so make a run incomplete (§5), those that people accept aside.
func (t Tally) Unread() int64 {
	switch t.Code {
	case "UNREAD_CAPTURE", "UNREAD_REQUEST", "EVIDENCE_HOLE":
		return t.Open - t.Accepted
	}
	return 0
}

// gap reports whether a source matched no file, or a file was refused or not read where
// it matters: then nothing may become money (EVIDENCE_GAP).
func (in RunInput) gap() bool {
	for _, f := range in.Files {
		if f.Refused != "" || f.Unread != "" {
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
		if f.Unread != "" || f.Left != 0 {
			fmt.Fprintf(h, "unread %q left %d\n", f.Unread, f.Left)
		}
	}
	for _, g := range in.Gaps {
		fmt.Fprintf(h, "gap %q\n", g)
	}
	return hex.EncodeToString(h.Sum(nil))
}
