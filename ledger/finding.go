package ledger

import (
	"context"
	"database/sql"
	"encoding/hex"
	"iter"
	"strconv"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/rules"
)

// The catalogue's words are the ledger's.
type (
	Rule     = rules.Rule
	Severity = rules.Severity
)

// The severities, worst first.
const (
	Critical = rules.Critical
	Error    = rules.Error
	Warning  = rules.Warning
)

// Rules returns the catalogue, the worst severity first, then by code.
func Rules() ([]Rule, error) { return rules.All() }

// A Finding is one exception: a rule's code about one subject. Fields that do
// not apply are empty.
type Finding struct {
	ID       string // 12 hex digits, the same as long as the finding lives
	Code     string
	Severity Severity
	Status   Status
	TradeNo  string
	BatchNo  string
	NotifyID string
	Amount   *alipay.Money // the money at stake; nil where money does not apply
	Expected string
	Actual   string
	Evidence []Place
	FirstRun int64
	FirstAt  time.Time      // as-of of the run that first saw it
	Since    time.Time      // the event that it is about, as its rule says; FirstAt where the books know of none
	AgeDays  int            // days in Shanghai from Since to the as-of of the run that reports it, never negative
	Before   *FindingValues // its values before this run; nil where they were the same, or it is new
	Review   *Review        // what people decided; nil where they have not
	Flight   []string       // the batches that its trade is in flight in, where it is about these
	Acts     []string       // the acts that a result contradicts, as ActID prints them, where it is about these
}

// A FindingValues is the values of a finding.
type FindingValues struct {
	Severity Severity
	Amount   *alipay.Money
	Expected string
	Actual   string
}

// A Status is where a finding is in its life, seen from one run.
type Status string

// The statuses of a finding.
const (
	StatusNew    Status = "new"    // this run saw it first
	StatusOpen   Status = "open"   // an earlier run saw it, and so does this one
	StatusClosed Status = "closed" // this run no longer sees it
)

// A Tally counts the findings of one code in one run, and the money at stake in
// them: Open = Opening + New − Closed, and the same of the money, with Changed.
type Tally struct {
	Code     string
	Severity Severity
	Opening  int64 // open before the run
	New      int64
	Closed   int64
	Changed  int64 // open before and after it, with other values
	Open     int64 // open after the run
	Accepted int64 // of these, those that people accept
	Trades   int64 // distinct trades among the open ones

	OpeningAmount alipay.Money
	NewAmount     alipay.Money
	ClosedAmount  alipay.Money
	ChangedAmount alipay.Money // what the open ones have changed by, may be negative
	Amount        alipay.Money // of the open ones
}

// Findings yields the findings of a run: those that are open after it, and
// those that closed in it. They come by severity, code, trade, batch and
// notification, with the evidence that the books hold.
func (l *Ledger) Findings(ctx context.Context, run int64) iter.Seq2[Finding, error] {
	return l.FindingsThat(ctx, run, func(Finding) bool { return true })
}

// FindingsThat yields those of Findings that keep says yes to. The evidence of the others is
// not read: keep is asked before it.
func (l *Ledger) FindingsThat(ctx context.Context, run int64, keep func(Finding) bool) iter.Seq2[Finding, error] {
	return l.findings(ctx, run, keep, maxTradeEvidence)
}

// findings is FindingsThat, with so many rows of a trade read for all of a block.
func (l *Ledger) findings(ctx context.Context, run int64, keep func(Finding) bool, most int) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		e, err := l.evidence(ctx, run)
		if err != nil {
			yield(Finding{}, err)
			return
		}
		defer e.db.Close()
		e.most = most
		for block, err := range blocks(kept(store.Stream(ctx, l.db.Reader(), "finding_list", scanFinding, run, e.run.Job), keep)) {
			if err == nil {
				err = e.completeBlock(block)
			}
			if err != nil {
				yield(Finding{}, err)
				return
			}
			for i := range block {
				if !yield(block[i].Finding, nil) {
					return
				}
			}
		}
	}
}

// kept leaves out the findings that keep says no to.
func kept(rows iter.Seq2[foundRow, error], keep func(Finding) bool) iter.Seq2[foundRow, error] {
	return func(yield func(foundRow, error) bool) {
		for f, err := range rows {
			if (err != nil || keep(f.Finding)) && !yield(f, err) {
				return
			}
		}
	}
}

// blocks yields findings evidenceBlock at a time, the last ones as they are. A block is
// valid until the next one.
func blocks(rows iter.Seq2[foundRow, error]) iter.Seq2[[]foundRow, error] {
	return func(yield func([]foundRow, error) bool) {
		block := make([]foundRow, 0, evidenceBlock)
		for f, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			if block = append(block, f); len(block) == evidenceBlock {
				if !yield(block, nil) {
					return
				}
				block = block[:0]
			}
		}
		if len(block) > 0 {
			yield(block, nil)
		}
	}
}

// A foundRow is a finding with its own place, if it has one.
type foundRow struct {
	Finding
	subject      string
	source, line sql.NullInt64
}

