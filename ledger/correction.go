package ledger

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"math"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// A Correction is a refund line that a run proposes for one trade.
type Correction struct {
	TradeNo string
	Amount  alipay.Money
	Status  CorrectionStatus
	Hold    Hold     // why it is held; empty otherwise
	BatchNo string   // the batch that it was issued in; empty otherwise
	Reason  string   // the reason that the batch line carries
	Code    string   // of its failed results that nothing cured, the one that holds most, and of these the latest
	Note    string   // the advice for that code
	Because []string // the findings or days that hold it, as far as the books tell
	Act     int64    // the allowance that lifts its hold; 0 for none
	Born    Date     // the day that the trade is born on, for its proof; 0 where nothing tells

	Holding []Finding // the findings of Because: what they are about, and their amount
	Flight  []string  // the batches that it waits for, where it is in flight
	Missing []string  // the patterns without a file, and the files, that were not read, where that holds it

	seq int64 // of its batch among those of its run; 0 where it is in none
}

// A CorrectionStatus is what a run did with a correction.
type CorrectionStatus string

// What a run does with a correction.
const (
	Issued   CorrectionStatus = "issued"
	Held     CorrectionStatus = "held"
	Proposed CorrectionStatus = "proposed" // nothing forbids it, but no key signs it: no number, not in flight
)

// A Hold is why a correction is held back, in the order of the contract (§4.2).
type Hold string

// The holds. The first that applies is given.
const (
	EvidenceGap     Hold = "EVIDENCE_GAP"
	NoOrder         Hold = "NO_ORDER"
	NoProof         Hold = "NO_PROOF"
	Conflict        Hold = "CONFLICT"
	InFlight        Hold = "IN_FLIGHT"
	AttemptLimit    Hold = "ATTEMPT_LIMIT"
	UnknownCode     Hold = "UNKNOWN_CODE"
	InvestigateCode Hold = "INVESTIGATE_CODE"
	FixFirstCode    Hold = "FIX_FIRST_CODE"
	FinalCode       Hold = "FINAL_CODE"
	UnsignedAnswer  Hold = "UNSIGNED_ANSWER" // a failure that only an answer of a query tells of
	AboveCap        Hold = "ABOVE_CAP"
)

