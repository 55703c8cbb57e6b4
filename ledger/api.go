package ledger

import (
	"context"
	"errors"
	"iter"
	"time"

	"reconcile/alipay"
)

// stub API: bodies follow
type Ledger struct{}

var errStub = errors.New("stub")

func Open(ctx context.Context, path string) (*Ledger, error)                 { return nil, errStub }
func (l *Ledger) Close() error                                               { return nil }
func (l *Ledger) Account(ctx context.Context, partner string) (int64, error) { return 0, errStub }
func (l *Ledger) SourcesOf(ctx context.Context, account int64, kind Kind, sha256 string) ([]Source, error) {
	return nil, errStub
}
func (l *Ledger) LatestAt(ctx context.Context, account int64, kind Kind, path string) (Source, bool, error) {
	return Source{}, false, errStub
}
func (l *Ledger) Begin(ctx context.Context) (*Intake, error) { return nil, errStub }

type Intake struct{}

func (in *Intake) Open(s Source) error     { return errStub }
func (in *Intake) Capture(c Capture) error { return errStub }
func (in *Intake) BadSignature(line int64, notifyID, batchNo, reason string, digest [16]byte) error {
	return errStub
}
func (in *Intake) Malformed(line int64, reason string) error  { return errStub }
func (in *Intake) Order(line int64, o Order) error            { return errStub }
func (in *Intake) Request(line int64, r alipay.Request) error { return errStub }
func (in *Intake) Reject(line int64, reason string) error     { return errStub }
func (in *Intake) Ignore(lines int64)                         {}
func (in *Intake) Close(s Source) (Source, error)             { return s, errStub }
func (in *Intake) Commit() error                              { return errStub }
func (in *Intake) Rollback() error                            { return errStub }

func (l *Ledger) Runs(ctx context.Context, job string) iter.Seq2[Run, error]              { return nil }
func (l *Ledger) RunByID(ctx context.Context, id int64) (Run, error)                      { return Run{}, errStub }
func (l *Ledger) Files(ctx context.Context, run int64) ([]RunFile, error)                 { return nil, errStub }
func (l *Ledger) Tallies(ctx context.Context, run int64) ([]Tally, error)                 { return nil, errStub }
func (l *Ledger) Findings(ctx context.Context, run int64) iter.Seq2[Finding, error]       { return nil }
func (l *Ledger) Corrections(ctx context.Context, run int64) iter.Seq2[Correction, error] { return nil }
func (l *Ledger) Rejects(ctx context.Context, run int64) iter.Seq2[Reject, error]         { return nil }
func (l *Ledger) Trades(ctx context.Context, run Run) iter.Seq2[Trade, error]             { return nil }
func (l *Ledger) Results(ctx context.Context, run Run) iter.Seq2[ResultRow, error]        { return nil }
func (l *Ledger) BatchRows(ctx context.Context, run Run, grace time.Duration) iter.Seq2[BatchRow, error] {
	return nil
}
func (l *Ledger) CodeRows(ctx context.Context, run Run) ([]CodeRow, error) { return nil, errStub }
func (l *Ledger) Days(ctx context.Context, run Run) ([]Day, error)         { return nil, errStub }
func (l *Ledger) Batches(ctx context.Context, run int64) ([]Batch, error)  { return nil, errStub }

// A Rule is one row of the catalogue, from the head of its .sql file.
type Rule struct {
	Code           string
	Severity       Severity
	Subject        string
	EN, ZH         string // the sentence for people
	SaysEN, SaysZH string // message templates
	Section        string
	Threshold      string // which setting it depends on; empty where none
}

// Rules lists the rules, sorted by severity and code.
func Rules() []Rule { return nil }

// Message is the sentence about one finding, in "en" or "zh".
func (r Rule) Message(f Finding, lang string) string { return "" }
