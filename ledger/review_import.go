package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A ReviewRow is what people wrote beside one finding of a workbook.
type ReviewRow struct {
	Line     int64  // of the sheet
	ID       string // of the finding
	Amount   string // as the row shows it: the finding's, empty where it has none
	Decision string
	Owner    string
	Comment  string
	Tick     *bool  // nil where the cell is empty
	Until    string // the last day of an acceptance, as in 2026-12-31
	Evidence string // of an act
	Code     string // of an act: what Alipay answered of a line that failed
}

// A ReviewResult is what became of a row: recorded, unchanged, silent or refused,
// with the reason, or what else is to be known.
type ReviewResult struct {
	Line    int64  `json:"line"`
	ID      string `json:"id,omitempty"`       // of the finding
	TradeNo string `json:"trade_no,omitempty"` // of the correction
	Result  string `json:"result"`
	Act     string `json:"act,omitempty"` // that was recorded
	Reason  string `json:"reason,omitempty"`
}

// What becomes of a row of a review.
const (
	ReviewRecorded  = "recorded"
	ReviewUnchanged = "unchanged" // it says what its run printed, or what the books say already
	ReviewSilent    = "silent"    // its cells are empty
	ReviewRefused   = "refused"
)

// maxReviewText is the longest owner or comment, in characters.
const maxReviewText = 2000

// A ReviewCopy is what a person wrote into a copy of the workbook of a run.
type ReviewCopy struct {
	Run         Run
	Person      string
	Findings    []ReviewRow
	Corrections []ReviewAnswer
}

// Review takes what a person wrote into the workbook of a run into the books, for
// the job's runs to come. Each row is decided by itself, and each of its words
// (decision, owner, comment, tick, date) is compared with what that run printed: an empty
// cell and one as it was printed say nothing. A row is refused where its finding is
// unknown, closed, or has other values than in that run, where the row was altered
// beside the finding, where an acceptance has no date, and where somebody else has said
// one of its words otherwise since that run. Words that the books have change nothing, so
// that taking a workbook in twice is taking it in once.
//
// A decision that is an act is said as Say says it (contract 4.4), under the same policy.
// Errors: ErrPerson.
func (l *Ledger) Review(ctx context.Context, p Policy, c ReviewCopy, now time.Time) ([]ReviewResult, error) {
	results, err := l.review(ctx, p, c, now)
	if err != nil {
		return nil, words.Errorf("review run %d: %w", c.Run.ID, err)
	}
	for i := range results {
		if err := l.tellState(ctx, c.Run.Account, &results[i]); err != nil {
			return nil, words.Errorf("review run %d: %w", c.Run.ID, err)
		}
	}
	return results, nil
}

func (l *Ledger) review(ctx context.Context, p Policy, c ReviewCopy, now time.Time) (results []ReviewResult, err error) {
	if err := CheckPerson(p.People, c.Person); err != nil {
		return nil, err
	}
	v := &reviewer{policy: p, person: c.Person, now: now, lines: map[string]int64{}}
	if err := v.load(ctx, l, c); err != nil {
		return nil, err
	}
	take := func(tx store.Tx) error {
		for _, row := range c.Findings {
			result, err := v.record(ctx, tx, row)
			if err != nil {
				return err
			}
			results = append(results, result)
		}
		for _, row := range c.Corrections {
			result, err := v.answer(ctx, tx, row)
			if err != nil {
				return err
			}
			results = append(results, result)
		}
		return nil
	}
	err = l.updateActs(ctx, take, v.journal)
	return results, err
}

// A reviewer compares rows with what their run found and with what is open now.
type reviewer struct {
	policy      Policy
	run, last   Run
	person      string
	now         time.Time
	then, open  map[string]foundRow   // by id
	held, holds map[string]Correction // by trade, of the run and of the last one
	lines       map[string]int64      // of the rows that were recorded, by id
	acts        []actor               // what the rows have said
}

// load looks up the findings and the corrections of the rows.
func (v *reviewer) load(ctx context.Context, l *Ledger, c ReviewCopy) (err error) {
	if v.run, err = l.RunByID(ctx, c.Run.ID); err != nil {
		return err
	}
	if v.last, _, err = l.LastRun(ctx, v.run.Job); err != nil {
		return err
	}
	ids, trades := map[string]bool{}, map[string]bool{}
	for _, row := range c.Findings {
		ids[row.ID] = true
	}
	for _, row := range c.Corrections {
		trades[row.TradeNo] = true
	}
	if v.then, v.held, err = l.reviewed(ctx, v.run, ids, trades); err != nil {
		return err
	}
	v.open, v.holds, err = l.reviewed(ctx, v.last, ids, trades)
	return err
}

// reviewed returns the open findings of a run with these ids, and its corrections of these
// trades.
func (l *Ledger) reviewed(ctx context.Context, run Run, ids, trades map[string]bool) (map[string]foundRow, map[string]Correction, error) {
	findings, corrections := map[string]foundRow{}, map[string]Correction{}
	for f, err := range store.Stream(ctx, l.db.Reader(), "finding_list", scanFinding, run.ID, run.Job) {
		if err != nil {
			return nil, nil, err
		}
		if ids[f.ID] && f.Status != StatusClosed {
			findings[f.ID] = f
		}
	}
	for c, err := range store.Stream(ctx, l.db.Reader(), "correction_list", scanCorrection, run.ID) {
		if err != nil {
			return nil, nil, err
		}
		if trades[c.TradeNo] {
			corrections[c.TradeNo] = c
		}
	}
	return findings, corrections, nil
}

