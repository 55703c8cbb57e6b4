package main

import (
	"context"
	"fmt"
	"path"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
	"reconcile/words"
)

// maxURL is the length in bytes above which an address may be cut off on its
// way, by a browser, a proxy or the gateway.
const maxURL = 2000

// newBatchURLCommand prints the GET form of a batch.
func newBatchURLCommand(p *program) *cobra.Command {
	cmd := p.jobCommand("url BATCH_NO", "print the address that submits a short batch of today", oneArg, showBatchURL)
	cmd.Long = "Print the signed address that submits a batch, for a browser in which its page cannot be opened.\n" +
		"It leads to Alipay, where the payment password is typed. Whoever opens it has not read the lines:\n" +
		"reconcile batch show prints them."
	return cmd
}

func showBatchURL(ctx context.Context, p *program, name string, args []string) error {
	number := args[0]
	if _, ok := proposalRun(number); ok {
		return hint.With(words.Errorf("%s: it has no number and no signature yet", number), "reconcile batch release %s --by NAME makes it a batch", number)
	}
	return withBatch(ctx, p, name, number, func(_ *config.Config, _ *config.Job, l *ledger.Ledger, run ledger.Run, v batchView) error {
		batch, _, err := l.Batch(ctx, run.Account, number)
		if err != nil {
			return err
		}
		return printURL(ctx, p, l, v, batch)
	})
}

// printURL prints the address of a batch that may still be submitted.
func printURL(ctx context.Context, p *program, l *ledger.Ledger, v batchView, b ledger.Batch) error {
	if err := submittable(p, v, b); err != nil {
		return words.Errorf("batch %s: %w", b.BatchNo, err)
	}
	address := b.Params.URL(b.Gateway)
	if len(address) > maxURL {
		run, err := l.RunByID(ctx, b.Run)
		if err != nil {
			return err
		}
		return hint.With(words.Errorf("batch %s: its address has %d bytes, and one of more than %d may be cut off on its way", b.BatchNo, len(address), maxURL),
			"open %s instead", path.Join(run.Directory, "batches", b.BatchNo+".html"))
	}
	if p.JSON {
		return p.PrintFields("batch_no", b.BatchNo, "url", address)
	}
	_, err := fmt.Fprintln(p.Raw, address)
	return err
}

// submittable refuses a batch that Alipay would not take, or has taken already.
func submittable(p *program, v batchView, b ledger.Batch) error {
	today := runner.Day(p.Now())
	switch {
	case v.Origin != "emitted":
		return words.Errorf("it is not of this program: the books keep no signature of it")
	case v.State == ledger.Void:
		return words.Errorf("a person has voided it: it must never run")
	case v.Unanswered < v.Lines:
		return words.Errorf("it was submitted: Alipay has answered it")
	case runner.Day(b.At) != today:
		return words.Errorf("it is for %s only, and in Shanghai it is %s %s", runner.Day(b.At), today, p.Now().In(alipay.Shanghai()).Format(time.TimeOnly))
	}
	return nil
}
