package reports

import (
	"context"
	"time"

	"reconcile/ledger"
	"reconcile/reports/internal/report"
)

// What the verdict on a run and the to-dos follow from, wherever people are told of them.
type (
	Situation      = report.Situation
	SituationBooks = report.SituationBooks
	Verdict        = report.Verdict
	Task           = report.Task
	Proposed       = report.Proposed
)

// The verdicts, worst first.
const (
	ActToday   = report.ActToday
	Review     = report.Review
	Incomplete = report.Incomplete
	Clean      = report.Clean
)

// Finance is the role of who has the workbook and no shell.
const Finance = report.Finance

// FirstRow is the first row of a sheet below its header.
const FirstRow = report.HeaderRow + 1

// Now is the deadline of what must be stopped.
const Now = report.Now

// Situate reads the situation that a run has left, at a moment.
func Situate(ctx context.Context, books SituationBooks, run ledger.Run, at time.Time, language string) (*Situation, error) {
	return report.Situate(ctx, books, run, at, language)
}
