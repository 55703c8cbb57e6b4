package main

import (
	"cmp"
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// newReviewCommand is the group of commands about what people say of findings.
func newReviewCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{Use: "review", Short: "take in what people wrote into a workbook"}
	cmd.AddCommand(newReviewImportCommand(p))
	return cmd
}

// newReviewImportCommand takes the input columns of a workbook into the books.
func newReviewImportCommand(p *program) *cobra.Command {
	var by string
	cmd := p.command("import FILE.xlsx", "take what people wrote into a workbook into the books", oneArg,
		func(ctx context.Context, args []string) error { return importReview(ctx, p, args[0], by) })
	cmd.Long = "Take what people wrote into the yellow columns of the sheets Findings and Corrections into the\n" +
		"books. The runs to come carry it on. Each row stands for itself and is refused where its finding has\n" +
		"changed or closed since the run of the workbook, where the row was altered beside it, and where\n" +
		"somebody else has said otherwise since this copy was made; the other rows are recorded all the same,\n" +
		"and the exit status is 4. Where an amount or a date does not read, nothing is taken in.\n\n" +
		"An empty cell, and one as the run printed it, says nothing: it takes back no word of anybody.\n" +
		"Withdrawn takes back the decision, and with it the owner, comment and tick whose cells are empty.\n\n" +
		"Accepted needs a date in the column Until. The finding stays open and goes on holding refunds back,\n" +
		"but no longer raises the exit status, as long as its amounts are the same and until that day is over.\n\n" +
		"Dismiss, Succeeded, Failed, Allow, Elsewhere and Unrefunded are acts, as the commands dismiss, resolve\n" +
		"line and resolve trade say them, and need evidence beside them. What may set money free waits until\n" +
		"as many people as approvals: asks for have said the same, each in a copy or by the command."
	bindPerson(cmd.Flags(), &by)
	return cmd
}

func importReview(ctx context.Context, p *program, file, by string) error {
	person, err := personName("review import", by)
	if err != nil {
		return err
	}
	c, err := loadBooks(p)
	if err == nil {
		err = mayAct(c, by)
	}
	if err != nil {
		return err
	}
	id, said, err := readReview(ctx, file)
	if err != nil {
		return words.Errorf("%s: %w", file, err)
	}
	said.Person = person
	return withWriter(ctx, p, c, func(b *runner.Books) error {
		if said.Run, err = id.resolve(ctx, b.Ledger); err != nil {
			return words.Errorf("%s: %w", file, err)
		}
		jobs, err := c.Selected(said.Run.Job)
		if err == nil {
			err = checkCodes(jobs[0], said.Findings)
		}
		if err != nil {
			return words.Errorf("%s: %w", file, err)
		}
		policy := runner.PolicyOf(c, jobs[0])
		if policy.Journal, err = runner.OpenJournal(c, false); err != nil {
			return err
		}
		results, err := b.Review(ctx, policy, said, p.Now())
		if err != nil {
			return err
		}
		return printReview(p, said, results)
	})
}

// A workbookID is the run that a workbook is of, as its cover names it.
type workbookID struct{ run, job, head string }

// resolve looks the run up. Another ledger's run of the same number has another head.
func (n workbookID) resolve(ctx context.Context, l *ledger.Ledger) (ledger.Run, error) {
	number, err := strconv.ParseInt(n.run, 10, 64)
	if err != nil {
		return ledger.Run{}, words.Errorf("its cover names no run: not a workbook of this program")
	}
	run, err := l.RunByID(ctx, number)
	if err == nil && (run.Job != n.job || run.Head != n.head) {
		err = words.Errorf("the ledger has another run of that number: the workbook is of another ledger, or its cover was altered")
	}
	return run, err
}

// readCover reads which run a workbook is of.
func readCover(book *importers.ReportBook) (workbookID, error) {
	facts, err := book.Facts(reports.CoverSheet)
	return workbookID{facts[reports.CoverRun], facts[reports.CoverJob], cmp.Or(facts[reports.CoverHead], facts[reports.EarlierHead])}, err
}

// printReview prints what became of each row that says something.
func printReview(p *program, said ledger.ReviewCopy, results []ledger.ReviewResult) error {
	counts := map[string]int64{}
	t := terminal.NewTable(">row", "on", "decision", "result", "act", "reason")
	noted := []ledger.ReviewResult{}
	for i, r := range results {
		counts[r.Result]++
		if r.Result != ledger.ReviewSilent {
			t.Add(strconv.FormatInt(r.Line, 10), r.ID+r.TradeNo, decisionAt(said, i), p.Language.Sprint(r.Result), p.Language.Sprint(r.Act), p.Language.Read(r.Reason))
			noted = append(noted, r)
		}
	}
	status := exit.Done
	if counts[ledger.ReviewRefused] > 0 {
		status = exit.Incomplete
	}
	return p.conclude(status, func() {
		if len(noted) > 0 {
			p.WriteTable(t, 5)
		}
		p.Line("review", "of run %d of job %s: %d recorded, %d unchanged, %d refused, %d rows without a word", said.Run.ID, said.Run.Job,
			counts[ledger.ReviewRecorded], counts[ledger.ReviewUnchanged], counts[ledger.ReviewRefused], counts[ledger.ReviewSilent])
		if counts[ledger.ReviewRefused] > 0 {
			p.Line("next", "look at the refused rows in the workbook of the newest run, and write there what still holds")
		}
	}, "run", said.Run.ID, "job", said.Run.Job, "rows", len(results), "silent", counts[ledger.ReviewSilent], "results", noted)
}

// decisionAt is the decision of the row that a result is of: the findings come first.
func decisionAt(said ledger.ReviewCopy, i int) string {
	if i < len(said.Findings) {
		return said.Findings[i].Decision
	}
	return said.Corrections[i-len(said.Findings)].Decision
}
