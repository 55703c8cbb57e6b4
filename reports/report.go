package reports

import (
	"context"
	"fmt"
	"iter"
	"path"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// Books are what the reports read of the ledger. *ledger.Ledger is one.
type Books interface {
	Files(ctx context.Context, run int64) ([]ledger.RunFile, error)
	Tallies(ctx context.Context, run int64) ([]ledger.Tally, error)
	Previous(ctx context.Context, run ledger.Run) (previous ledger.Run, ok bool, err error)
	Findings(ctx context.Context, run int64) iter.Seq2[ledger.Finding, error]
	Corrections(ctx context.Context, run int64) iter.Seq2[ledger.Correction, error]
	Rejects(ctx context.Context, run int64) iter.Seq2[ledger.Reject, error]
	Trades(ctx context.Context, run ledger.Run) iter.Seq2[ledger.Trade, error]
	Results(ctx context.Context, run ledger.Run) iter.Seq2[ledger.ResultRow, error]
	BatchRows(ctx context.Context, run ledger.Run, grace time.Duration) iter.Seq2[ledger.BatchRow, error]
	CodeRows(ctx context.Context, run ledger.Run) ([]ledger.CodeRow, error)
	Days(ctx context.Context, run ledger.Run) ([]ledger.Day, error)
	Sums(ctx context.Context, run ledger.Run) (ledger.Sums, error)
	Batches(ctx context.Context, run int64) ([]ledger.Batch, error)
}

// A Report is a run and what the configuration says about it.
type Report struct {
	Run         ledger.Run
	Rules       []ledger.Rule // the catalogue, in the order it is shown
	Policy      ledger.Policy
	Program     string // version of the program
	AccountName string // as the configuration names it
	Partner     string // 16 digits; every report shows it masked
	Language    string // of the workbook's sentences: "en" or "zh"
	VerifyOff   bool   // signatures were not asked for
}

// Write writes every file of the run into dir, which exists, is private and
// empty, and syncs each of them and the directory. A dir in which Write did not
// succeed holds an unfinished report: the caller removes it.
func Write(ctx context.Context, dir string, b Books, r Report) error {
	return write(ctx, dir, b, r, limits{sheetRows, sheetBytes})
}

func write(ctx context.Context, dir string, b Books, r Report, most limits) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := newWriter(dir, b, r, most)
	if err := w.all(ctx); err != nil {
		return fmt.Errorf("report of run %d: %w", r.Run.ID, err)
	}
	return w.dir.sync()
}

// limits are how much goes on one sheet.
type limits struct {
	rows  int
	bytes int64 // of the rows as they are written, unpacked
}

// A writer holds one report while it is written.
type writer struct {
	Report
	catalogue
	dir   folder
	books Books
	most  limits

	handed []handedBatch // the batches whose files are written
}

func newWriter(dir string, b Books, r Report, most limits) *writer {
	return &writer{Report: r, catalogue: newCatalogue(r.Rules), dir: folder(dir), books: b, most: most}
}

// day is the day of the run in Shanghai, as in 2026-03-07.
func (r Report) day() string { return r.Run.AsOf.In(alipay.Shanghai()).Format(time.DateOnly) }

// asOf is the moment of the run in Shanghai, as in 2026-03-07 02:30:00.
func (r Report) asOf() string { return r.Run.AsOf.In(alipay.Shanghai()).Format(alipay.TimeLayout) }

// workbookName is the name of the run's workbook. Slashes cannot stand in it,
// because a job's name is one folder of the output.
func (r Report) workbookName() string {
	return "reconcile-" + path.Base(r.Run.Job) + "-" + r.day() + ".xlsx"
}

// account names the account, its partner masked: demo (2088********7254).
func (r Report) account() string {
	if r.AccountName == "" {
		return mask(r.Partner)
	}
	return r.AccountName + " (" + mask(r.Partner) + ")"
}

// mask hides the middle of a partner number.
func mask(partner string) string {
	if len(partner) != 16 {
		return "********"
	}
	return partner[:4] + "********" + partner[12:]
}
