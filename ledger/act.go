package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An ActKind is what kind of thing a person did.
type ActKind string

// What people do on the books (contract 4.4).
const (
	ActVoid       ActKind = "void"       // asked Alipay about a batch: it will never run
	ActSubmitted  ActKind = "submitted"  // submitted a batch; with a code, the page refused it whole
	ActSucceeded  ActKind = "succeeded"  // asked about a line: it was refunded
	ActFailed     ActKind = "failed"     // asked about a line: it was not, and will not be
	ActElsewhere  ActKind = "elsewhere"  // gave the buyer an amount another way, or he forwent it
	ActPaid       ActKind = "paid"       // what the buyer paid, where exports disagree
	ActUnrefunded ActKind = "unrefunded" // nothing unknown was refunded of a trade until now
	ActAllow      ActKind = "allow"      // an amount may be issued for a trade, once
	ActDismiss    ActKind = "dismiss"    // looked at a finding, and it is nothing
	ActUndo       ActKind = "undo"       // takes an act back
	ActApprove    ActKind = "approve"    // found the lines of a proposal right
	ActRelease    ActKind = "release"    // made a proposal a batch
	ActReview     ActKind = "review"     // said something of a finding
)

// An ActState is what became of an act.
type ActState string

// The states of an act; approvals, releases and reviews have none.
const (
	ActWaiting ActState = "waiting"  // for more people who say the same
	ActInForce ActState = "in force" // or it has done what it does
	ActUndone  ActState = "undone"
	ActUsed    ActState = "used"   // an allowance that a batch has drawn
	ActLapsed  ActState = "lapsed" // newer evidence about its subject was read
)

// An Act is what a person did on the books of an account, by name (contract 4.4). Fields
// that do not apply are empty.
type Act struct {
	No         int64 // ActID prints it; 0 of an approval, a release and a review
	At         time.Time
	Kind       ActKind
	State      ActState
	Person     string     // who said it first
	People     []Approval // who has said it, the first of them first
	Needed     int        // how many people it takes
	BatchNo    string
	Proposal   string // that was released, as in "P7-1"
	Run        int64  // whose proposal was approved
	Digest     string // hex, of the lines that were approved
	Code       string // of the finding; the error code of a line or page
	Finding    string // its id
	TradeNo    string
	NotifyID   string
	Amount     *alipay.Money // given, paid or allowed; of a finding that is dismissed
	Decision   Decision
	Said       string // the evidence; the owner and the comment of a review
	File       string // the name of a document
	FileSHA256 string // hex, of its content
	Undoes     int64  // the act that it undoes; 0 for none
	UndoneBy   int64  // the act that undoes it; 0 for none
	UsedBy     string // the batch that has drawn the allowance

	after int64 // the decision of a run that came before it, or before what became of it
}

// Acts yields what people did on the books of an account, in order of time.
func (l *Ledger) Acts(ctx context.Context, account int64) iter.Seq2[Act, error] {
	return func(yield func(Act, error) bool) {
		db := store.Prepare(l.db.Reader())
		defer db.Close()
		for act, err := range store.Stream(ctx, l.db.Reader(), "act_all", scanFullAct, account, 0) {
			if err == nil {
				err = act.addPeople(ctx, db)
			}
			if err != nil {
				err = words.Errorf("acts: %w", err)
			}
			if !yield(act, err) || err != nil {
				return
			}
		}
	}
}

// Act returns the act of a number; of one that seconds another, that.
//
// Errors: ErrNoAct.
func (l *Ledger) Act(ctx context.Context, account, no int64) (Act, error) {
	all, err := store.List(ctx, l.db.Reader(), "act_all", scanFullAct, account, no)
	if err == nil && len(all) == 0 {
		err = ErrNoAct
	}
	if err != nil {
		return Act{}, words.Errorf("act %s: %w", ActID(no), err)
	}
	return all[0], all[0].addPeople(ctx, l.db.Reader())
}

// addPeople reads who has said an act.
func (a *Act) addPeople(ctx context.Context, db store.Runner) (err error) {
	if a.No == 0 || a.Needed == 1 {
		a.People = []Approval{{a.Person, a.At}}
		return nil
	}
	a.People, err = store.List(ctx, db, "act_people", scanApproval, a.No)
	return err
}

// RunActs yields the acts that a run was decided after: those since the run of its job
// before it, and those that are in force.
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
			if err == nil && (act.after >= run.commit || act.after < before.commit && act.State != ActInForce) {
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
	var amount sql.NullInt64
	var subject string
	err = rows.Scan(&a.Kind, &at, &a.Person, &a.BatchNo, &a.Run, &seq, &a.Digest,
		&a.Code, &a.TradeNo, &a.NotifyID, &subject, &firstRun, &a.Decision, &a.Said, &a.after,
		&a.No, &amount, &a.File, &a.FileSHA256, &a.Undoes, &a.Needed, &a.State, &a.UndoneBy, &a.UsedBy)
	a.At, a.Amount = moment(at), maybeMoney(amount)
	if a.Kind == ActRelease {
		a.Proposal = proposalID(a.Run, seq)
	}
	if firstRun > 0 {
		a.Finding = findingID(a.Code, a.TradeNo, a.BatchNo, a.NotifyID, subject, firstRun)
	}
	return a, err
}
