package main

import (
	"context"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/ledger"
	"reconcile/words"
)

// newBatchVoidCommand records that a batch will never run.
func newBatchVoidCommand(p *program) *cobra.Command {
	s := &saying{p: p, command: "batch void"}
	cmd := p.command("void BATCH_NO", "record that a person checked with Alipay that a batch never ran", oneArg,
		func(ctx context.Context, args []string) error { return voidBatch(ctx, s, args[0]) })
	cmd.Long = "Record that a person checked with Alipay, after the batch's day was over, that its unanswered\n" +
		"lines never ran and never will. They are free to be proposed again. A result that comes later\n" +
		"counts all the same and is the finding RESULT_AFTER_VOID."
	s.bind(cmd.Flags())
	return cmd
}

func voidBatch(ctx context.Context, s *saying, number string) error {
	return s.record(ctx, func(ctx context.Context, c *config.Config, l *ledger.Ledger) (*config.Job, ledger.Statement, error) {
		if _, ok := proposalRun(number); ok {
			return nil, ledger.Statement{}, refuseVoid(ctx, c, l, number)
		}
		j, err := oneJob(c, s.job)
		return j, ledger.Statement{Kind: ledger.ActVoid, BatchNo: number}, err
	})
}

// refuseVoid returns why a proposal cannot be voided.
func refuseVoid(ctx context.Context, c *config.Config, l *ledger.Ledger, id string) error {
	_, _, proposal, err := findProposal(ctx, c, l, id)
	if err != nil {
		return err
	}
	if proposal.BatchNo != "" {
		return words.Errorf("void %s: it was released as batch %s: that is what can be voided", id, proposal.BatchNo)
	}
	_, err = ledger.ProposedState.After(ledger.Voiding)
	return words.Errorf("void %s: %w", id, err)
}
