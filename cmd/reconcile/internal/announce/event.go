package announce

import (
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// An Event is the start or the end of a run, with what is announced of it.
type Event struct {
	Stage       ledger.Stage
	Test        bool // somebody tries the targets; there was no run
	Job         string
	Language    string
	Exit        int
	Cause       string // why it failed
	Begun       time.Time
	Ended       time.Time
	Run         ledger.Run // the zero run where none was begun
	Reported    bool       // its report is in folder
	Folder      string
	Workbook    string           // its path; empty where there is none
	Missing     string           // from its input
	Flags       string           // that lead a command to this job
	Summary     string           // as a run prints it
	Verdict     reports.Verdict  // of a run with a report
	Headline    string           // what the verdict comes from
	Before      *ledger.Standing // where the money stood after the run before; nil where nobody knows
	BeforeRun   int64            // that run
	News        []News           // its new critical findings with the most money
	NewCritical Sum              // all of them, the money of each trade once
	Tasks       []Task
	Codes       []ledger.Tally
	Corrections map[ledger.CorrectionStatus]Sum
	Batches     []ledger.Batch
	InFlight    Sum // batches, and the money in them
	LastReport  time.Time
	LastFolder  string // of it
	Host        string // where the folders are; empty where nobody knows
}

// A News is a finding that people have to hear of, in the event's language.
type News struct {
	Code, TradeNo, BatchNo string
	Amount                 *alipay.Money
	Say                    string
	Row                    int64 // of it on the sheet of findings
}

// A Task is one thing that somebody has to do, in the event's language.
type Task struct {
	Say      string   `json:"say"`
	Who      string   `json:"who"`
	By       string   `json:"by"`
	Commands []string `json:"commands"`
	See      string   `json:"see,omitempty"` // the sheet of the workbook, and its rows
	Shell    bool     `json:"-"`             // whoever has to do it types commands
}

// A Sum is a number of things and the money in them.
type Sum struct {
	Count  int64        `json:"count"`
	Amount alipay.Money `json:"amount"`
}

// open counts the open findings of a severity. What is at stake in them is no sum: a
// trade has several.
func (e *Event) open(severity ledger.Severity) (n int64) {
	for _, t := range e.Codes {
		if t.Severity == severity {
			n += t.Open
		}
	}
	return n
}

// severities are those of findings, worst first.
func severities() []ledger.Severity {
	return []ledger.Severity{ledger.Critical, ledger.Error, ledger.Warning}
}

// statuses are those of corrections.
func statuses() []ledger.CorrectionStatus {
	return []ledger.CorrectionStatus{ledger.Issued, ledger.Proposed, ledger.Held}
}

// dateOf is the day of a moment in Shanghai.
func dateOf(t time.Time) string { return t.In(alipay.Shanghai()).Format(time.DateOnly) }
