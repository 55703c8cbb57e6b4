package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

var (
	// batchFileName is the name of a file of a batch, or of a proposal.
	batchFileName = regexp.MustCompile(`^(?:(proposal-[0-9]+)|([0-9]{11,32}))\.(?:html|json|csv)$`)

	// reportFolderName ends with the number of the run that a folder is the report of.
	reportFolderName = regexp.MustCompile(`-r([0-9]+)$`)
)

// verifyBatch writes the files of a batch or proposal again and compares the one of the same
// name, byte for byte.
func verifyBatch(ctx context.Context, books *ledger.Audit, private, file string) (result, error) {
	out := result{File: file, Listed: []ledger.Discrepancy{}}
	if _, err := os.Stat(file); err != nil {
		return out, disk.Cause(err)
	}
	name := filepath.Base(file)
	number := batchFileName.FindStringSubmatch(name)[2]
	run, ok, err := runOfBatch(ctx, books.Ledger, file, number)
	if err != nil {
		return out, err
	}
	if !ok {
		out.State, out.Wrong = words.New("no run of these books has issued or proposed it").String(), 1
		return out, nil
	}
	dir, err := batchAgain(ctx, books, run, private, number)
	if err != nil {
		return out, err
	}
	again, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		out.State, out.Wrong = words.New("run %d of job %s has no file of this name", run.ID, run.Job).String(), 1
		return out, nil
	}
	if err != nil {
		return out, err
	}
	found, err := os.ReadFile(file)
	if err != nil {
		return out, err
	}
	out.State = words.New("proven: byte for byte the file of run %d of job %s", run.ID, run.Job).String()
	if d := otherLines(string(found), string(again)); len(d) > 0 {
		out.State = words.New("not the file of run %d of job %s", run.ID, run.Job).String()
		out.Wrong, out.Listed = len(d), d[:min(len(d), maxListedLines)]
	}
	return out, nil
}

// runOfBatch finds the run that issued or proposed what a file is of: a batch by its number,
// a proposal by the folder of the report.
func runOfBatch(ctx context.Context, books *ledger.Ledger, file, number string) (run ledger.Run, ok bool, err error) {
	var id int64
	if number == "" {
		path, err := filepath.Abs(file)
		if err == nil {
			path, err = filepath.EvalSymlinks(path)
		}
		if err != nil {
			return run, false, err
		}
		m := reportFolderName.FindStringSubmatch(filepath.Base(filepath.Dir(filepath.Dir(path))))
		if m == nil {
			return run, false, words.Errorf("a proposal is told by the folder of its report, <day>-r<run>/batches: put it back there")
		}
		id, _ = strconv.ParseInt(m[1], 10, 64)
	}
	asked := map[int64]bool{}
	for r, err := range books.Runs(ctx, "") {
		if err != nil {
			return run, false, err
		}
		if number == "" || asked[r.Account] {
			continue
		}
		asked[r.Account] = true
		b, found, err := books.Batch(ctx, r.Account, number)
		if err != nil {
			return run, false, err
		}
		if found && b.Run != 0 {
			id = b.Run
		}
	}
	if id == 0 {
		return run, false, nil
	}
	run, err = books.RunByID(ctx, id)
	return run, err == nil, err
}

// batchAgain writes the files of a run's batches again, and returns their folder.
func batchAgain(ctx context.Context, books *ledger.Audit, run ledger.Run, private, number string) (string, error) {
	proposals, err := books.Proposals(ctx, run)
	if err != nil {
		return "", err
	}
	if number == "" || !slices.ContainsFunc(proposals, func(p ledger.Proposal) bool { return p.BatchNo == number }) {
		book, err := rebuild(ctx, books, run, private)
		return filepath.Join(filepath.Dir(book), "batches"), err
	}
	batch, err := books.ReleasedBatch(ctx, run, number) // what people released is not of the run's own report
	if err != nil {
		return "", err
	}
	report, err := runner.ReportFor(run)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(private, "batches")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	_, err = reports.WriteBatch(dir, batch, report)
	return dir, err
}

// maxListedLines is how many lines of a file that differ are listed, and maxListedText how many
// bytes of each.
const (
	maxListedLines = 20
	maxListedText  = 200
)

// otherLines lists the lines that differ.
func otherLines(found, again string) (all []ledger.Discrepancy) {
	a, b := strings.Split(found, "\n"), strings.Split(again, "\n")
	line := func(lines []string, i int) string {
		if i >= len(lines) {
			return ""
		}
		return lines[i][:min(len(lines[i]), maxListedText)]
	}
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			all = append(all, ledger.Discrepancy{What: "line", Where: strconv.Itoa(i + 1), Books: line(a, i), Found: line(b, i)})
		}
	}
	return all
}
