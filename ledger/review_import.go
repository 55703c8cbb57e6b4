package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// A ReviewRow is what people wrote beside one finding of a workbook.
type ReviewRow struct {
	Line     int64  // of the sheet
	ID       string // of the finding
	Amount   string // as the row shows it: the finding's, empty where it has none
	Decision string
	Owner    string
	Comment  string
	Tick     *bool // nil where the cell is empty
}

// A ReviewResult is what became of a row: recorded, unchanged, silent or refused,
// with the reason, or what else is to be known.
type ReviewResult struct {
	Line   int64  `json:"line"`
	ID     string `json:"id"`
	Result string `json:"result"`
	Reason string `json:"reason,omitempty"`
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

// Review takes what people wrote into the workbook of a run into the books, for
// the job's runs to come. Each row is decided by itself, and each of its words
// (decision, owner, comment, tick) is compared with what that run printed: an empty
// cell and one as it was printed say nothing. A row is refused where its finding is
// unknown, closed, or has other values than in that run, where the row was altered
// beside the finding, where an acceptance has no date in its comment ("until
// 2026-12-31"), and where somebody else has said one of its words otherwise since
// that run. Words that the books have change nothing, so that taking a workbook in
// twice is taking it in once.
func (l *Ledger) Review(ctx context.Context, run Run, rows []ReviewRow, person string, now time.Time) ([]ReviewResult, error) {
	last, _, err := l.LastRun(ctx, run.Job)
	if err != nil {
		return nil, fmt.Errorf("review run %d: %w", run.ID, err)
	}
	v := &reviewer{run: run, last: last, person: person, now: now, then: map[string]foundRow{}, open: map[string]foundRow{}, lines: map[string]int64{}}
	if err := v.load(ctx, l, rows); err != nil {
		return nil, fmt.Errorf("review run %d: %w", run.ID, err)
	}
	var results []ReviewResult
	err = l.db.Update(ctx, func(tx sqlite.Tx) error {
		for _, row := range rows {
			result, err := v.record(ctx, tx, row)
			if err != nil {
				return err
			}
			results = append(results, result)
		}
		return keepActEnd(ctx, tx)
	})
	if err != nil {
		return nil, fmt.Errorf("review run %d: %w", run.ID, err)
	}
	return results, nil
}

// A reviewer compares rows with what their run found and with what is open now.
type reviewer struct {
	run, last  Run
	person     string
	now        time.Time
	then, open map[string]foundRow // by id
	lines      map[string]int64    // of the rows that were recorded, by id
}

// load looks up the findings of the rows.
func (v *reviewer) load(ctx context.Context, l *Ledger, rows []ReviewRow) error {
	ids := map[string]bool{}
	for _, row := range rows {
		ids[row.ID] = true
	}
	for _, at := range []struct {
		run  Run
		into map[string]foundRow
	}{{v.run, v.then}, {v.last, v.open}} {
		for f, err := range store.Stream(ctx, l.db.Reader(), "finding_list", scanFinding, at.run.ID, at.run.Job) {
			if err != nil {
				return err
			}
			if ids[f.ID] && f.Status != StatusClosed {
				at.into[f.ID] = f
			}
		}
	}
	return nil
}

// record decides one row, and records it.
func (v *reviewer) record(ctx context.Context, tx sqlite.Tx, row ReviewRow) (ReviewResult, error) {
	result := ReviewResult{Line: row.Line, ID: row.ID, Result: ReviewRefused}
	then, err := v.judge(row)
	if err != nil {
		result.Reason = err.Error()
		return result, nil
	}
	now, err := v.standing(ctx, tx, then)
	if err != nil {
		return result, err
	}
	m := v.merge(row, then.Review, now)
	switch {
	case m.refusal == "" && m.said == now.said:
		result.Result, result.Reason = ReviewUnchanged, m.note
		if m.silent {
			result.Result = ReviewSilent
		}
		return result, nil
	case m.refusal == "":
		m.refusal = v.stale(then)
	}
	if m.refusal == "" {
		m.refusal = v.accept(&m, now)
	}
	if m.refusal != "" {
		result.Reason = m.refusal
		return result, nil
	}
	v.lines[row.ID] = row.Line
	result.Result, result.Reason = ReviewRecorded, m.note
	return result, v.add(ctx, tx, then, m)
}

// add records the words that stand after a row.
func (v *reviewer) add(ctx context.Context, tx sqlite.Tx, f foundRow, m merged) error {
	n, err := store.Exec(ctx, tx, "review_add", v.last.ID, m.said.decision(), m.said[wordOwner], m.said[wordComment], bit(m.said[wordTick] != ""), millis(m.until),
		v.person, v.now.UnixMilli(), m.earlier, f.TradeNo, f.Code, f.BatchNo, f.NotifyID, f.subject, v.run.Job, f.FirstRun)
	if err == nil && n != 1 {
		err = fmt.Errorf("finding %s is not open", f.ID)
	}
	return err
}

// judge returns the finding of a row as its run printed it, or why the row cannot be
// taken in.
func (v *reviewer) judge(row ReviewRow) (foundRow, error) {
	then, ok := v.then[row.ID]
	if !ok {
		return then, fmt.Errorf("run %d has no such open finding", v.run.ID)
	}
	if amount := amountText(then.Amount); row.Amount != amount {
		return then, fmt.Errorf("the row was altered: its amount is %s, run %d found %s", alipay.Quote(row.Amount), v.run.ID, alipay.Quote(amount))
	}
	for _, text := range []string{row.Owner, row.Comment} {
		if len([]rune(text)) > maxReviewText {
			return then, fmt.Errorf("a text of over %d characters", maxReviewText)
		}
	}
	offered := append(Decisions(), DecisionWithdrawn)
	if row.Decision != "" && !slices.Contains(offered, Decision(row.Decision)) {
		return then, fmt.Errorf("no decision: %s; choose one of %q", alipay.Quote(row.Decision), offered)
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
// why there is none. An owner or a tick beside an acceptance does not renew it: only
// another decision or another date is a word for the values of today.
func (v *reviewer) accept(m *merged, now standing) string {
	if m.said[wordDecision] != string(DecidedAccepted) {
		return ""
	}
	decided, end := m.said[wordDecision] != now.said[wordDecision], now.until
	if decided || m.said[wordComment] != now.said[wordComment] {
		var ok bool
		if end, ok = until(m.said[wordComment]); !ok {
			return undated
		}
	}
	m.until = end
	if !decided && end.Equal(now.until) {
		m.earlier = now.decided
		return ""
	}
	if !end.After(v.last.AsOf) {
		return "accepted until a day that is over: " + end.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return ""
}

func amountText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}
