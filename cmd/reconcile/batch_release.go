package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
)

// newBatchReleaseCommand turns a proposal into a batch.
func newBatchReleaseCommand(p *program) *cobra.Command {
	var by string
	cmd := p.command("release PROPOSAL", "number and sign a proposal: it becomes a batch of today", oneArg,
		func(ctx context.Context, args []string) error { return releaseProposal(ctx, p, args[0], by) })
	cmd.Long = "Turn a proposal into a batch of today in Shanghai. Every line is checked against the books of this\n" +
		"moment first; then the batch is numbered, signed, and in flight, and its files are written beside\n" +
		"the proposal. A release that was cut off is completed by the same command, or by the next run."
	bindPerson(cmd.Flags(), &by)
	return cmd
}

func releaseProposal(ctx context.Context, p *program, id, by string) error {
	person, err := personName("batch release", by)
	if err = errors.Join(err, proposalArg("batch release", id)); err != nil {
		return err
	}
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if err != nil {
		return err
	}
	c.Warn(p.Log)
	if err := errors.Join(mayAct(c, by), runner.NeedLedger(c)); err != nil {
		return err
	}
	return withWriter(ctx, p, c, func(b *runner.Books) error {
		j, _, proposal, err := findProposal(ctx, c, b.Ledger, id)
		if err != nil {
			return err
		}
		n := &runner.Runner{Env: p.Env, Config: c, Job: j, Books: b, AsOf: p.Now()}
		r, err := n.Release(ctx, proposal, person)
		if err != nil {
			return err
		}
		return printReleased(p, r, j.Account.Name, p.Now())
	})
}

// printReleased prints the batch, its files, and what to do with them.
func printReleased(p *program, r runner.Released, account string, now time.Time) error {
	b := r.Batch
	if p.JSON {
		return p.PrintFields("proposal", r.Proposal, "batch_no", b.BatchNo, "account", account, "lines", len(b.Lines), "total", b.Total, "detail_data_sha256", b.SHA256, "files", r.Files)
	}
	p.Line("released", "%s as batch %s", r.Proposal, b.BatchNo)
	p.Line("account", "%s", account)
	p.Line("lines", "%d, %s in total", len(b.Lines), b.Total)
	p.Line("digest", "%s", b.SHA256)
	for _, f := range r.Files {
		p.Line("file", "%s", f)
	}
	if runner.Day(b.At) != runner.Day(now) {
		p.Line("over", "Alipay takes it on %s only; once it is sure that nobody submitted it: reconcile batch void %s", runner.Day(b.At), b.BatchNo)
		return nil
	}
	p.Line("next", "open %s and submit it on %s in Shanghai", r.Files[len(r.Files)-1], runner.Day(b.At))
	return nil
}
