package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// newUndoCommand takes back what a person said.
func newUndoCommand(p *program) *cobra.Command {
	s := &saying{p: p, command: "undo"}
	cmd := p.command("undo ACT", "take back what a person said of the books", oneArg,
		func(ctx context.Context, args []string) error { return undoAct(ctx, s, args[0]) })
	cmd.Long = "Take back an act, such as A12; reconcile acts lists them. Both stay in the books. That a batch was\n" +
		"submitted, a release and an undo cannot be taken back; what was undone may be said again."
	s.bind(cmd.Flags())
	return cmd
}

func undoAct(ctx context.Context, s *saying, id string) error {
	no, ok := ledger.ParseActID(id)
	if !ok {
		return &hint.UsageError{Err: words.Errorf("undo takes the number of an act such as A12, got %s; reconcile acts lists them", alipay.Quote(id))}
	}
	return s.record(ctx, func(ctx context.Context, c *config.Config, l *ledger.Ledger) (*config.Job, ledger.Statement, error) {
		j, err := jobOfAct(ctx, c, l, s.job, no)
		return j, ledger.Statement{Kind: ledger.ActUndo, Act: no}, err
	})
}

// jobOfAct is the first selected job on whose account an act is.
func jobOfAct(ctx context.Context, c *config.Config, l *ledger.Ledger, name string, no int64) (*config.Job, error) {
	jobs, err := c.Selected(name)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		account, ok, err := l.FindAccount(ctx, j.Account.Merchant.Partner)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if _, err := l.Act(ctx, account, no); err == nil {
			return j, nil
		} else if !errors.Is(err, ledger.ErrNoAct) {
			return nil, err
		}
	}
	return nil, hint.With(words.Errorf("undo %s: %w", ledger.ActID(no), ledger.ErrNoAct), "reconcile acts lists them")
}
