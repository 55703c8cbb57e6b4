package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A jobBatches are the batches of a job's account.
type jobBatches struct {
	Job     string      `json:"job"`
	Account string      `json:"account"`
	Batches []batchLine `json:"batches"`
	// Proposals are those of the newest run.
	Proposals []proposalLine `json:"proposals"`
	Stop      []stopLine     `json:"stop"` // what must not be submitted any more
	// Of is how many batches and proposals there are, those that are not shown among them.
	Of int `json:"of"`
}

// shown is how many batches and proposals are shown.
func (j jobBatches) shown() int { return len(j.Batches) + len(j.Proposals) }

// A batchLine is one batch as the books show it.
type batchLine struct {
	BatchNo       string            `json:"batch_no"`
	Origin        string            `json:"origin,omitempty"`
	State         ledger.BatchState `json:"state"`
	RefundDate    string            `json:"refund_date,omitempty"`
	Lines         int64             `json:"lines"`
	Requested     alipay.Money      `json:"requested"`
	Succeeded     int64             `json:"succeeded"`
	Refunded      alipay.Money      `json:"refunded"`
	Failed        int64             `json:"failed"`
	Unanswered    int64             `json:"unanswered"`
	Notifications int64             `json:"notifications"`
}

// newBatchCommand is the group of commands about batches.
func newBatchCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{Use: "batch", Short: "list, show, release, submit and void batches", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(newBatchListCommand(p), newBatchShowCommand(p), newBatchApproveCommand(p), newBatchReleaseCommand(p), newBatchURLCommand(p), newBatchSubmittedCommand(p), newBatchVoidCommand(p))
	return cmd
}

// newBatchListCommand lists the batches of each job's account.
func newBatchListCommand(p *program) *cobra.Command {
	var open bool
	cmd := p.jobCommand("list", "list the batches and their states", noArgs,
		func(ctx context.Context, p *program, job string, _ []string) error {
			return listBatches(ctx, p, job, open)
		})
	bindOpen(cmd.Flags(), &open)
	return cmd
}

func listBatches(ctx context.Context, p *program, name string, open bool) error {
	lists := []jobBatches{}
	err := withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		return eachLast(ctx, c, l, name, func(j *config.Job, run ledger.Run) error {
			list, err := readBatchList(ctx, c, l, j, run, open, p)
			lists = append(lists, list)
			return err
		})
	})
	if err != nil {
		return err
	}
	if p.JSON {
		return p.PrintFields("jobs", lists)
	}
	for i, list := range lists {
		if len(lists) > 1 {
			if i > 0 {
				fmt.Fprintln(p.Stdout)
			}
			p.Line("job", "%s, account %s", list.Job, list.Account)
		}
		printBatchList(p, list, open)
	}
	return nil
}

// readBatchList reads the batches of a job's account as of its last run, and the proposals
// of that run; with open those alone that wait for an answer or a person.
func readBatchList(ctx context.Context, c *config.Config, l *ledger.Ledger, j *config.Job, run ledger.Run, open bool, p *program) (jobBatches, error) {
	list := jobBatches{Job: j.Name, Account: j.Account.Name, Batches: []batchLine{}, Proposals: []proposalLine{}}
	proposals, err := proposalLines(ctx, l, j, run)
	if err != nil {
		return list, err
	}
	for _, proposal := range proposals {
		if list.Of++; !open || proposal.State == ledger.ProposedState {
			list.Proposals = append(list.Proposals, proposal)
		}
	}
	for b, err := range l.AllBatches(ctx, run, j.Account.ResultGrace) {
		if err != nil {
			return list, err
		}
		if list.Of++; !open || inFlight(b.State) {
			list.Batches = append(list.Batches, newBatchLine(b))
		}
	}
	list.Stop, err = stopLines(ctx, c, l, j, run, p)
	return list, err
}

// inFlight reports whether a batch waits for an answer.
func inFlight(s ledger.BatchState) bool { return s == ledger.Emitted || s == ledger.Overdue }

// printBatchList prints the batches and proposals of one account, and how many of all they are.
func printBatchList(p *program, list jobBatches, open bool) {
	printStops(p, list.Stop)
	printBatches(p, list.Batches)
	if len(list.Proposals) > 0 {
		fmt.Fprintln(p.Stdout)
		printProposals(p, list.Proposals)
	}
	if open && !p.Quiet {
		p.Printf("\n%d of %d shown: those that wait for an answer or a person; without --open all are\n", list.shown(), list.Of)
	}
}

// newBatchLine is the line of a batch.
func newBatchLine(b ledger.BatchRow) batchLine {
	return batchLine{b.BatchNo, b.Origin, b.State, terminal.Stamp(b.At), b.Lines, b.Requested, b.Succeeded, b.Refunded, b.Failed, b.Unanswered, b.Notifications}
}

// printBatches prints batches for people.
func printBatches(p *program, lines []batchLine) {
	t := terminal.NewTable("batch", "origin", "state", "date", ">lines", ">requested", ">succeeded", ">refunded", ">failed", ">unanswered")
	for _, b := range lines {
		t.Add(b.BatchNo, p.Language.Sprint(b.Origin), b.State.In(p.Language), b.RefundDate, fmt.Sprint(b.Lines), b.Requested.String(),
			fmt.Sprint(b.Succeeded), b.Refunded.String(), fmt.Sprint(b.Failed), fmt.Sprint(b.Unanswered))
	}
	p.WriteTable(t, len(t.Columns))
}