// Corrections yields what a run proposed, by trade, with what holds it.
func (l *Ledger) Corrections(ctx context.Context, run int64) iter.Seq2[Correction, error] {
	codes := alipay.ErrorCodes()
	return func(yield func(Correction, error) bool) {
		h, err := l.holds(ctx, run)
		if err != nil {
			yield(Correction{}, err)
			return
		}
		defer h.db.Close()
		for c, err := range store.Stream(ctx, l.db.Reader(), "correction_list", scanCorrection, run) {
			if known, ok := codes.Lookup(c.Code); ok {
				c.Note = known.Advice
			}
			if err == nil {
				err = h.complete(&c)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// A holdReader says of the corrections of one run what holds them.
type holdReader struct {
	ctx     context.Context
	db      *store.Prepared
	run     Run
	days    []Cover
	holds   map[string]bool // the codes of findings that hold
	all     []Finding       // the findings that hold every trade
	missing []string        // what was not read
}

func (l *Ledger) holds(ctx context.Context, run int64) (*holdReader, error) {
	r, err := l.RunByID(ctx, run)
	if err != nil {
		return nil, err
	}
	h := &holdReader{ctx: ctx, run: r, holds: map[string]bool{}}
	if h.days, err = l.Coverage(ctx, run); err != nil {
		return nil, err
	}
	rules, err := Rules()
	if err != nil {
		return nil, err
	}
	for _, rule := range rules {
		h.holds[rule.Code] = rule.Holds
	}
	if h.all, err = store.List(ctx, l.db.Reader(), "hold_everything", scanHolding, r.Job, r.ID); err != nil {
		return nil, err
	}
	if h.missing, err = l.notRead(ctx, r); err != nil {
		return nil, err
	}
	h.db = store.Prepare(l.db.Reader())
	return h, nil
}

// notRead are the patterns of a run that matched no file, and the files that were refused or
// not read whole.
func (l *Ledger) notRead(ctx context.Context, run Run) ([]string, error) {
	all := slices.Clone(run.Gaps)
	files, err := l.Files(ctx, run.ID)
	for _, f := range files {
		if f.Refused != "" || f.Unread != "" {
			all = append(all, f.Path)
		}
	}
	return all, err
}

// complete says of a correction what holds it: the days that are not covered, the inputs that
// were not read, the batches that it waits for, or findings.
func (h *holdReader) complete(c *Correction) (err error) {
	switch c.Hold {
	case "":
		return nil
	case EvidenceGap:
		c.Holding, c.Missing = h.all, h.missing
	case NoProof:
		c.Because = Uncovered(h.days, c.Born, DayOf(h.run.AsOf))
	default:
		if c.Hold == InFlight {
			c.Flight, err = store.List(h.ctx, h.db, "flight_batches", scanText, c.TradeNo, h.run.Account)
		}
		var found error
		c.Holding, found = h.findings(c.TradeNo, func(code string) bool { return h.comesFrom(c.Hold, code) })
		err = errors.Join(err, found)
	}
	for _, f := range c.Holding {
		c.Because = append(c.Because, f.ID)
	}
	return err
}

// findings are what is open about a trade, of the codes that are meant, each with its ways.
func (h *holdReader) findings(tradeNo string, meant func(code string) bool) ([]Finding, error) {
	all, err := store.List(h.ctx, h.db, "hold_findings", scanHolding, h.run.Job, h.run.ID, tradeNo, h.run.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f Finding) bool { return !meant(f.Code) })
	for i := range all {
		if err := addWays(h.ctx, h.db, h.run.Account, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// comesFrom reports whether a hold comes from findings of a code.
func (h *holdReader) comesFrom(hold Hold, code string) bool {
	switch hold {
	case Conflict:
		return h.holds[code]
	case NoOrder:
		return code == "UNMATCHED_TRADE"
	case InFlight:
		return code == "MISSING_RESULT" || code == "OVER_REFUND_EXPOSURE"
	case AttemptLimit:
		return code == "ATTEMPT_LIMIT" || code == "ATTEMPT_LIMIT_NEAR"
	case UnknownCode, InvestigateCode, FixFirstCode, FinalCode, UnsignedAnswer:
		return code == "REFUND_FAILED" || code == "UNKNOWN_ERROR_CODE"
	case AboveCap:
		return code == "UNDER_REFUND"
	}
	return false
}

// scanHolding reads a finding that names a trade, or a batch of it.
func scanHolding(rows *sql.Rows) (f Finding, err error) {
	var subject string
	var amount sql.NullInt64
	var actual sql.NullString
	err = rows.Scan(&f.Code, &f.TradeNo, &f.BatchNo, &f.NotifyID, &subject, &f.FirstRun, &amount, &actual)
	f.Actual = actual.String
	f.ID, f.Amount = findingID(f.Code, f.TradeNo, f.BatchNo, f.NotifyID, subject, f.FirstRun), maybeMoney(amount)
	return f, err
}

func scanCorrection(rows *sql.Rows) (c Correction, err error) {
	var amount int64
	err = rows.Scan(&c.TradeNo, &amount, &c.Status, &c.Hold, &c.BatchNo, &c.Reason, &c.Code, &c.Born, &c.Act, &c.seq)
	c.Amount = alipay.Fen(amount)
	return c, err
}

// correct proposes at most one refund a trade and holds it back with the first
// reason that applies (contract 4.2). Bad evidence can only hold money back.
func (d *decision) correct() error {
	p, free := d.policy, Issued
	if p.Signer == nil || p.Manual {
		free, d.run.Unsigned = Proposed, p.Unsigned
	}
	candidates, err := query.Text("correction_candidates")
	if err != nil {
		return err
	}
	propose, err := query.Text("correction_propose")
	if err != nil {
		return err
	}
	cal, err := d.cover()
	if err != nil {
		return err
	}
	if err := d.recordCover(cal); err != nil {
		return err
	}
	args := append(d.candidateArgs(cal), d.run.ID, string(free), p.Reason)
	if _, err := store.ExecText(d.ctx, d.tx, "propose corrections", "WITH p AS (\n"+candidates+"\n)\n"+propose, args...); err != nil {
		return err
	}
	if p.RunCap == nil {
		return nil
	}
	var sum int64
	if err := store.QueryRow(d.ctx, d.tx, "correction_free_sum", []any{d.run.ID}, &sum); err != nil {
		return err
	}
	if sum > p.RunCap.Fen() {
		return d.exec("correction_trip", d.run.ID)
	}
	return nil
}

// candidateArgs are the parameters of correction_candidates.
func (d *decision) candidateArgs(cal calendar) []any {
	lineCap := int64(math.MaxInt64)
	if d.policy.LineCap != nil {
		lineCap = d.policy.LineCap.Fen()
	}
	return []any{bit(d.input.gap()), int64(DayOf(d.run.AsOf)), int64(cal.last), bit(!d.policy.Header.VerifyOff), lineCap, d.run.Account}
}
