package reports

import (
	"context"
	"fmt"

	"reconcile/ledger"
)

// Write writes every file of the run into dir, which exists, is private and
// empty, and syncs each of them and the directory. A dir in which Write did not
// succeed holds an unfinished report: the caller removes it.
func Write(ctx context.Context, dir string, b Books, r Report) error {
	return write(ctx, dir, b, r, usualLimits())
}

func write(ctx context.Context, dir string, b Books, r Report, most limits) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := build(ctx, folder(dir), b, r, most); err != nil {
		return fmt.Errorf("report of run %d: %w", r.Run.ID, err)
	}
	return folder(dir).sync()
}

// WriteBatch writes the files of a batch that people released into dir, which
// exists: <batch_no>.json, .csv and .html, as Write does for a batch that a run
// issued. Each of them appears whole or not at all. Writing them again puts the
// same bytes in the same place. It returns their names.
func WriteBatch(dir string, b ledger.Batch, r Report) ([]string, error) {
	return replaceBatch(folder(dir), b, r.VerifyOff)
}

// NewFindingLine is the line of a finding, with the message of its rule in "zh"
// or else English.
func NewFindingLine(f ledger.Finding, r ledger.Rule, language string) FindingLine {
	return newFindingLine(f, r.Message(f, language))
}
