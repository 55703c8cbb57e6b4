package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// releaseMargin is how much of its day must be left to a batch, so that people
// can read it and type the password before Alipay refuses it.
const releaseMargin = 30 * time.Minute

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
	c, err := loadConfig(p.config, p.Getenv)
	if err != nil {
		return err
	}
	c.warn(p.Log)
	if err := needLedger(c); err != nil {
		return err
	}
	return withBooks(ctx, c, access{write: true, guarded: c.jobs}, func(b *books) error {
		j, _, proposal, err := findProposal(ctx, c, b.Ledger, id)
		if err != nil {
			return err
		}
		n := &night{environment: p.environment, config: c, job: j, books: b, asOf: p.now()}
		r, err := n.release(ctx, proposal, person)
		if err != nil {
			return err
		}
		return printReleased(p, r, p.now())
	})
}

// release releases a proposal of the job's newest run and writes the files of
// its batch. What an earlier call left half done is completed first: where that
// was this very proposal, nothing is left to do.
func (n *night) release(ctx context.Context, proposal ledger.Proposal, person string) (released, error) {
	r := released{proposal: proposal.ID}
	unfinished, err := n.unfinished(ctx, proposal)
	if err != nil {
		return r, err
	}
	if _, err := n.mend(ctx); err != nil {
		return r, err
	}
	run, _, err := n.books.LastRun(ctx, n.job.name) // after its files have appeared
	if err != nil {
		return r, err
	}
	number := proposal.BatchNo
	if !unfinished {
		if number, err = n.number(ctx, proposal.ID, person); err != nil {
			return r, err
		}
	}
	ctx = context.WithoutCancel(ctx) // it is in flight: the files come, whatever comes between
	if r.files, err = n.publishRelease(ctx, run, number); err != nil {
		return r, hint.With(fmt.Errorf("batch %s is released and in flight, and its files are still to be written: %w", number, err),
			"mend that, then call reconcile batch release %s again, or reconcile run: both write them", proposal.ID)
	}
	r.batch, _, err = n.books.Batch(ctx, run.Account, number)
	return r, err
}

// released is a proposal that has become a batch, and the paths of its files.
type released struct {
	proposal string
	batch    ledger.Batch
	files    []string
}

// unfinished tells whether a proposal was released and its files are still to
// be written.
func (n *night) unfinished(ctx context.Context, p ledger.Proposal) (bool, error) {
	numbers, err := n.books.UnpublishedReleases(ctx, n.job.name)
	for _, number := range numbers {
		if number == p.BatchNo {
			return true, err
		}
	}
	return false, err
}

// number releases a proposal in the books and returns the number of its batch.
func (n *night) number(ctx context.Context, id, person string) (string, error) {
	if err := enoughOfDay(id, n.asOf); err != nil {
		return "", err
	}
	number, err := n.books.Release(ctx, n.job.name, id, person, policyOf(n.job), n.asOf)
	switch {
	case errors.Is(err, ledger.ErrUnapproved):
		return "", hint.With(err, "reconcile batch show %s prints the lines and how to approve them", id)
	case errors.Is(err, ledger.ErrChanged):
		return "", hint.With(err, "reconcile run proposes what is missing now")
	}
	return number, err
}

// enoughOfDay refuses to release a batch so late that its day is almost over.
func enoughOfDay(id string, now time.Time) error {
	local := now.In(alipay.Shanghai())
	y, m, d := local.Date()
	if time.Date(y, m, d+1, 0, 0, 0, 0, alipay.Shanghai()).Sub(local) >= releaseMargin {
		return nil
	}
	return hint.With(fmt.Errorf("release %s: it is %s in Shanghai, and a batch is for its day only: less than %d minutes of it are left", id, local.Format(time.TimeOnly), int(releaseMargin.Minutes())),
		"release it after midnight, before the next run replaces it")
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
func printReleased(p *program, r released, now time.Time) error {
	b := r.batch
	if p.JSON {
		return p.PrintJSON(releaseView{terminal.Schema, r.proposal, b.BatchNo, len(b.Lines), b.Total, b.SHA256, r.files})
	}
	terminal.PrintLine(p.Stdout, "released", "%s as batch %s", r.proposal, b.BatchNo)
	terminal.PrintLine(p.Stdout, "lines", "%d, %s in total", len(b.Lines), b.Total)
	terminal.PrintLine(p.Stdout, "digest", "%s", b.SHA256)
	for _, f := range r.files {
		terminal.PrintLine(p.Stdout, "file", "%s", f)
	}
	if day(b.At) != day(now) {
		terminal.PrintLine(p.Stdout, "over", "Alipay takes it on %s only; once it is sure that nobody submitted it: reconcile batch void %s", day(b.At), b.BatchNo)
		return nil
	}
	terminal.PrintLine(p.Stdout, "next", "open %s and submit it on %s in Shanghai", r.files[len(r.files)-1], day(b.At))
	return nil
}
