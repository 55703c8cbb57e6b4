package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
)

// newBatchVoidCommand records that a batch will never run.
func newBatchVoidCommand(p *program) *cobra.Command {
	var job, by, evidence string
	cmd := p.command("void BATCH_NO", "record that a person checked with Alipay that a batch never ran", oneArg,
		func(ctx context.Context, args []string) error { return voidBatch(ctx, p, job, args[0], by, evidence) })
	cmd.Long = "Record that a person checked with Alipay, after the batch's day was over, that its unanswered\n" +
		"lines never ran and never will. They are free to be proposed again. A result that comes later\n" +
		"counts all the same and is the finding RESULT_AFTER_VOID."
	bindVoid(cmd.Flags(), &job, &by, &evidence)
	return cmd
}

func voidBatch(ctx context.Context, p *program, name, number, by, evidence string) error {
	if strings.TrimSpace(by) == "" || strings.TrimSpace(evidence) == "" {
		return &hint.UsageError{Err: errors.New("batch void needs --by NAME and --evidence TEXT: the books keep who checked what")}
	}
	c, err := config.Load(p.config, nil)
	if err != nil {
		return err
	}
	a, err := oneAccount(c, name)
	if err != nil {
		return err
	}
	if err := errors.Join(mayAct(c, by), runner.NeedLedger(c)); err != nil {
		return err
	}
	return withWriter(ctx, c, func(b *runner.Books) error {
		if _, ok := proposalRun(number); ok {
			return refuseVoid(ctx, c, b.Ledger, number)
		}
		account, err := b.Account(ctx, a.Merchant.Partner)
		if err != nil {
			return err
		}
		said := ledger.Statement{Kind: ledger.ActVoid, BatchNo: number, Person: by, Evidence: evidence}
		if _, err := b.Say(ctx, account, ledger.Policy{}, said, p.Now()); err != nil {
			return voidError(err)
		}
		if p.JSON {
			return p.PrintFields("batch_no", number, "account", a.Name, "state", ledger.Void)
		}
		if !p.Quiet {
			p.Say("batch %s%s is void; the next run may propose its unanswered lines again", number, c.OfAccount(a))
		}
		return nil
	})
}

// refuseVoid returns why a proposal cannot be voided.
func refuseVoid(ctx context.Context, c *config.Config, l *ledger.Ledger, id string) error {
	_, _, proposal, err := findProposal(ctx, c, l, id)
	if err != nil {
		return err
	}
	if proposal.BatchNo != "" {
		return fmt.Errorf("void %s: it was released as batch %s: that is what can be voided", id, proposal.BatchNo)
	}
	_, err = ledger.ProposedState.After(ledger.Voiding)
	return fmt.Errorf("void %s: %w", id, err)
}

// voidError adds the way out to a refusal, which names the batch.
func voidError(err error) error {
	switch {
	case errors.Is(err, ledger.ErrTooEarly):
		return hint.With(err, "an open page can still be confirmed until then: check with Alipay after it")
	case errors.Is(err, ledger.ErrNoBatch):
		return hint.With(err, "reconcile batch list shows the numbers")
	}
	return err
}

// oneAccount returns the account of the named job, or the only account.
func oneAccount(c *config.Config, job string) (*config.Account, error) {
	jobs, err := c.Selected(job)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.Account != jobs[0].Account {
			return nil, &hint.UsageError{Err: errors.New("there are several accounts: say with --job which one the batch is of")}
		}
	}
	return jobs[0].Account, nil
}
