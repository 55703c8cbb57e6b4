package reports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"reconcile/ledger"
)

// all writes every file of the report. Temporary files stand in a folder of their
// own beneath the report's, gone when it returns.
func (w *writer) all(ctx context.Context) (err error) {
	tmp := filepath.Join(string(w.dir), ".workbook")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	b, err := w.newWorkbook(tmp)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := b.fill(ctx); err != nil {
		return err
	}
	return w.dir.create(w.workbookName(), readable, b.save)
}

// fill writes the files of the report, and the workbook up to its parts.
func (b *workbook) fill(ctx context.Context) error {
	if err := b.read(ctx); err != nil {
		return err
	}
	if err := b.prepare(); err != nil {
		return b.named(err)
	}
	if err := runTasks(ctx, b.tasks()); err != nil {
		return err
	}
	return b.named(b.join())
}

// named says that an error is one of the workbook.
func (b *workbook) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", b.workbookName(), err)
}

// tasks are the parts of the report that are written side by side, the long ones
// first. What one needs of others, it names.
func (b *workbook) tasks() []task {
	const findings, trades, corrections, batches = "findings.jsonl", "trades", "corrections", "batches"
	sheet := func(write func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error { return b.named(write(ctx)) }
	}
	return []task{
		{name: findings, do: b.spoolFindings},
		{name: "results", do: sheet(b.writeResults)},
		{name: trades, needs: []string{findings}, do: sheet(b.writeTrades)}, // which findings cite
		{name: "batch rows", do: sheet(b.writeBatches)},
		{name: "findings", needs: []string{trades}, do: sheet(b.writeFindings)}, // which link to trades
		{name: "changes", needs: []string{trades}, do: sheet(b.writeChanges)},
		{name: corrections, do: b.corrections},
		{name: batches, do: b.batches},
		{name: "summary.json", needs: []string{corrections, batches}, do: b.summary},
		{name: "whole", do: b.readWhole},
		{name: "days", do: b.readDays},
		{name: "codes", do: sheet(b.writeCodes)},
		{name: "rejects", do: b.rejects},
		{name: "rules", do: sheet(b.writeRules)},
	}
}

// spoolFindings reads the findings once: it writes findings.jsonl (§7), keeps them
// for the sheets, and notes the trades that their links will lead to.
func (b *workbook) spoolFindings(ctx context.Context) error {
	return b.dir.create("findings.jsonl", readable, func(out io.Writer) error {
		lines := newLineWriter(out, b.findingLine)
		for f, err := range b.books.Findings(ctx, b.Run.ID) {
			if err == nil {
				err = errors.Join(lines.write(f), b.findings.add(&f))
			}
			if err != nil {
				return err
			}
			b.cite(&f)
		}
		return b.findings.end()
	})
}

// cite notes the trade of a finding that stands on the sheet of findings.
func (b *workbook) cite(f *ledger.Finding) {
	if f.TradeNo != "" && f.Status != ledger.StatusClosed && len(b.cited) < maxLinks {
		b.cited[f.TradeNo] = position{}
	}
}

// corrections writes corrections.jsonl (§7) and the sheet in one go.
func (b *workbook) corrections(ctx context.Context) error {
	return b.dir.create("corrections.jsonl", readable, func(out io.Writer) error {
		lines := newLineWriter(out, newCorrectionLine)
		return b.writeCorrections(told(b.books.Corrections(ctx, b.Run.ID), func(c ledger.Correction) error {
			b.corrected.add(c)
			return lines.write(c)
		}))
	})
}

// rejects writes rejects.jsonl (§7) and the sheet of sources in one go.
func (b *workbook) rejects(ctx context.Context) error {
	return b.dir.create("rejects.jsonl", readable, func(out io.Writer) error {
		lines := newLineWriter(out, func(r ledger.Reject) ledger.Reject { return r })
		return b.writeSources(told(b.books.Rejects(ctx, b.Run.ID), lines.write))
	})
}

func (b *workbook) readDays(ctx context.Context) (err error) {
	b.days, err = b.books.Days(ctx, b.Run)
	return err
}
