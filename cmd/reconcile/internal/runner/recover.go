package runner

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// RecoverPending makes whole what earlier calls left behind: runs that were committed
// and batches that were released, cut off before their files appeared. It
// returns those runs of the job. Doing it twice does no harm.
func (n *Runner) RecoverPending(ctx context.Context) ([]ledger.Run, error) {
	if err := n.checkOutput(); err != nil {
		return nil, err
	}
	if err := GuardAge(ctx, n.Config, n.Books.Ledger); err != nil {
		return nil, err
	}
	runs, err := n.publishPending(ctx)
	if err != nil {
		return nil, err
	}
	// Reports and pages show what each trade was refunded before, as the books of the
	// account have it: they are written before any job moves those on.
	for _, j := range n.Config.Jobs {
		if j.Account != n.Job.Account {
			continue
		}
		other := *n
		other.Job = j
		if err := other.publishReports(ctx); err != nil {
			return nil, words.Errorf("job %s comes first: %w", j.Name, err)
		}
		if err := other.publishReleases(ctx); err != nil {
			return nil, err
		}
	}
	return runs, nil
}

// publishReports writes the reports of the job's runs that were decided and have none yet.
func (n *Runner) publishReports(ctx context.Context) error {
	left, err := n.Books.Unpublished(ctx, n.Job.Name)
	if err != nil || len(left) == 0 {
		return err
	}
	if err := n.checkOutput(); err != nil {
		return err
	}
	for _, run := range left {
		if _, err := n.publish(ctx, run); err != nil {
			return err
		}
		n.tell(run.ID, slog.LevelInfo, "run %d had been cut off before its files appeared; they are complete now", run.ID)
	}
	return nil
}

// publishReleases writes the files of the released batches of the job's newest
// run that have none yet.
func (n *Runner) publishReleases(ctx context.Context) error {
	numbers, err := n.Books.UnpublishedReleases(ctx, n.Job.Name)
	if err != nil || len(numbers) == 0 {
		return err
	}
	run, _, err := n.Books.LastRun(ctx, n.Job.Name)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		if _, err := n.publishRelease(ctx, run, number); err != nil {
			return words.Errorf("batch %s was released, and its files are still to be written: %w", number, err)
		}
		n.tell(0, slog.LevelInfo, "batch %s had been released before its files appeared; they are complete now", number)
	}
	return nil
}

// publishRelease writes the files of a released batch into the folder of the
// run that proposed it, and returns their paths.
func (n *Runner) publishRelease(ctx context.Context, run ledger.Run, number string) ([]string, error) {
	batch, err := n.Books.ReleasedBatch(ctx, run, number)
	if err != nil {
		return nil, err
	}
	report, err := ReportFor(run)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(n.folder(run), "batches")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	files, err := reports.WriteBatch(dir, batch, report)
	if err = errors.Join(err, disk.SyncDir(n.folder(run))); err != nil {
		return nil, err
	}
	for i, name := range files {
		files[i] = filepath.Join(dir, name)
	}
	return files, n.Books.ReleasePublished(ctx, run.Account, number)
}
