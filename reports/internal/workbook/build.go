package workbook

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"reconcile/ledger"
	"reconcile/reports/internal/batch"
	"reconcile/reports/internal/jsonfiles"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
	"reconcile/words"
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
	b.filePlaces, b.cited = filePlaces(b.facts.files), make([]citation, len(b.facts.files))
	b.rejectedRows = make([]xlsx.Position, len(b.facts.files))
	if err := sideBySide(ctx, b.parts()); err != nil {
		return err
	}
	if err := b.summary(); err != nil {
		return err
	}
	for _, write := range []func() error{b.writeSources, b.writeSummary, b.writeForward, b.writeTieOut, b.writeCover} { // what the others add up to
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
	return words.Errorf("%s: %w", b.WorkbookName(), err)
}

// parts are what is written side by side, the long ones first. A part that needs
// what another one yields is written behind it.
func (b *builder) parts() []part {
	named := func(write func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error { return b.named(write(ctx)) }
	}
	findings := []part{{"findings and trades", inTurn(b.keepFindings, named(b.writeTrades), b.findingSheets)}}
	ranked := []part{
		{"results", named(b.writeResults)},
		{"batch rows", named(b.writeBatches)},
	}
	others := []part{
		{"corrections and batches", inTurn(b.corrections, b.batches)},
		{"sums", b.readSums},
		{"acts", named(b.writeActs)},
		{"coverage", named(b.writeCoverage)},
		{"days", b.readDays},
		{"codes", named(b.writeCodes)},
		{"rejects", b.rejects},
		{"rules", named(b.writeRules)},
	}
	if b.crowd() { // in which those that are ranked wait for the findings
		return slices.Concat(findings, others, ranked)
	}
	return slices.Concat(findings, ranked, others)
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
			record := b.findings.size
			if err == nil {
				err = errors.Join(lines.Write(f), b.findings.add(&f))
			}
			if err != nil {
				return err
			}
			b.note(&f, record)
		}
		return b.keptFindings()
	})
}

// note counts a finding for the sheets that show it, and notes its trade; record is where it
// is kept.
func (b *builder) note(f *ledger.Finding, record int64) {
	if !unchanged(*f) {
		b.differing++
	}
	if closed(*f) {
		return
	}
	b.open++
	b.ages.add(f)
	if f.Amount != nil {
		b.openAmounts[f.Code] = b.openAmounts[f.Code].Add(*f.Amount)
	}
	class, weight := rankOf(f)
	b.worstFirst.add(rank{class: class, weight: weight, place: b.open, record: record, trade: b.noteTrade(f)})
}

// keptFindings lets the sheets read the findings, once it is known which of them are shown,
// and in which order.
func (b *builder) keptFindings() error {
	if err := b.findings.end(); err != nil {
		return err
	}
	b.worstFirst.cut()
	if b.tooMany(b.open) {
		b.cuts.note(findingsSheet, b.open-int64(len(b.worstFirst.kept)))
		b.lastFinding = b.worstFirst.last()
	}
	for row, r := range b.worstFirst.kept {
		if n := &b.tradeFindings[r.trade]; n.findings == 0 {
			*n = tradeFindings{1, int64(row)}
		} else {
			n.findings++
		}
	}
	close(b.kept)
	return nil
}

// A tradeFindings is how many findings of the sheet are about a trade, and the row of the
// first of them, counted from 0.
type tradeFindings struct{ findings, first int64 }

// noteTrade notes the trade of a finding that is open, and returns its number among those
// that are noted; 0 where the finding has none, or there are too many.
func (b *builder) noteTrade(f *ledger.Finding) int32 {
	if f.TradeNo == "" {
		return 0
	}
	if n, ok := b.tradeNos[f.TradeNo]; ok {
		return n
	}
	if len(b.tradeRows) == xlsx.MaxLinks {
		b.tradesMissed = true
		return 0
	}
	n := int32(len(b.tradeFindings))
	b.tradeRows[f.TradeNo], b.tradeNos[f.TradeNo] = xlsx.Position{}, n
	b.tradeFindings = append(b.tradeFindings, tradeFindings{})
	return n
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

// rejects writes rejects.jsonl (§7) and the sheet of rejected lines in one go.
func (b *builder) rejects(ctx context.Context) error {
	return b.dir.Create("rejects.jsonl", report.Readable, func(out io.Writer) error {
		lines := jsonfiles.NewWriter(out, func(r ledger.Reject) ledger.Reject { return r })
		return b.writeRejected(tee(b.books.Rejects(ctx, b.Run.ID), lines.Write))
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
		return words.Errorf("report of run %d: %w", r.Run.ID, err)
	}
	return report.Folder(dir).Sync()
}