func scanFinding(rows *sql.Rows) (f foundRow, err error) {
	var amount sql.NullInt64
	var expected, actual sql.NullString
	var firstAt int64
	var changed bool
	var severity, wasExpected, wasActual sql.NullString
	var before sql.NullInt64
	var v reviewRow
	err = rows.Scan(&f.Code, &f.Severity, &f.TradeNo, &f.BatchNo, &f.NotifyID, &f.subject, &amount, &expected, &actual,
		&f.source, &f.line, &f.FirstRun, &firstAt, &f.Status, &changed, &severity, &before, &wasExpected, &wasActual,
		&v.decision, &v.owner, &v.comment, &v.tick, &v.until, &v.person, &v.at, &v.holds)
	f.ID = findingID(f.Code, f.TradeNo, f.BatchNo, f.NotifyID, f.subject, f.FirstRun)
	f.Amount, f.FirstAt = maybeMoney(amount), moment(firstAt)
	f.Expected, f.Actual = expected.String, actual.String
	if changed {
		f.Before = &FindingValues{Severity(severity.String), maybeMoney(before), wasExpected.String, wasActual.String}
	}
	f.Review = v.review()
	return f, err
}

// findingID names a finding for people: a digest of its subject and of the run
// that first saw it.
func findingID(code, tradeNo, batchNo, notifyID, subject string, firstRun int64) string {
	d := alipay.NewDigest(code, tradeNo, batchNo, notifyID, subject, strconv.FormatInt(firstRun, 10))
	return hex.EncodeToString(d[:6])
}

// An evidenceReader completes the findings of one run.
type evidenceReader struct {
	ctx   context.Context
	db    *store.Prepared
	run   Run
	rules map[string]Rule

	trades map[string]*tradeEvidence // of the findings that are completed together
	most   int                       // rows of one of them that are kept
	paths  map[int64]string          // of sources
	texts  map[string]string         // of the statements about trades
}

func (l *Ledger) evidence(ctx context.Context, run int64) (*evidenceReader, error) {
	r, err := l.RunByID(ctx, run)
	if err != nil {
		return nil, err
	}
	all, err := Rules()
	if err != nil {
		return nil, err
	}
	e := &evidenceReader{
		ctx: ctx, db: store.Prepare(l.db.Reader()), run: r, rules: map[string]Rule{},
		trades: map[string]*tradeEvidence{}, paths: map[int64]string{}, texts: map[string]string{},
	}
	for _, rule := range all {
		e.rules[rule.Code] = rule
	}
	return e, nil
}

// addWays sets what the ways out of a finding are about beside its subject: all that is in
// flight of a trade, or what a person has said.
func addWays(ctx context.Context, db store.Runner, account int64, f *Finding) (err error) {
	switch f.Code {
	case "OVER_REFUND_EXPOSURE":
		f.Flight, err = store.List(ctx, db, "flight_batches", scanText, f.TradeNo, account)
	case "RESULT_AFTER_VOID", "RESULT_CONTRADICTS_ACT":
		f.Acts, err = store.List(ctx, db, "act_about", scanActNo, f.BatchNo, account, f.TradeNo)
	}
	return err
}

// scanActNo reads the number of an act.
func scanActNo(rows *sql.Rows) (string, error) {
	var no int64
	err := rows.Scan(&no)
	return ActID(no), err
}

// complete sets a finding's age, the form of its values, and its evidence.
func (e *evidenceReader) complete(f *foundRow) (err error) {
	if err = e.date(f); err != nil {
		return err
	}
	if err = addWays(e.ctx, e.db, e.run.Account, &f.Finding); err != nil {
		return err
	}
	rule := e.rules[f.Code]
	f.Expected, f.Actual = rule.Show(f.Expected), rule.Show(f.Actual)
	if f.Before != nil {
		f.Before.Expected, f.Before.Actual = rule.Show(f.Before.Expected), rule.Show(f.Before.Actual)
	}
	switch account := e.run.Account; {
	case f.source.Valid:
		var path string
		path, err = e.path(f.source.Int64)
		f.Evidence = []Place{placeOf(path, f.line.Int64)}
	case f.TradeNo != "":
		f.Evidence, err = e.ofTrade(f)
	case f.NotifyID != "":
		f.Evidence, err = store.List(e.ctx, e.db, "evidence_notification", scanPlace, account, f.NotifyID)
	case f.BatchNo == "":
		f.Evidence = []Place{{File: f.Actual}} // a pattern, whose file is missing
	default:
		f.Evidence, err = e.ofBatch(f.BatchNo)
	}
	return err
}

// ofBatch is the request of a batch, or where none is known its notifications.
func (e *evidenceReader) ofBatch(batchNo string) ([]Place, error) {
	places, err := store.List(e.ctx, e.db, "evidence_batch", scanPlace, e.run.Account, batchNo)
	if err != nil || len(places) > 0 {
		return places, err
	}
	return store.List(e.ctx, e.db, "evidence_batch_results", scanPlace, e.run.Account, batchNo)
}

func scanPlace(rows *sql.Rows) (p Place, err error) {
	err = rows.Scan(&p.File, &p.Line)
	return placeOf(p.File, p.Line), err
}
