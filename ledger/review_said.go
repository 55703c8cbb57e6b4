package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A saidAct is an act that somebody has said since the run of a copy.
type saidAct struct {
	no                    int64
	kind                  ActKind
	notify, subject, code string
	firstRun, fen         int64 // fen is -1 where it has no amount
	by                    speaker
	waits                 int64 // for so many more people
	undone                bool
}

func scanSaidAct(rows *sql.Rows) (a saidAct, err error) {
	var at int64
	err = rows.Scan(&a.no, &a.kind, &a.notify, &a.subject, &a.firstRun, &a.code, &a.fen, &a.by.person, &at, &a.waits, &a.undone)
	a.by.at = moment(at)
	return a, err
}

// saidSince reads what people have said of a trade, a batch or a line since the run of the
// copy, as far as it is meant.
func (v *reviewer) saidSince(ctx context.Context, tx store.Tx, tradeNo, batchNo string, meant func(saidAct) bool) (acts []saidAct, err error) {
	for a, err := range store.Stream(ctx, tx, "act_since", scanSaidAct, v.run.Account, tradeNo, batchNo, v.run.commit) {
		if err != nil {
			return nil, err
		}
		if meant(a) {
			acts = append(acts, a)
		}
	}
	return acts, nil
}

// of reports whether an act is on a finding, or on the line that it is of.
func (a saidAct) of(f foundRow) bool {
	switch a.kind {
	case ActDismiss:
		return a.code == f.Code && a.notify == f.NotifyID && a.subject == f.subject && a.firstRun == f.FirstRun
	case ActSucceeded, ActFailed:
		return f.TradeNo != "" && f.BatchNo != ""
	}
	return false
}

// ofHold reports whether an act is one of those that end a hold.
func (a saidAct) ofHold() bool { return Decision(a.kind).endsHold() }

// says reports whether an act is what a statement would say again.
func (a saidAct) says(s Statement) bool {
	switch {
	case a.kind != s.Kind:
		return false
	case s.Kind == ActAllow || s.Kind == ActElsewhere:
		return a.fen == s.Amount.Fen()
	case s.Kind == ActFailed:
		return a.code == s.Code
	}
	return true
}

// describe says that somebody said an act, for people, and how it is taken back.
func (a saidAct) describe() string {
	return fmt.Sprintf("%s said %s (%s) on %s%s; reconcile undo %[3]s takes it back", a.by.person, a.kind, ActID(a.no), a.by.day(), sinceCopy)
}

// compare returns the act that says already what a statement would, and needs nobody
// else; or why the statement is refused. Neither, where it is to be said.
func compare(acts []saidAct, s Statement) (said int64, refusal string) {
	for _, a := range acts {
		switch same := a.says(s); {
		case same && a.undone:
			return 0, fmt.Sprintf("%s said so and was taken back%s: say it in a newer copy", ActID(a.no), sinceCopy)
		case !same && !a.undone:
			return 0, a.describe()
		case same && a.waits <= 0:
			said = a.no
		}
	}
	return said, ""
}

// say records a statement, and returns what became of its row.
func (v *reviewer) say(ctx context.Context, tx store.Tx, s Statement) (ReviewResult, error) {
	s.Person = v.person
	// Each has a millisecond of its own: by its time the journal tells it from another act
	// of the same person about the same trade.
	now := v.now.Add(time.Duration(len(v.acts)) * time.Millisecond)
	a := actor{ctx: ctx, tx: tx, account: v.run.Account, statement: s, now: now}
	no, err := a.say(v.policy)
	switch {
	case err == nil:
		v.acts = append(v.acts, a)
		return ReviewResult{Result: ReviewRecorded, Act: ActID(no)}, nil
	case errors.Is(err, ErrSaid):
		return ReviewResult{Result: ReviewUnchanged, Reason: err.Error()}, nil
	}
	for _, refused := range []error{ErrNoBatch, ErrNoTrade, ErrNoAct, ErrTooMuch, ErrTooEarly, ErrNotNow} {
		if errors.Is(err, refused) {
			return ReviewResult{Result: ReviewRefused, Reason: err.Error()}, nil
		}
	}
	return ReviewResult{}, words.Errorf("%s %s: %w", s.Kind, a.on(), err)
}

// journal writes the acts of the rows by which less is owed into the journal, as Say does.
func (v *reviewer) journal() error {
	for _, a := range v.acts {
		if err := a.journal(v.policy); err != nil {
			return words.Errorf("%s %s: %w", a.statement.Kind, a.on(), err)
		}
	}
	return nil
}

// tellState adds to a row whether the act that it has recorded waits for more people.
func (l *Ledger) tellState(ctx context.Context, account int64, r *ReviewResult) error {
	no, ok := ParseActID(r.Act)
	if !ok || r.Result != ReviewRecorded {
		return nil
	}
	act, err := l.Act(ctx, account, no)
	if more := act.Needed - len(act.People); err == nil && act.State == ActWaiting {
		r.Reason = fmt.Sprintf("waits for %d more who says the same", more)
	}
	return err
}
