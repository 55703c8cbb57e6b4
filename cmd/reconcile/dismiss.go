package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// newDismissCommand records that a person looked into a finding about evidence.
func newDismissCommand(p *program) *cobra.Command {
	s := &saying{p: p, command: "dismiss"}
	cmd := p.command("dismiss FINDING", "record that a person looked into a finding: it closes and holds nothing", oneArg,
		func(ctx context.Context, args []string) error { return dismissFinding(ctx, s, args[0]) })
	cmd.Long = "Record that a person looked into a finding and answers for it: the next run closes it, and it\n" +
		"holds nothing any more. New evidence about the same thing opens it again. FINDING is its id, or how\n" +
		"that begins. What a finding about money needs is another act; reconcile explain FINDING names it.\n" +
		"A bill that is dismissed is taken at its word: what it shows beyond the results is owed no more."
	s.bind(cmd.Flags())
	return cmd
}

func dismissFinding(ctx context.Context, s *saying, id string) error {
	return s.record(ctx, func(ctx context.Context, c *config.Config, l *ledger.Ledger) (*config.Job, ledger.Statement, error) {
		j, f, err := findFinding(ctx, c, l, s.job, id)
		return j, ledger.Statement{Kind: ledger.ActDismiss, Finding: f}, err
	})
}

// leastID is how many digits of a finding's id are a name for it.
const leastID = 4

// findFinding returns the one finding of the last runs of the selected jobs whose id begins
// with id, and its job.
func findFinding(ctx context.Context, c *config.Config, l *ledger.Ledger, job, id string) (*config.Job, ledger.Finding, error) {
	var of *config.Job
	var found []ledger.Finding
	if len(id) < leastID {
		return nil, ledger.Finding{}, &hint.UsageError{Err: words.Errorf("dismiss takes the id of a finding, or its first %d digits at least, got %s", leastID, alipay.Quote(id))}
	}
	err := eachLast(ctx, c, l, job, func(j *config.Job, run ledger.Run) error {
		for f, err := range l.FindingsThat(ctx, run.ID, func(f ledger.Finding) bool { return strings.HasPrefix(f.ID, id) }) {
			if err != nil {
				return err
			}
			of, found = j, append(found, f)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, ledger.Finding{}, err
	case len(found) == 0:
		return nil, ledger.Finding{}, hint.With(words.Errorf("dismiss %s: %w", alipay.Quote(id), ledger.ErrNoFinding), "reconcile findings --json prints their ids")
	case len(found) > 1:
		return nil, ledger.Finding{}, hint.With(words.Errorf("dismiss %s: %d findings have an id that begins so", alipay.Quote(id), len(found)), "give more digits of it, or with --job the job")
	}
	return of, found[0], nil
}
