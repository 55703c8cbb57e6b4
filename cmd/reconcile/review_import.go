package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/reports"
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
	cmd := p.command("import FILE.xlsx", "take decisions, owners, comments and ticks from the Findings sheet into the books", oneArg,
		func(ctx context.Context, args []string) error { return importReview(ctx, p, args[0], by) })
	cmd.Long = "Take what people wrote into the input columns of the Findings sheet into the books. The runs to\n" +
		"come carry it on. Each row stands for itself and is refused where its finding has changed or closed\n" +
		"since the run of the workbook, where the row was altered beside the finding, and where somebody else\n" +
		"has said otherwise since this copy was made; the other rows are recorded all the same, and the exit\n" +
		"status is 4.\n\n" +
		"An empty cell, and one as the run printed it, says nothing: it takes back no word of anybody.\n" +
		"Withdrawn takes back the decision, and with it the owner, comment and tick whose cells are empty.\n\n" +
		"Accepted needs a date in the comment, such as \"until 2026-12-31\". The finding stays open and goes on\n" +
		"holding refunds back, but no longer raises the exit status, as long as its amounts are the same and\n" +
		"until that day is over."
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
	id, rows, err := readReview(ctx, file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return withWriter(ctx, c, func(b *runner.Books) error {
		run, err := id.resolve(ctx, b.Ledger)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		results, err := b.Review(ctx, run, rows, person, p.Now())
		if err != nil {
			return err
		}
		return printReview(p, run, rows, results)
	})
}

// A workbookID is the run that a workbook is of, as its cover names it.
type workbookID struct{ run, job, head string }

// resolve looks the run up. Another ledger's run of the same number has another head.
func (n workbookID) resolve(ctx context.Context, l *ledger.Ledger) (ledger.Run, error) {
	number, err := strconv.ParseInt(n.run, 10, 64)
	if err != nil {
		return ledger.Run{}, errors.New("its cover names no run: not a workbook of this program")
	}
	run, err := l.RunByID(ctx, number)
	if err == nil && (run.Job != n.job || run.Head != n.head) {
		err = errors.New("the ledger has another run of that number: the workbook is of another ledger, or its cover was altered")
	}
	return run, err
}

// readCover reads which run a workbook is of.
func readCover(book *importers.ReportBook) (workbookID, error) {
	facts, err := book.Facts(reports.CoverSheet)
	return workbookID{facts[reports.CoverRun], facts[reports.CoverJob], facts[reports.CoverHead]}, err
}

// readReview reads the cover and the findings of a workbook.
func readReview(ctx context.Context, file string) (id workbookID, rows []ledger.ReviewRow, err error) {
	book, err := importers.OpenReportBook(file)
	if err != nil {
		return id, nil, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if id, err = readCover(book); err != nil {
		return id, nil, err
	}
	for row, err := range book.Rows(reports.FindingsSheet, reports.ReviewColumns()) {
		if err != nil {
			return id, nil, err
		}
		rows = append(rows, reviewRow(row))
	}
	return id, rows, book.Check(ctx)
}

// reviewRow reads a row of the findings; its cells are those of ReviewColumns.
func reviewRow(row importers.ReportRow) ledger.ReviewRow {
	c := row.Cells
	out := ledger.ReviewRow{Line: row.Line, ID: c[0], Amount: c[1], Owner: strings.TrimSpace(c[3]), Comment: strings.TrimSpace(c[4])}
	if m, err := alipay.ParseMoney(c[1]); err == nil {
		out.Amount = m.String() // 5.00 is 5 once a spreadsheet has saved it
	}
	out.Decision = reports.DecisionOf(c[2])
	if tick := strings.ToLower(strings.TrimSpace(c[5])); tick != "" {
		ticked := !slices.Contains([]string{"0", "false", "no", "n", "否", "×", "✗"}, tick)
		out.Tick = &ticked
	}
	return out
}

// printReview prints what became of each row that says something.
func printReview(p *program, run ledger.Run, rows []ledger.ReviewRow, results []ledger.ReviewResult) error {
	counts := map[string]int64{}
	t := terminal.NewTable(">row", "finding", "decision", "result", "reason")
	noted := []ledger.ReviewResult{}
	for i, r := range results {
		counts[r.Result]++
		if r.Result != ledger.ReviewSilent {
			t.Add(strconv.FormatInt(r.Line, 10), r.ID, rows[i].Decision, r.Result, r.Reason)
			noted = append(noted, r)
		}
	}
	status := exit.Done
	if counts[ledger.ReviewRefused] > 0 {
		status = exit.Incomplete
	}
	return p.conclude(status, func() {
		if len(noted) > 0 {
			t.Write(p.Stdout, p.Painter())
		}
		terminal.PrintLine(p.Stdout, "review", "of run %d of job %s: %d recorded, %d unchanged, %d refused, %d rows without a word", run.ID, run.Job,
			counts[ledger.ReviewRecorded], counts[ledger.ReviewUnchanged], counts[ledger.ReviewRefused], counts[ledger.ReviewSilent])
		if counts[ledger.ReviewRefused] > 0 {
			terminal.PrintLine(p.Stdout, "next", "look at the refused rows in the workbook of the newest run, and write there what still holds")
		}
	}, "run", run.ID, "job", run.Job, "rows", len(rows), "silent", counts[ledger.ReviewSilent], "results", noted)
}
