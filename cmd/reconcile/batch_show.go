package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A batchView is one batch with its lines, and of one that the program emitted
// what else is in its files.
type batchView struct {
	Schema  int    `json:"schema"`
	Job     string `json:"job"`
	Account string `json:"account"`
	batchLine
	Run    int64      `json:"run,omitempty"`
	SHA256 string     `json:"detail_data_sha256,omitempty"`
	Advice []string   `json:"advice,omitempty"`
	Ways   []string   `json:"ways,omitempty"` // what a person may say of it while it waits
	Detail []lineView `json:"detail,omitempty"`
	Acts   []actLine  `json:"acts,omitempty"` // what people said of it, and who released it

	Stop    []stopLine `json:"stop,omitempty"`     // why it must not be submitted any more
	DayOver string     `json:"day_over,omitempty"` // that it is too late to submit it

	row ledger.BatchRow
}

// A lineView is one line of a batch.
type lineView struct {
	TradeNo string       `json:"trade_no"`
	Amount  alipay.Money `json:"amount"`
	Reason  string       `json:"reason"`
}

// newBatchShowCommand shows one batch.
func newBatchShowCommand(p *program) *cobra.Command {
	return p.jobCommand("show BATCH_NO|PROPOSAL", "show one batch or proposal and its lines", oneArg, showBatch)
}

func showBatch(ctx context.Context, p *program, name string, args []string) error {
	if _, ok := proposalRun(args[0]); ok {
		return showProposal(ctx, p, args[0])
	}
	return withBatch(ctx, p, name, args[0], func(c *config.Config, j *config.Job, l *ledger.Ledger, run ledger.Run, v batchView) error {
		if err := v.addStops(ctx, c, l, j, run, p); err != nil {
			return err
		}
		return printBatch(p, v)
	})
}

// withBatch calls body with a batch of the first job whose account has it.
func withBatch(ctx context.Context, p *program, name, number string, body func(*config.Config, *config.Job, *ledger.Ledger, ledger.Run, batchView) error) error {
	return withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		found := false
		err := eachLast(ctx, c, l, name, func(j *config.Job, run ledger.Run) error {
			view, ok, err := findBatch(ctx, l, j, run, number)
			if err != nil || !ok || found {
				return err
			}
			found = true
			ways, err := l.BatchWays(ctx, run.Account, view.row, p.Now())
			if err != nil {
				return err
			}
			view.Ways = ways.Lines(c.FlagsOf(j), string(p.Speech()))
			return body(c, j, l, run, view)
		})
		if err == nil && !found {
			return hint.With(words.Errorf("batch %s: no request or result has this number", alipay.Quote(number)), "reconcile batch list shows the numbers")
		}
		return err
	})
}

// findBatch reads one batch of a job's account.
func findBatch(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run, number string) (batchView, bool, error) {
	b, ok, err := l.OneBatch(ctx, run, j.Account.ResultGrace, number)
	if err != nil || !ok {
		return batchView{}, false, err
	}
	view := batchView{Schema: terminal.Schema, Job: j.Name, Account: j.Account.Name, batchLine: newBatchLine(b), row: b}
	batch, ok, err := l.Batch(ctx, run.Account, number)
	if ok {
		if b.Origin == "emitted" { // of a captured one the books keep the lines, not the bytes
			view.Run, view.SHA256, view.Advice = batch.Run, batch.SHA256, batch.Advice
		}
		for _, line := range batch.Lines {
			view.Detail = append(view.Detail, lineView{line.TradeNo, line.Amount, line.Reason})
		}
	}
	if err == nil {
		view.Acts, err = batchActs(ctx, l, run.Account, number)
	}
	return view, true, err
}

// batchActs are the acts of a batch and of its lines, in order of time.
func batchActs(ctx context.Context, l *ledger.Ledger, account int64, number string) (acts []actLine, err error) {
	for a, err := range l.Acts(ctx, account) {
		if err != nil {
			return nil, err
		}
		if a.BatchNo == number && a.Kind != ledger.ActReview {
			acts = append(acts, newActLine(a))
		}
	}
	return acts, nil
}

// printBatch prints one batch.
func printBatch(p *program, v batchView) error {
	if p.JSON {
		return p.PrintJSON(v)
	}
	printStops(p, v.Stop)
	printBatches(p, []batchLine{v.batchLine})
	if v.DayOver != "" && len(v.Stop) == 0 {
		p.Line("too late", "%s", v.DayOver)
	}
	p.Line("account", "%s", v.Account)
	if v.SHA256 != "" {
		p.Line("digest", "%s", v.SHA256)
	}
	for _, a := range v.Advice {
		p.Printf("note: %s\n", terminal.Visible(adviceText(a, p.Language)))
	}
	printWays(p, "then", v.Ways)
	if len(v.Acts) > 0 {
		fmt.Fprintln(p.Stdout)
		printActs(p, v.Acts)
	}
	if len(v.Detail) == 0 {
		return nil
	}
	printLines(p, v.Detail)
	return nil
}

// adviceText is an advice about a code, after it, in a language.
func adviceText(advice string, l words.Language) string {
	code, text, ok := strings.Cut(advice, ": ")
	if l != words.Chinese || !ok {
		return advice
	}
	return code + "：" + alipay.AdviceZH(text)
}

// printLines prints the lines of a batch or proposal.
func printLines(p *program, lines []lineView) {
	fmt.Fprintln(p.Stdout)
	t := terminal.NewTable("trade", ">amount", "reason")
	for _, line := range lines {
		t.Add(line.TradeNo, line.Amount.String(), line.Reason)
	}
	p.WriteTable(t, len(t.Columns))
}
