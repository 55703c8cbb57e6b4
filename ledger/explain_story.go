package ledger

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// maxEvents is how many events a story holds; a batch of the interface has 1000 lines.
const maxEvents = 10000

// A Story is what the books know of one thing, in order of time; what has no time comes
// first.
type Story struct {
	Events []Event
	Cut    bool // there are more than it holds
}

// ExplainBatch returns all that the books know of a batch: its request and lines, what was
// issued or released and by whom, who approved it, its notifications and their further
// deliveries, its results, its refunds in bills, what was rejected under its number, its
// voiding, and the findings of a job about it.
func (l *Ledger) ExplainBatch(ctx context.Context, account int64, batchNo, job string) (Story, error) {
	s, err := l.story(ctx, "explain_batch", account, batchNo, job)
	if err != nil {
		return s, words.Errorf("explain batch %s: %w", batchNo, err)
	}
	approvals, err := l.approvalsOf(ctx, account, batchNo)
	s.Events = append(s.Events, approvals...)
	s.sort()
	return s, err
}

// approvalsOf returns who approved the lines of a batch before it was released.
func (l *Ledger) approvalsOf(ctx context.Context, account int64, batchNo string) (events []Event, err error) {
	batch, ok, err := l.Batch(ctx, account, batchNo)
	if err != nil || !ok || batch.Run == 0 {
		return nil, err
	}
	run, err := l.RunByID(ctx, batch.Run)
	if err != nil {
		return nil, err
	}
	all, err := l.Proposals(ctx, run)
	for _, p := range all {
		if p.BatchNo != batchNo {
			continue
		}
		for _, a := range p.Approvals {
			events = append(events, Event{At: a.At, Kind: EventApproval, BatchNo: batchNo, Effective: true, Run: run.ID, Text: a.Person})
		}
	}
	return events, err
}

// ExplainNotification returns all that the books know of a notification: its deliveries,
// those that say other, what was rejected under its name, forgeries among them, its results,
// and the findings of a job about it.
func (l *Ledger) ExplainNotification(ctx context.Context, account int64, notifyID, job string) (Story, error) {
	s, err := l.story(ctx, "explain_notification", account, notifyID, job)
	if err != nil {
		return s, words.Errorf("explain notification %s: %w", notifyID, err)
	}
	return s, nil
}

// ErrNoFinding is returned for a name that no finding of a job has.
var ErrNoFinding = words.Errorf("no such finding")

// A FindingStory is what a finding says, and its life.
type FindingStory struct {
	Finding Finding // as the last run saw it that did
	Story
}

// ExplainFinding returns what a finding of a job says and its life: when it opened, with
// which values until when, what people said of it, and when it closed. last is the job's last
// run; the name is whole.
//
// Errors: ErrNoFinding.
func (l *Ledger) ExplainFinding(ctx context.Context, last Run, id string) (FindingStory, error) {
	named, err := l.findingsNamed(ctx, last.Job, id)
	if err != nil || len(named) != 1 {
		return FindingStory{}, errors.Join(err, words.Errorf("%s: %w", id, ErrNoFinding))
	}
	n := named[0]
	story, err := l.story(ctx, "explain_life", last.Job, n.code, n.tradeNo, n.batchNo, n.notifyID, n.subject, n.firstRun)
	if err != nil {
		return FindingStory{}, words.Errorf("explain finding %s: %w", id, err)
	}
	run := last.ID
	if n.closedRun != 0 {
		run = n.closedRun
	}
	for f, err := range l.FindingsThat(ctx, run, func(f Finding) bool { return f.ID == n.id }) {
		return FindingStory{f, story}, err
	}
	return FindingStory{}, words.Errorf("%s: %w", id, ErrNoFinding)
}

// story reads the events that a statement tells of.
func (l *Ledger) story(ctx context.Context, name string, args ...any) (s Story, err error) {
	s.Events, err = store.List(ctx, l.db.Reader(), name, scanToldEvent, args...)
	if s.Cut = len(s.Events) > maxEvents; s.Cut {
		s.Events = s.Events[:maxEvents]
	}
	s.sort()
	return s, err
}

// sort puts the events in order of time; those of one time stay in theirs.
func (s *Story) sort() {
	slices.SortStableFunc(s.Events, func(a, b Event) int { return a.At.Compare(b.At) })
}

// scanToldEvent reads an event of any kind.
func scanToldEvent(rows *sql.Rows) (e Event, err error) {
	var placeIn int
	var at, amount sql.NullInt64
	err = rows.Scan(&placeIn, &e.Kind, &at, &e.TradeNo, &e.BatchNo, &e.NotifyID, &e.Occurrence, &amount,
		&e.Code, &e.Text, &e.Effective, &e.Run, &e.Place.File, &e.Place.Line)
	e.At, e.Amount = maybeMoment(at), maybeMoney(amount)
	e.Place = placeOf(e.Place.File, e.Place.Line)
	if e.Kind == EventResult && IsAnswer(e.NotifyID) {
		e.Kind = EventAnswer
	}
	return e, err
}
