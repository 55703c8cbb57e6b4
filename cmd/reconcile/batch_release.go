package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
)

// newBatchReleaseCommand turns a proposal into a batch.
func newBatchReleaseCommand(p *program) *cobra.Command {
	var s personSettings
	cmd := p.command("release PROPOSAL", "number and sign a proposal: it becomes a batch of today", oneArg,
		func(ctx context.Context, args []string) error { return releaseProposal(ctx, p, args[0], s) })
	cmd.Long = "Turn a proposal into a batch of today in Shanghai. Every line is checked against the books of this\n" +
		"moment first; then the batch is numbered, signed, and in flight, and its files are written beside\n" +
		"the proposal. A release that was cut off is completed by the same command, or by the next run."
	s.bind(cmd.Flags(), false)
	return cmd
}

func releaseProposal(ctx context.Context, p *program, id string, s personSettings) error {
	person, err := personName("batch release", s.by)
	if err = errors.Join(err, proposalArg("batch release", id)); err != nil {
		return err
	}
	c, err := config.Load(p.config, p.Getenv)
	if err != nil {
		return err
	}
	c.Warn(p.Log)
	if err := runner.NeedLedger(c); err != nil {
		return err
	}
	return runner.WithBooks(ctx, c, runner.Access{Write: true, Guarded: c.Jobs}, func(b *runner.Books) error {
		j, _, proposal, err := findProposal(ctx, c, b.Ledger, id)
		if err != nil {
			return err
		}
		n := &runner.Runner{Env: p.Env, Config: c, Job: j, Books: b, AsOf: p.Now()}
		r, err := n.Release(ctx, proposal, person)
		if err != nil {
			return err
		}
		return printReleased(p, r, p.Now())
	})
}

// A releaseView is what batch release tells programs.
type releaseView struct {
	Schema   int          `json:"schema"`
	Proposal string       `json:"proposal"`
	BatchNo  string       `json:"batch_no"`
	Lines    int          `json:"lines"`
	Total    alipay.Money `json:"total"`
	SHA256   string       `json:"detail_data_sha256"`
	Files    []string     `json:"files"`
}

// printReleased prints the batch, its files, and what to do with them.
func printReleased(p *program, r runner.Released, now time.Time) error {
	b := r.Batch
	if p.JSON {
		return p.PrintJSON(releaseView{terminal.Schema, r.Proposal, b.BatchNo, len(b.Lines), b.Total, b.SHA256, r.Files})
	}
	terminal.PrintLine(p.Stdout, "released", "%s as batch %s", r.Proposal, b.BatchNo)
	terminal.PrintLine(p.Stdout, "lines", "%d, %s in total", len(b.Lines), b.Total)
	terminal.PrintLine(p.Stdout, "digest", "%s", b.SHA256)
	for _, f := range r.Files {
		terminal.PrintLine(p.Stdout, "file", "%s", f)
	}
	if runner.Day(b.At) != runner.Day(now) {
		terminal.PrintLine(p.Stdout, "over", "Alipay takes it on %s only; once it is sure that nobody submitted it: reconcile batch void %s", runner.Day(b.At), b.BatchNo)
		return nil
	}
	terminal.PrintLine(p.Stdout, "next", "open %s and submit it on %s in Shanghai", r.Files[len(r.Files)-1], runner.Day(b.At))
	return nil
}
