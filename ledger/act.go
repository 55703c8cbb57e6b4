package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"reconcile/ledger/internal/store"
)

// An ActKind is what kind of thing a person did.
type ActKind string

// What people do on the books.
const (
	ActVoid    ActKind = "void"    // asked Alipay about a batch: it will never run
	ActApprove ActKind = "approve" // found the lines of a proposal right
	ActRelease ActKind = "release" // made a proposal a batch
	ActReview  ActKind = "review"  // said something of a finding
)

// An Act is what a person did on the books of an account, by name (contract 4.4). Fields
// that do not apply are empty.
type Act struct {
	At       time.Time
	Kind     ActKind
	Person   string
	BatchNo  string
	Proposal string // that was released, as in "P7-1"
	Run      int64  // whose proposal was approved
	Digest   string // hex, of the lines that were approved
	Code     string // of the finding
	Finding  string // its id
	TradeNo  string // that it is of
	NotifyID string // that it is of
	Decision Decision
	Said     string // the evidence of a void; the owner and the comment of a review

	after int64 // the decision of a run that came before it
}

// Acts yields what people did on the books of an account, in order of time.
func (l *Ledger) Acts(ctx context.Context, account int64) iter.Seq2[Act, error] {
	return func(yield func(Act, error) bool) {
		for act, err := range store.Stream(ctx, l.db.Reader(), "act_all", scanFullAct, account) {
			if err != nil {
				err = fmt.Errorf("acts: %w", err)
			}
			if !yield(act, err) || err != nil {
				return
			}
		}
	}
}

// RunActs yields the acts that a run was decided after: those since the run of its job
// before it, and all voids, which stay in force.
func (l *Ledger) RunActs(ctx context.Context, run Run) iter.Seq2[Act, error] {
	return func(yield func(Act, error) bool) {
		run, err := l.RunByID(ctx, run.ID) // with when it was decided
		var before Run
		if err == nil {
			before, _, err = l.Previous(ctx, run)
		}
		if err != nil {
			yield(Act{}, err)
			return
		}
		for act, err := range l.Acts(ctx, run.Account) {
			if err == nil && (act.after >= run.commit || act.after < before.commit && act.Kind != ActVoid) {
				continue
			}
			if !yield(act, err) || err != nil {
				return
			}
		}
	}
}

func scanFullAct(rows *sql.Rows) (a Act, err error) {
	var at, seq, firstRun int64
	var subject string
	err = rows.Scan(&a.Kind, &at, &a.Person, &a.BatchNo, &a.Run, &seq, &a.Digest,
		&a.Code, &a.TradeNo, &a.NotifyID, &subject, &firstRun, &a.Decision, &a.Said, &a.after)
	a.At = moment(at)
	if a.Kind == ActRelease {
		a.Proposal = proposalID(a.Run, seq)
	}
	if a.Kind == ActReview {
		a.Finding = findingID(a.Code, a.TradeNo, a.BatchNo, a.NotifyID, subject, firstRun)
	}
	return a, err
}
