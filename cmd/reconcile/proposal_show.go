package main

import (
	"context"
	"fmt"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A proposalView is one proposal with its lines.
type proposalView struct {
	Schema  int    `json:"schema"`
	Job     string `json:"job"`
	Account string `json:"account"`
	proposalLine
	Run      int64      `json:"run"`
	Unsigned string     `json:"unsigned"` // why it is only proposed
	Detail   []lineView `json:"detail"`
}

// showProposal shows one proposal of a job's newest run.
func showProposal(ctx context.Context, p *program, id string) error {
	return withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		j, run, proposal, err := findProposal(ctx, c, l, id)
		if err != nil {
			return err
		}
		batches, err := batchLines(ctx, l, j, run)
		if err != nil {
			return err
		}
		line := newProposalLine(proposal, j.Account.Corrections.Approvals, batches)
		view := proposalView{Schema: terminal.Schema, Job: j.Name, Account: j.Account.Name, proposalLine: line, Run: run.ID, Unsigned: run.Unsigned}
		for _, l := range proposal.Lines {
			view.Detail = append(view.Detail, lineView{l.TradeNo, l.Amount, l.Reason})
		}
		if p.JSON {
			return p.PrintJSON(view)
		}
		printProposal(p, view, line.next(c.Flag()))
		return nil
	})
}

// printProposal prints one proposal for people, and what it waits for.
func printProposal(p *program, v proposalView, next string) {
	printProposals(p, []proposalLine{v.proposalLine})
	terminal.PrintLine(p.Stdout, "digest", "%s", v.Digest)
	for _, a := range v.Approvals {
		terminal.PrintLine(p.Stdout, "approved", "%s by %s", a.At, a.By)
	}
	printLines(p, v.Detail)
	if v.State != ledger.ProposedState {
		return
	}
	fmt.Fprintln(p.Stdout)
	terminal.PrintLine(p.Stdout, "unsigned", "%s", v.Unsigned)
	terminal.PrintLine(p.Stdout, "next", "%s", next)
}