// record decides one row, and records it.
func (v *reviewer) record(ctx context.Context, tx store.Tx, row ReviewRow) (ReviewResult, error) {
	result, err := v.decide(ctx, tx, row)
	result.Line, result.ID = row.Line, row.ID
	return result, err
}

func (v *reviewer) decide(ctx context.Context, tx store.Tx, row ReviewRow) (ReviewResult, error) {
	refuse := func(reason string) (ReviewResult, error) {
		return ReviewResult{Result: ReviewRefused, Reason: reason}, nil
	}
	then, err := v.judge(row)
	if err != nil {
		return refuse(err.Error())
	}
	s, refusal, err := row.actOf(then)
	if err != nil || refusal != "" {
		result, _ := refuse(refusal)
		return result, err
	}
	now, err := v.remarks(ctx, tx, then)
	if err != nil {
		return ReviewResult{}, err
	}
	m := v.merge(row, then.Review, now)
	acts, err := v.actsOf(ctx, tx, row, then)
	if err != nil {
		return ReviewResult{}, err
	}
	if s.Kind == "" && len(acts) > 0 {
		m.refuse(acts[0].describe())
	}
	if m.said != now.said && m.refusal == "" {
		m.refuse(v.stale(then))
		m.refuse(v.accept(&m, now))
	}
	if m.refusal != "" {
		return refuse(m.refusal)
	}
	result := m.unchanged()
	if s.Kind != "" {
		if result, err = v.sayRow(ctx, tx, s, then, acts, now); err != nil || result.Result == ReviewRefused {
			return result, err
		}
	}
	if m.said == now.said {
		return result, nil
	}
	v.lines[row.ID] = row.Line
	result.Result = ReviewRecorded
	if result.Reason == "" {
		result.Reason = m.note
	}
	return result, v.add(ctx, tx, then, m)
}

// actsOf reads the acts that stand against a row: those on its finding since the copy was
// made, where the row decides it.
func (v *reviewer) actsOf(ctx context.Context, tx store.Tx, row ReviewRow, f foundRow) ([]saidAct, error) {
	printed := wordsOf(f.Review)
	if row.Decision == "" || row.Decision == printed.decision() && f.Review != nil {
		return nil, nil
	}
	d := Decision(row.Decision)
	return v.saidSince(ctx, tx, f.TradeNo, f.BatchNo, func(a saidAct) bool { return a.of(f) && (d.isAct() || !a.undone) })
}

// unchanged is what became of a row that says nothing new.
func (m *merged) unchanged() ReviewResult {
	if m.silent {
		return ReviewResult{Result: ReviewSilent, Reason: m.note}
	}
	return ReviewResult{Result: ReviewUnchanged, Reason: m.note}
}

// add records the words that stand after a row.
func (v *reviewer) add(ctx context.Context, tx store.Tx, f foundRow, m merged) error {
	n, err := store.Exec(ctx, tx, "review_add", v.last.ID, m.said.decision(), m.said[wordOwner], m.said[wordComment], bit(m.said[wordTick] != ""), millis(m.until),
		v.person, v.now.UnixMilli(), m.earlier, f.TradeNo, f.Code, f.BatchNo, f.NotifyID, f.subject, v.run.Job, f.FirstRun)
	if err == nil && n != 1 {
		err = words.Errorf("finding %s is not open", f.ID)
	}
	return err
}

// judge returns the finding of a row as its run printed it, or why the row cannot be
// taken in.
func (v *reviewer) judge(row ReviewRow) (foundRow, error) {
	then, ok := v.then[row.ID]
	if !ok {
		return then, words.Errorf("run %d has no such open finding", v.run.ID)
	}
	if amount := amountText(then.Amount); row.Amount != amount {
		return then, words.Errorf("the row was altered: its amount is %s, run %d found %s", alipay.Quote(row.Amount), v.run.ID, alipay.Quote(amount))
	}
	for _, text := range []string{row.Owner, row.Comment, row.Evidence} {
		if len([]rune(text)) > maxReviewText {
			return then, words.Errorf("a text of over %d characters", maxReviewText)
		}
	}
	offered := append(append(Decisions(), FindingActs()...), DecisionWithdrawn)
	if row.Decision != "" && !slices.Contains(offered, Decision(row.Decision)) {
		return then, words.Errorf("no decision: %s; choose one of %q", alipay.Quote(row.Decision), offered)
	}
	return then, nil
}

// stale returns why what a row says can no longer be taken in, if it cannot: its
// finding is another one by now.
func (v *reviewer) stale(then foundRow) string {
	now, ok := v.open[then.ID]
	switch {
	case !ok:
		return fmt.Sprintf("closed since run %d", v.run.ID)
	case amountText(then.Amount) != amountText(now.Amount) || then.Severity != now.Severity || then.Expected != now.Expected || then.Actual != now.Actual:
		return fmt.Sprintf("changed since run %d: look at the workbook of run %d", v.run.ID, v.last.ID)
	}
	return ""
}

// accept sets until when an acceptance holds, and which earlier one it is; it returns
// why there is none. An owner, a comment or a tick beside an acceptance does not renew it:
// only another decision or another date is a word for the values of today.
func (v *reviewer) accept(m *merged, now remarks) string {
	if m.said[wordDecision] != string(DecidedAccepted) {
		return ""
	}
	end, err := endOf(m.said[wordUntil])
	if err != nil {
		return undated
	}
	m.until = end
	if m.said[wordDecision] == now.said[wordDecision] && end.Equal(now.until) {
		m.earlier = now.decided
		return ""
	}
	if !end.After(v.last.AsOf) {
		return "accepted until a day that is over: " + m.said[wordUntil]
	}
	return ""
}

func amountText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}
