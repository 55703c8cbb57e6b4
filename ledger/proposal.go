package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Proposal is a batch that is not numbered or signed yet: what a run
// proposes where release is manual, or where it has no key. The next run
// replaces it.
type Proposal struct {
	ID        string // "P7-1": the first of run 7
	Run       int64
	Seq       int64
	Lines     []BatchLine
	Total     alipay.Money
	Digest    string // hex SHA-256 of the lines: what people approve
	Approvals []Approval
	BatchNo   string // the batch that it became; empty until it is released
	advice    []string
}

// An Approval is one person's word that the lines of one digest are right.
type Approval struct {
	Person string
	At     time.Time
}

// Proposals returns the proposals of a run.
func (l *Ledger) Proposals(ctx context.Context, run Run) ([]Proposal, error) {
	return proposals(ctx, l.db.Reader(), run)
}

func proposals(ctx context.Context, db store.Runner, run Run) ([]Proposal, error) {
	all, err := store.List(ctx, db, "proposal_seqs", scanProposal, run.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Run = run.ID
		if err := all[i].complete(ctx, db); err != nil {
			return nil, words.Errorf("proposal %s: %w", all[i].ID, err)
		}
	}
	return all, nil
}

func (p *Proposal) complete(ctx context.Context, db store.Runner) error {
	lines, err := store.List(ctx, db, "proposal_lines", scanBatchLine, p.Run, p.Seq)
	if err != nil {
		return err
	}
	p.Lines = lines
	h := sha256.New()
	var codes []string
	for _, line := range lines {
		p.Total = p.Total.Add(line.Amount)
		codes = append(codes, line.Code)
		fmt.Fprintf(h, "%s^%s^%s#", line.TradeNo, line.Amount, line.Reason)
	}
	p.Digest = hex.EncodeToString(h.Sum(nil))
	if p.advice, err = adviceFor(ctx, db, p.Run, p.Seq, codes); err != nil {
		return err
	}
	p.ID = proposalID(p.Run, p.Seq)
	approvals, err := store.List(ctx, db, "approval_list", scanApproval, p.Run, p.Digest)
	p.Approvals = oncePerPerson(approvals)
	return err
}

// proposalID names a proposal of a run, as in P7-1.
func proposalID(run, seq int64) string { return fmt.Sprintf("P%d-%d", run, seq) }

func scanProposal(rows *sql.Rows) (p Proposal, err error) {
	err = rows.Scan(&p.Seq, &p.BatchNo)
	return p, err
}

func scanApproval(rows *sql.Rows) (a Approval, err error) {
	var at int64
	err = rows.Scan(&a.Person, &at)
	a.At = moment(at)
	return a, err
}

// Errors of the release of a proposal.
var (
	ErrNoProposal = words.Errorf("no such proposal")
	ErrReplaced   = words.Errorf("a later run has replaced the proposal")
	ErrDigest     = words.Errorf("the lines are not those that were read")
	ErrApproved   = words.Errorf("the same person has approved it already")
	ErrUnapproved = words.Errorf("not enough people have approved it")
	ErrOtherDay   = words.Errorf("a proposal is for its day only")
	ErrChanged    = words.Errorf("the books no longer allow it as it was proposed")
)

// Approve records that a person has read the lines of a proposal and finds them
// right. digest is what the person read, at least its first eight hex digits.
//
// Errors: ErrNoProposal, ErrReplaced, ErrDigest, ErrApproved, or why a batch in
// its state cannot be approved.
func (l *Ledger) Approve(ctx context.Context, job, id, digest, person string, now time.Time) (Proposal, error) {
	var p Proposal
	approve := func(tx store.Tx) error {
		run, found, err := current(ctx, tx, job, id)
		if err != nil {
			return err
		}
		if _, err := found.state().After(Approving); err != nil {
			return err
		}
		if len(digest) < 8 || !strings.HasPrefix(found.Digest, strings.ToLower(digest)) {
			return words.Errorf("%w: their digest is %s", ErrDigest, found.Digest)
		}
		if hasSaid(found.Approvals, person) {
			return ErrApproved
		}
		if _, err := store.Exec(ctx, tx, "approval_add", run.ID, found.Digest, person, now.UnixMilli()); err != nil {
			return err
		}
		p = found
		p.Approvals = append(p.Approvals, Approval{person, now})
		return nil
	}
	if err := l.updateActs(ctx, approve, nil); err != nil {
		return Proposal{}, words.Errorf("approve %s: %w", id, err)
	}
	return p, nil
}

// state is where a proposal is in the life of a batch.
func (p Proposal) state() BatchState {
	if p.BatchNo != "" {
		return Emitted
	}
	return ProposedState
}

// current finds a proposal of a job's newest run.
func current(ctx context.Context, db store.Runner, job, id string) (Run, Proposal, error) {
	runs, err := store.List(ctx, db, "run_columns+run_last", scanRun, job)
	if err != nil {
		return Run{}, Proposal{}, err
	}
	if len(runs) == 0 {
		return Run{}, Proposal{}, ErrNoProposal
	}
	all, err := proposals(ctx, db, runs[0])
	for _, p := range all {
		if p.ID == id {
			return runs[0], p, err
		}
	}
	if err != nil {
		return Run{}, Proposal{}, err
	}
	var run, seq int64
	if n, _ := fmt.Sscanf(id, "P%d-%d", &run, &seq); n == 2 && run < runs[0].ID {
		return Run{}, Proposal{}, words.Errorf("%w: the newest is run %d", ErrReplaced, runs[0].ID)
	}
	return Run{}, Proposal{}, ErrNoProposal
}
