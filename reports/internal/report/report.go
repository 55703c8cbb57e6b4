package report

import (
	"context"
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
	Coverage(ctx context.Context, run int64) ([]ledger.Cover, error)
	Previous(ctx context.Context, run ledger.Run) (previous ledger.Run, ok bool, err error)
	Findings(ctx context.Context, run int64) iter.Seq2[ledger.Finding, error]
	Corrections(ctx context.Context, run int64) iter.Seq2[ledger.Correction, error]
	Rejects(ctx context.Context, run int64) iter.Seq2[ledger.Reject, error]
	Trades(ctx context.Context, run ledger.Run) iter.Seq2[ledger.Trade, error]
	Results(ctx context.Context, run ledger.Run) iter.Seq2[ledger.ResultRow, error]
	Waiting(ctx context.Context, run ledger.Run) iter.Seq2[ledger.Waiting, error]
	BatchRows(ctx context.Context, run ledger.Run, grace time.Duration) iter.Seq2[ledger.BatchRow, error]
	RunActs(ctx context.Context, run ledger.Run) iter.Seq2[ledger.Act, error]
	CodeRows(ctx context.Context, run ledger.Run) ([]ledger.CodeRow, error)
	DayCounts(ctx context.Context, run ledger.Run) ([]ledger.DayCount, error)
	Days(ctx context.Context, run ledger.Run) ([]ledger.Day, error)
	Sums(ctx context.Context, run ledger.Run) (ledger.Sums, error)
	Batches(ctx context.Context, run int64) ([]ledger.Batch, error)
}

// A Report is a run and what the configuration says about it.
type Report struct {
	Run         ledger.Run
	ExitStatus  int           // of the program, by the outcome of the run
	Rules       []ledger.Rule // the catalogue, in the order it is shown
	Policy      ledger.Policy
	Program     string // version of the program
	AccountName string // as the configuration names it
	Partner     string // 16 digits; every report shows it masked
	Language    string // of the workbook's sentences: "en" or "zh"
	VerifyOff   bool   // signatures were not asked for
}

// day is the day of the run in Shanghai, as in 2026-03-07.
func (r Report) day() string { return r.Run.AsOf.In(alipay.Shanghai()).Format(time.DateOnly) }

// AsOf is the moment of the run in Shanghai, as in 2026-03-07 02:30:00.
func (r Report) AsOf() string { return r.Run.AsOf.In(alipay.Shanghai()).Format(alipay.TimeLayout) }

// WorkbookName is the name of the run's workbook. It has no slash,
// because a job's name is one folder of the output.
func (r Report) WorkbookName() string {
	return "reconcile-" + path.Base(r.Run.Job) + "-" + r.day() + ".xlsx"
}

// Account names the account, its partner masked: demo (2088********7254).
func (r Report) Account() string {
	if r.AccountName == "" {
		return Mask(r.Partner)
	}
	return r.AccountName + " (" + Mask(r.Partner) + ")"
}

// Flags lead a command to the job of the run.
func (r Report) Flags() string { return " --job " + r.Run.Job }

// Mask hides the middle of a partner number.
func Mask(partner string) string {
	if len(partner) != 16 {
		return "********"
	}
	return partner[:4] + "********" + partner[12:]
}

// Say picks the sentence of the configured language; anything but "zh" is
// English. Headers are not sentences: they are in both languages.
func (r Report) Say(en, zh string) string {
	if r.Language == "zh" {
		return zh
	}
	return en
}

// CutNote says where the whole of a text is that had to be cut.
func (r Report) CutNote() string {
	return r.Say("… (cut; whole text in findings.jsonl)", "…（已截断，全文见 findings.jsonl）")
}
