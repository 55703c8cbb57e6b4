package main

import (
	"context"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/ledger"
)

// newBatchSubmittedCommand records that a batch was submitted, and what the page answered.
func newBatchSubmittedCommand(p *program) *cobra.Command {
	s, answer := &saying{p: p, command: "batch submitted"}, ""
	cmd := p.command("submitted BATCH_NO", "record that a batch was submitted, and with --answer that Alipay's page refused it whole", oneArg,
		func(ctx context.Context, args []string) error { return submitBatch(ctx, s, args[0], answer) })
	cmd.Long = "Record that a person submitted a batch. Its lines stay in flight until their results come, and\n" +
		"nobody is asked to submit it again.\n\n" +
		"With --answer CODE, record that Alipay's page refused the batch as a whole with that error code,\n" +
		"before any password was typed. Its lines have failed, definitely; they may be proposed again where\n" +
		"the code allows it."
	s.bind(cmd.Flags())
	bindAnswer(cmd.Flags(), &answer)
	return cmd
}

func submitBatch(ctx context.Context, s *saying, number, answer string) error {
	return s.record(ctx, func(_ context.Context, c *config.Config, _ *ledger.Ledger) (*config.Job, ledger.Statement, error) {
		j, err := oneJob(c, s.job)
		if err == nil && answer != "" {
			err = knownCode(j, "--answer", answer)
		}
		return j, ledger.Statement{Kind: ledger.ActSubmitted, BatchNo: number, Code: answer}, err
	})
}
