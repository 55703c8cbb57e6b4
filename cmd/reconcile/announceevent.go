package main

import (
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// An Event is the start or the end of a run, with what is announced of it.
type Event struct {
	stage       ledger.Stage
	test        bool // somebody tries the targets; there was no run
	job         string
	language    string
	exit        int
	cause       string // why it failed
	begun       time.Time
	ended       time.Time
	run         ledger.Run // the zero run where none was begun
	reported    bool       // its report is in folder
	folder      string
	workbook    string // its path; empty where there is none
	missing     string // from its input
	flags       string // that lead a command to this job
	summary     string // as a run prints it
	codes       []ledger.Tally
	corrections map[ledger.CorrectionStatus]sum
	batches     []ledger.Batch
	inFlight    sum // batches, and the money in them
	lastReport  time.Time
}

// A sum is a number of things and the money in them.
type sum struct {
	Count  int64        `json:"count"`
	Amount alipay.Money `json:"amount"`
}

// open counts the open findings of a severity and the money at stake in them.
func (e *Event) open(severity ledger.Severity) sum {
	var s sum
	for _, t := range e.codes {
		if t.Severity == severity {
			s = sum{s.Count + t.Open, s.Amount.Add(t.Amount)}
		}
	}
	return s
}

// findings counts all open findings.
func (e *Event) findings() int64 {
	var n int64
	for _, s := range severities() {
		n += e.open(s).Count
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

// day is the day that the run is about: that of its as-of, or where there is
// none the one on which it ended.
func (e *Event) day() string {
	if e.run.ID != 0 {
		return dateOf(e.run.AsOf)
	}
	return dateOf(e.ended)
}

// dateOf is the day of a moment in Shanghai.
func dateOf(t time.Time) string { return t.In(alipay.Shanghai()).Format(time.DateOnly) }
