package workbook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"reconcile/ledger"
	"reconcile/reports/internal/batch"
	"reconcile/reports/internal/jsonfiles"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
)

// build writes every file of the report. Temporary files are in a folder of their
// own beneath the report's, gone when it returns.
func build(ctx context.Context, dir report.Folder, books report.Books, r report.Report, most xlsx.Limits) (err error) {
	tmp := filepath.Join(string(dir), ".workbook")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	b, err := newBuilder(dir, tmp, books, r, most)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := b.facts.read(ctx, books, r); err != nil {
		return err
	}
	if err := sideBySide(ctx, b.parts()); err != nil {
		return err
	}
	if err := b.summary(); err != nil {
		return err
	}
	for _, write := range []func() error{b.writeSummary, b.writeTieOut, b.writeCover} { // what the others add up to
		if err := write(); err != nil {
			return b.named(err)
		}
	}
	return dir.Create(b.WorkbookName(), report.Readable, b.book.Save)
}

// named adds the name of the workbook to an error.
func (b *builder) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", b.WorkbookName(), err)
}

// parts are what is written side by side, the long ones first. A part that needs
// what another one yields is written behind it.
func (b *builder) parts() []part {
	named := func(write func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error { return b.named(write(ctx)) }
	}
	return []part{
		{"findings and trades", inTurn(b.keepFindings, named(b.writeTrades), b.findingSheets)},
		{"results", named(b.writeResults)},
		{"batch rows", named(b.writeBatches)},
		{"corrections and batches", inTurn(b.corrections, b.batches)},
		{"sums", b.readSums},
		{"acts", named(b.writeActs)},
		{"coverage", named(b.writeCoverage)},
		{"days", b.readDays},
		{"codes", named(b.writeCodes)},
		{"rejects", b.rejects},
		{"rules", named(b.writeRules)},
	}
}

func (b *builder) readDays(ctx context.Context) (err error) {
	b.facts.days, err = b.books.Days(ctx, b.Run)
	return err
}

// readSums reads what the books add up to, which no sheet may.
func (b *builder) readSums(ctx context.Context) (err error) {
	b.facts.whole, err = b.books.Sums(ctx, b.Run)
	return err
}

// findingSheets writes the two sheets that link to rows of the trades. They read no
// books, so they are two beside what else is written.
func (b *builder) findingSheets(ctx context.Context) error {
	return b.named(sideBySide(ctx, []part{{"findings", b.writeFindings}, {"changes", b.writeChanges}}))
}

// keepFindings reads the findings once: it writes findings.jsonl (§7), keeps them
// for the sheets, and notes the trades that their links will lead to.
func (b *builder) keepFindings(ctx context.Context) error {
	return b.dir.Create("findings.jsonl", report.Readable, func(out io.Writer) error {
		lines := jsonfiles.NewWriter(out, b.findingLine)
		for f, err := range readAhead(b.books.Findings(ctx, b.Run.ID)) {
			if err == nil {
				err = errors.Join(lines.Write(f), b.findings.add(&f))
			}
			if err != nil {
				return err
			}
			b.note(&f)
		}
		return b.keptFindings(ctx)
	})
}

// note counts a finding for the sheets that show it, and notes its trade.
func (b *builder) note(f *ledger.Finding) {
	if !unchanged(*f) {
		b.differing++
	}
	if closed(*f) {
		return
	}
	b.open++
	b.noteTrade(f)
}

// keptFindings lets the sheets read the findings, once it is known which of them are shown.
func (b *builder) keptFindings(ctx context.Context) (err error) {
	if err := b.findings.end(); err != nil {
		return err
	}
	b.lastFinding, err = lastShown(b, findingsSheet, b.open, b.openFindings(ctx))
	close(b.kept)
	return err
}

// noteTrade notes the trade of a finding that is open.
func (b *builder) noteTrade(f *ledger.Finding) {
	if f.TradeNo != "" && len(b.tradeRows) < xlsx.MaxLinks {
		b.tradeRows[f.TradeNo] = xlsx.Position{}
	}
}

// corrections writes corrections.jsonl (§7) and the sheet in one go.
func (b *builder) corrections(ctx context.Context) error {
	return b.dir.Create("corrections.jsonl", report.Readable, func(out io.Writer) error {
		lines := jsonfiles.NewWriter(out, b.correctionLine)
		return b.writeCorrections(ctx, func(c *ledger.Correction) error {
			b.correctionRows++
			b.corrected.Add(*c)
			b.unproved.Add(*c)
			b.holds.Add(*c)
			return lines.Write(*c)
		})
	})
}

// rejects writes rejects.jsonl (§7) and the sheet of sources in one go.
func (b *builder) rejects(ctx context.Context) error {
	return b.dir.Create("rejects.jsonl", report.Readable, func(out io.Writer) error {
		lines := jsonfiles.NewWriter(out, func(r ledger.Reject) ledger.Reject { return r })
		return b.writeSources(tee(b.books.Rejects(ctx, b.Run.ID), lines.Write))
	})
}

// batches writes the files of each batch (§4.3).
func (b *builder) batches(ctx context.Context) error {
	list, err := b.books.Batches(ctx, b.Run.ID)
	if err == nil {
		b.batchFiles, err = batch.WriteAll(b.dir, list, b.Report)
	}
	return err
}

// summary writes summary.json (§7).
func (b *builder) summary() error {
	return jsonfiles.WriteSummary(b.dir, b.Report, b.facts.files, b.facts.tallies, b.facts.covers, b.corrected, b.batchFiles, b.leftOut())
}

// findingLine says the message in English: the language of the configuration is
// the workbook's.
func (b *builder) findingLine(f ledger.Finding) jsonfiles.FindingLine {
	rule := b.Of(f.Code)
	return jsonfiles.NewFindingLine(f, rule.Message(&f, "en"), rule.Acts, b.Flags())
}

// correctionLine is a correction with what ends its hold.
func (b *builder) correctionLine(c ledger.Correction) jsonfiles.CorrectionLine {
	return jsonfiles.NewCorrectionLine(c, c.Ways(b.Acts).Act(b.Flags()))
}

// tee yields rows, each after write has had it.
func tee[T any](rows iter.Seq2[T, error], write func(T) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for row, err := range rows {
			if err == nil {
				err = write(row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

func Write(ctx context.Context, dir string, b report.Books, r report.Report, most xlsx.Limits) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := build(ctx, report.Folder(dir), b, r, most); err != nil {
		return fmt.Errorf("report of run %d: %w", r.Run.ID, err)
	}
	return report.Folder(dir).Sync()
}
