package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	Tick     bool
}

// A ReviewResult is what became of a row: recorded, unchanged, silent or refused,
// with the reason.
type ReviewResult struct {
	Line   int64  `json:"line"`
	ID     string `json:"id"`
	Result string `json:"result"`
	Reason string `json:"reason,omitempty"`
}

// What becomes of a row of a review.
const (
	ReviewRecorded  = "recorded"
	ReviewUnchanged = "unchanged" // the books say so already
	ReviewSilent    = "silent"    // nothing was written
	ReviewRefused   = "refused"
)

// maxReviewText is the longest owner or comment, in characters.
const maxReviewText = 2000

// Review takes what people wrote into the workbook of a run into the books, for
// the job's runs to come. Each row is decided by itself: one is refused where its
// finding is unknown, closed, or has other values than in that run, where the
// row was altered beside the finding, and where an acceptance has no date in its
// comment ("until 2026-12-31"). Rows that say what the books say change nothing, so
// that taking a workbook in twice is taking it in once.
func (l *Ledger) Review(ctx context.Context, run Run, rows []ReviewRow, person string, now time.Time) ([]ReviewResult, error) {
	last, _, err := l.LastRun(ctx, run.Job)
	if err != nil {
		return nil, fmt.Errorf("review run %d: %w", run.ID, err)
	}
	v := &reviewer{run: run, last: last, person: person, now: now, then: map[string]foundRow{}, open: map[string]foundRow{}}
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
		return nil
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
	f, review, err := v.judge(row)
	if err != nil {
		result.Reason = err.Error()
		return result, nil
	}
	standing := Review{Decision: DecidedOpen}
	if f.Review != nil {
		standing = *f.Review
	}
	// What was taken in after the last run is not among its findings yet.
	var latest reviewRow
	err = store.QueryRow(ctx, tx, "review_latest", []any{f.TradeNo, f.Code, f.BatchNo, f.NotifyID, f.subject, v.run.Job, f.FirstRun},
		&latest.decision, &latest.owner, &latest.comment, &latest.tick, &latest.until)
	if err == nil {
		standing = *latest.review()
	} else if !errors.Is(err, sql.ErrNoRows) {
		return result, err
	}
	switch {
	case review.same(standing) && review.silent():
		result.Result = ReviewSilent
		return result, nil
	case review.same(standing):
		result.Result = ReviewUnchanged
		return result, nil
	}
	n, err := store.Exec(ctx, tx, "review_add", v.last.ID, string(review.Decision), review.Owner, review.Comment, bit(review.Tick), millis(review.Until),
		v.person, v.now.UnixMilli(), f.TradeNo, f.Code, f.BatchNo, f.NotifyID, f.subject, v.run.Job, f.FirstRun)
	if err == nil && n != 1 {
		err = fmt.Errorf("finding %s is not open", row.ID)
	}
	result.Result = ReviewRecorded
	return result, err
}

// judge reads a row, or returns why it is refused.
func (v *reviewer) judge(row ReviewRow) (foundRow, Review, error) {
	then, ok := v.then[row.ID]
	if !ok {
		return then, Review{}, fmt.Errorf("run %d has no such open finding", v.run.ID)
	}
	if amount := amountText(then.Amount); row.Amount != amount {
		return then, Review{}, fmt.Errorf("the row was altered: its amount is %s, run %d found %s", alipay.Quote(row.Amount), v.run.ID, alipay.Quote(amount))
	}
	now, ok := v.open[row.ID]
	if !ok {
		return then, Review{}, fmt.Errorf("closed since run %d", v.run.ID)
	}
	if a, b := amountText(then.Amount), amountText(now.Amount); a != b || then.Severity != now.Severity || then.Expected != now.Expected || then.Actual != now.Actual {
		return then, Review{}, fmt.Errorf("changed since run %d: look at the workbook of run %d", v.run.ID, v.last.ID)
	}
	review, err := v.read(row)
	return now, review, err
}

// read takes what was written.
func (v *reviewer) read(row ReviewRow) (Review, error) {
	r := Review{Decision: Decision(row.Decision), Owner: row.Owner, Comment: row.Comment, Tick: row.Tick}
	if r.Decision == "" {
		r.Decision = DecidedOpen
	}
	for _, text := range []string{r.Owner, r.Comment} {
		if len([]rune(text)) > maxReviewText {
			return r, fmt.Errorf("a text of over %d characters", maxReviewText)
		}
	}
	if !slices.Contains(Decisions(), r.Decision) {
		var all []string
		for _, d := range Decisions() {
			all = append(all, string(d))
		}
		return r, fmt.Errorf("no decision: %s; choose %s", alipay.Quote(row.Decision), strings.Join(all, ", "))
	}
	if r.Decision != DecidedAccepted {
		return r, nil
	}
	end, ok := until(r.Comment)
	switch {
	case !ok:
		return r, errors.New("accepted without a date: write until when into the comment, such as until 2026-12-31")
	case !end.After(v.last.AsOf):
		return r, fmt.Errorf("accepted until a day that is over: %s", end.AddDate(0, 0, -1).Format(time.DateOnly))
	}
	r.Until = end
	return r, nil
}

func amountText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}
