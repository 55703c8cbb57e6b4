package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/cmd/reconcile/internal/workbookdiff"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// newVerifyCommand proves the books, or what a run has left by the books.
func newVerifyCommand(p *program) *cobra.Command {
	var anchors []string
	cmd := p.command("verify [FILE...]", "prove the books by recomputing them, or a workbook or batch file by the books", cobra.ArbitraryArgs,
		func(ctx context.Context, args []string) error { return verifyLedger(ctx, p, args, anchors) })
	cmd.Flags().StringArrayVar(&anchors, "anchor", nil, "hold the books against the head in an earlier `FILE`: a workbook, a summary.json or the journal; or against a head in hex; repeatable")
	cmd.Long = "Without a file: check the ledger's file, recompute the chain of runs and the digest of every row, and\n" +
		"recompute every total, finding and correction of each job's last run from the evidence. A run that was\n" +
		"cut off at the end, or books that were written anew whole, tell of themselves against a head that was\n" +
		"kept elsewhere: see --anchor.\n\n" +
		"With workbooks: set a copy of the books back to the run of each, write its workbook again, and name\n" +
		"every cell that is another one, the input columns and the sign-off aside. Of a file of a batch or of a\n" +
		"proposal (.html, .json, .csv) every byte is compared, and each line that is another one named.\n\n" +
		"Both work on a private copy of the ledger, in the folder for temporary files."
	return cmd
}

// A result is what verify found out about the ledger or one file.
type result struct {
	File   string               `json:"file"`
	State  string               `json:"state"`
	Wrong  int                  `json:"wrong"` // how many discrepancies there are, more than are listed
	Listed []ledger.Discrepancy `json:"discrepancies"`
}

func verifyLedger(ctx context.Context, p *program, files, anchors []string) error {
	c, err := loadBooks(p)
	if err != nil {
		return err
	}
	heads, err := readAnchors(anchors)
	if err != nil {
		return err
	}
	var results []result
	if len(files) == 0 || len(heads) > 0 {
		results = make([]result, 1)
		err = runner.WithBooks(ctx, c, runner.Access{Private: "verify"}, func(b *runner.Books) error {
			audit := &ledger.Audit{Ledger: b.Ledger}
			apart, err := audit.CheckAnchors(ctx, heads) // before the books are set back
			if err != nil {
				return err
			}
			found, err := audit.Verify(ctx)
			found = append(apart, found...)
			results[0] = result{c.Name, words.New("proven: the file is sound, the chain of runs is whole, every row is as it was written, and each job's last run comes out again%s", anchored(heads)).String(), len(found), found}
			return err
		})
	}
	for _, file := range files {
		if err == nil {
			err = runner.WithBooks(ctx, c, runner.Access{Private: "verify"}, func(b *runner.Books) error {
				verify := verifyBook
				if batchFileName.MatchString(filepath.Base(file)) {
					verify = verifyBatch
				}
				one, err := verify(ctx, &ledger.Audit{Ledger: b.Ledger}, b.Private, file)
				results = append(results, one)
				return err
			})
			if err != nil {
				err = words.Errorf("%s: %w", file, err)
			}
		}
	}
	if err != nil {
		return err
	}
	return printResults(p, results)
}

// verifyBook writes the workbook of a file's run again and compares the two.
func verifyBook(ctx context.Context, books *ledger.Audit, private, file string) (result, error) {
	out := result{File: file, Listed: []ledger.Discrepancy{}}
	if _, err := os.Stat(file); err != nil {
		return out, disk.Cause(err)
	}
	id, err := coverOf(file)
	var refused *importers.RefusedError
	if errors.As(err, &refused) {
		out.State, out.Wrong = refused.Reason, 1
		return out, nil
	}
	if err != nil {
		return out, err
	}
	run, err := id.resolve(ctx, books.Ledger)
	if err != nil {
		out.State, out.Wrong = err.Error(), 1
		return out, nil
	}
	again, err := rebuild(ctx, books, run, private)
	if err != nil {
		return out, err
	}
	same, err := sameBytes(file, again)
	if err != nil || same {
		out.State = words.New("proven: byte for byte the workbook of run %d of job %s", run.ID, run.Job).String()
		return out, err
	}
	d, err := workbookdiff.Compare(ctx, file, again)
	if err != nil {
		return out, err
	}
	out.State, out.Wrong, out.Listed = d.State(run), d.Count, d.Listed
	return out, nil
}

// coverOf reads which run a workbook is of.
func coverOf(file string) (id workbookID, err error) {
	book, err := importers.OpenReportBook(file)
	if err != nil {
		return id, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	return readCover(book)
}

// rebuild writes the reports of a run again and returns the workbook's path.
func rebuild(ctx context.Context, books *ledger.Audit, run ledger.Run, private string) (string, error) {
	if _, err := books.Rewind(ctx, run); err != nil {
		return "", err
	}
	report, err := runner.ReportFor(run)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(private, "run"+strconv.FormatInt(run.ID, 10))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	if err := reports.Write(ctx, dir, books, report); err != nil {
		return "", err
	}
	found, err := filepath.Glob(filepath.Join(disk.QuotePattern(dir), "*.xlsx"))
	if err == nil && len(found) != 1 {
		err = words.Errorf("%d workbooks were written again, not one", len(found))
	}
	if err != nil {
		return "", err
	}
	return found[0], nil
}

// sameBytes reports whether two files hold the same bytes.
func sameBytes(a, b string) (bool, error) {
	one, err := disk.DigestFile(a)
	if err != nil {
		return false, err
	}
	two, err := disk.DigestFile(b)
	return one == two, err
}

// printResults prints what was proven and what was not.
func printResults(p *program, results []result) error {
	status := exit.Done
	for _, one := range results {
		if one.Wrong > 0 {
			status = exit.Findings
		}
	}
	return p.conclude(status, func() { printDiscrepancies(p, results) }, "proofs", results)
}

func printDiscrepancies(p *program, results []result) {
	for _, one := range results {
		if one.Wrong == 0 {
			p.Line("verify", "%s: %s", one.File, words.Kept(one.State))
			continue
		}
		p.Line("verify", "%s: NOT proven: %s", one.File, terminal.Count(int64(one.Wrong), "difference"))
		if len(one.Listed) == 0 {
			p.Line("", "%s", words.Kept(one.State))
			continue
		}
		t := terminal.NewTable("what", "where", "stands there", "recomputed")
		for _, d := range one.Listed {
			t.Add(p.Language.Sprint(d.What), d.Where, p.Language.Read(d.Books), p.Language.Read(d.Found))
		}
		p.WriteTable(t, 2)
		if more := one.Wrong - len(one.Listed); more > 0 {
			p.Line("", "and %d more", more)
		}
	}
}
