package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// newBatchApproveCommand records that a person finds the lines of a proposal
// right.
func newBatchApproveCommand(p *program) *cobra.Command {
	var by, digest string
	cmd := p.command("approve PROPOSAL", "record that a person has read a proposal and finds it right", oneArg,
		func(ctx context.Context, args []string) error { return approveProposal(ctx, p, args[0], by, digest) })
	cmd.Long = "Record that a person has read the lines of a proposal and finds them right. The digest says which\n" +
		"lines were read: reconcile batch show prints both. An approval is for these lines alone, whatever\n" +
		"the proposal is called that holds them. Nobody may approve the same lines twice."
	bindPerson(cmd.Flags(), &by)
	bindDigest(cmd.Flags(), &digest)
	return cmd
}

func approveProposal(ctx context.Context, p *program, id, by, digest string) error {
	person, err := personName("batch approve", by)
	digest = strings.TrimSpace(digest)
	if digest == "" {
		err = errors.Join(err, &hint.UsageError{Err: words.Errorf("batch approve needs --digest HEX: it says which lines were read; reconcile batch show prints it")})
	}
	if err = errors.Join(err, proposalArg("batch approve", id)); err != nil {
		return err
	}
	c, err := loadBooks(p)
	if err == nil {
		err = mayAct(c, by)
	}
	if err != nil {
		return err
	}
	return withWriter(ctx, p, c, func(b *runner.Books) error {
		j, _, _, err := findProposal(ctx, c, b.Ledger, id)
		if err != nil {
			return err
		}
		approved, err := b.Approve(ctx, j.Name, id, digest, person, p.Now())
		if err != nil {
			return approveError(id, err)
		}
		return printApproved(p, newProposalLine(approved, j.Account.Corrections.Approvals), c)
	})
}

// approveError adds the way out to a refusal.
func approveError(id string, err error) error {
	switch {
	case errors.Is(err, ledger.ErrDigest):
		return hint.With(err, "reconcile batch show %s prints the lines; read them before you approve them", id)
	case errors.Is(err, ledger.ErrApproved):
		return hint.With(err, "somebody else has to read and approve it")
	}
	return err
}

// printApproved prints what was approved and the next command.
func printApproved(p *program, line proposalLine, c *config.Config) error {
	if p.JSON {
		return p.PrintJSON(struct {
			Schema int `json:"schema"`
			proposalLine
		}{terminal.Schema, line})
	}
	p.Line("approved", "%s by %s", line.Proposal, line.Approvals[len(line.Approvals)-1].By)
	p.Line("lines", "%d, %s in total", line.Lines, line.Total)
	p.Line("digest", "%s", line.Digest)
	p.Line("approvals", "%s", line.approvals())
	p.Line("next", "%s", line.next(c.Flag()))
	return nil
}
