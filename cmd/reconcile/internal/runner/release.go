package runner

import (
	"context"
	"errors"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// releaseMargin is how much of its day must be left to a batch, so that people
// can read it and type the password before Alipay refuses it.
const releaseMargin = 30 * time.Minute

// Release releases a proposal of the job's newest run and writes the files of
// its batch. What an earlier call left half done is completed first: where that
// was this very proposal, nothing is left to do.
func (n *Runner) Release(ctx context.Context, proposal ledger.Proposal, person string) (Released, error) {
	r := Released{Proposal: proposal.ID}
	unfinished, err := n.unfinished(ctx, proposal)
	if err != nil {
		return r, err
	}
	if _, err := n.RecoverPending(ctx); err != nil {
		return r, err
	}
	run, _, err := n.Books.LastRun(ctx, n.Job.Name) // after its files have appeared
	if err != nil {
		return r, err
	}
	number := proposal.BatchNo
	if !unfinished {
		if number, err = n.number(ctx, run, proposal.ID, person); err != nil {
			return r, err
		}
	}
	ctx = context.WithoutCancel(ctx) // it is in flight: the files come, whatever comes between
	if r.Files, err = n.publishRelease(ctx, run, number); err != nil {
		return r, hint.With(words.Errorf("batch %s is released and in flight, and its files are still to be written: %w", number, err),
			"mend that, then call reconcile batch release %s again, or reconcile run: both write them", proposal.ID)
	}
	r.Batch, _, err = n.Books.Batch(ctx, run.Account, number)
	return r, err
}

// Released is a proposal that has become a batch, and the paths of its files.
type Released struct {
	Proposal string
	Batch    ledger.Batch
	Files    []string
}

// unfinished reports whether a proposal was released and its files are still to
// be written.
func (n *Runner) unfinished(ctx context.Context, p ledger.Proposal) (bool, error) {
	numbers, err := n.Books.UnpublishedReleases(ctx, n.Job.Name)
	for _, number := range numbers {
		if number == p.BatchNo {
			return true, err
		}
	}
	return false, err
}

// number releases a proposal in the books and returns the number of its batch. What was
// issued elsewhere, and what is new of the evidence of the account, is read first.
func (n *Runner) number(ctx context.Context, run ledger.Run, id, person string) (number string, err error) {
	if !enoughOfDay(n.AsOf) {
		local := n.AsOf.In(alipay.Shanghai())
		return "", hint.With(words.Errorf("release %s: it is %s in Shanghai, and a batch is for its day only: less than %d minutes of it are left", id, local.Format(time.TimeOnly), int(releaseMargin.Minutes())),
			"reconcile run proposes it anew after midnight")
	}
	n.taking = run
	if err := n.takeIn(ctx, run); err != nil {
		return "", err
	}
	if n.Held != "" {
		return "", words.Errorf("release %s: %s", id, words.Kept(n.Held))
	}
	input, err := n.readAccount(ctx, run)
	if err != nil {
		return "", err
	}
	err = n.decide(ctx, func(p ledger.Policy) error {
		number, err = n.Books.Release(ctx, n.Job.Name, id, person, p, input, n.AsOf)
		return err
	})
	switch {
	case errors.Is(err, ledger.ErrOtherDay):
		return "", hint.With(err, "reconcile run proposes anew what is missing today")
	case errors.Is(err, ledger.ErrUnapproved):
		return "", hint.With(err, "reconcile batch show %s prints the lines and how to approve them", id)
	case errors.Is(err, ledger.ErrChanged):
		return "", hint.With(err, "reconcile run proposes what is missing now")
	}
	return number, err
}

// readAccount reads what is new in the sources of every job of the account, and returns
// what became of them: what does not read holds what it would hold in a run.
func (n *Runner) readAccount(ctx context.Context, run ledger.Run) (input ledger.RunInput, err error) {
	for _, j := range n.Config.Jobs {
		if j.Account != n.Job.Account {
			continue
		}
		other := *n
		other.Job = j
		files, gaps, err := other.read(ctx, run.Account, run.ID, nil, nil)
		if err != nil {
			return input, err
		}
		input.Files, input.Gaps = append(input.Files, files...), append(input.Gaps, gaps...)
	}
	input.Files, err = n.addIngested(ctx, run.Account, input.Files)
	return input, err
}

// enoughOfDay reports whether a batch of a moment has enough of its day left.
func enoughOfDay(now time.Time) bool {
	local := now.In(alipay.Shanghai())
	y, m, d := local.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, alipay.Shanghai()).Sub(local) >= releaseMargin
}
