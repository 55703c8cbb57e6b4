package runner

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// checkOutput makes the job's output folder, removes what was left there half written, and
// proves, before any work, that files can be written there: a folder's mode says nothing of
// a read-only or full disk, nor to root.
func (n *Runner) checkOutput() error {
	named, dir := n.output()
	if err := disk.MakeDir(dir, 0o750); err != nil {
		return outputError(named, err)
	}
	return outputError(named, errors.Join(n.removeStale(dir), n.removeCopies(), disk.Probe(dir)))
}

// removeCopies removes the copies of the ledger that commands left which were killed, and
// says so. A dry run writes nothing.
func (n *Runner) removeCopies() error {
	if n.Books.Private != "" {
		return nil
	}
	removed, err := removeKilled()
	for _, dir := range removed {
		n.tell(0, slog.LevelInfo, "removed %s, a copy of the ledger of a command that was cut off", dir)
	}
	return err
}

// outputError names the output folder in an error, with the way out.
func outputError(named string, err error) error {
	if err == nil {
		return nil
	}
	return hint.With(words.Errorf("output %s: %s", named, disk.Cause(err)), "the folder must be one that this user can write to, with room on its disk; nothing was read")
}

// publishPending publishes the runs that were committed and cut off before
// their files appeared. Doing it twice does no harm.
func (n *Runner) publishPending(ctx context.Context) ([]ledger.Run, error) {
	runs, err := n.Books.Unpublished(ctx, n.Job.Name)
	if err != nil {
		return nil, err
	}
	for i, run := range runs {
		if runs[i], err = n.publish(ctx, run); err != nil {
			return nil, err
		}
	}
	return runs, nil
}

// publish writes the report of a committed run. Where that fails it says what is decided
// all the same: a status of 1 does not take a batch back.
func (n *Runner) publish(ctx context.Context, run ledger.Run) (ledger.Run, error) {
	published, err := n.writeReport(ctx, run)
	if err == nil || ctx.Err() != nil || n.Books.Private != "" {
		return published, err
	}
	told := errors.As(err, new(*hint.Error))
	err = words.Errorf("run %d is decided and in the books, with %s; its report is not whole: %w", run.ID, n.issuedBy(ctx, run), err)
	if !told {
		err = hint.With(err, "reconcile run makes the report whole, and issues nothing of it twice")
	}
	return published, err
}

// issuedBy names the batches that a run has issued.
func (n *Runner) issuedBy(ctx context.Context, run ledger.Run) words.Text {
	batches, err := n.Books.Batches(ctx, run.ID)
	if err != nil {
		return words.New("the batches that it issued")
	}
	var numbers []string
	for _, b := range batches {
		if b.Proposal == "" {
			numbers = append(numbers, b.BatchNo)
		}
	}
	if len(numbers) == 0 {
		return words.New("no batch")
	}
	return words.New("batch %s", strings.Join(numbers, ", "))
}

// writeReport renders a committed run beside its place, makes its folder appear whole, and
// points latest to it.
func (n *Runner) writeReport(ctx context.Context, run ledger.Run) (ledger.Run, error) {
	named, dir := n.output()
	temporary := filepath.Join(dir, fmt.Sprintf(".r%d.tmp", run.ID))
	if err := n.render(ctx, temporary, run); err != nil {
		return run, errors.Join(err, os.RemoveAll(temporary))
	}
	folder := fmt.Sprintf("%s-r%d", Day(run.AsOf), run.ID)
	if err := publishDir(temporary, filepath.Join(dir, folder)); err != nil {
		return run, errors.Join(err, os.RemoveAll(temporary))
	}
	if err := updateLatest(dir, "latest", folder); err != nil {
		return run, err
	}
	run.Directory = filepath.ToSlash(filepath.Join(named, folder))
	run.State = ledger.RunPublished
	return run, n.Books.Published(context.WithoutCancel(ctx), run.ID, run.Directory)
}

// render writes the run's files into a private folder.
func (n *Runner) render(ctx context.Context, dir string, run ledger.Run) error {
	defer n.stage(run.ID, words.New("writing the report of run %d", run.ID), writing)()
	n.freeMemory()
	report, err := ReportFor(run)
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o750); err != nil {
		return err
	}
	return reports.Write(ctx, dir, n.Books, report)
}

// removeStale removes what a run that was cut off left half written, and says so.
func (n *Runner) removeStale(dir string) (err error) {
	for _, pattern := range []string{".r*.tmp", ".latest.tmp", disk.Probes} {
		left, glob := filepath.Glob(filepath.Join(disk.QuotePattern(dir), pattern))
		err = errors.Join(err, glob)
		for _, path := range left {
			if removed := os.RemoveAll(path); removed != nil {
				err = errors.Join(err, removed)
				continue
			}
			n.tell(0, slog.LevelInfo, "removed %s, which a run that was cut off had left", filepath.Base(path))
		}
	}
	return err
}

// publishDir gives a rendered folder its name. Where that name is taken, by the
// same run that was cut off after this step, it stays; anything else there is
// not overwritten.
func publishDir(temporary, folder string) error {
	if _, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
		return errors.Join(os.Rename(temporary, folder), disk.SyncDir(filepath.Dir(folder)))
	}
	same, err := sameFiles(temporary, folder)
	if err != nil {
		return err
	}
	if !same {
		return hint.With(words.Errorf("%s: exists already and is not the report of this run", folder), "move it away, then run again: the run is kept and will be published")
	}
	return os.RemoveAll(temporary)
}

// updateLatest makes the symbolic link name in dir point to folder, whole at any
// moment.
func updateLatest(dir, name, folder string) error {
	temporary := filepath.Join(dir, "."+name+".tmp")
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(folder, temporary); err != nil {
		return err
	}
	return errors.Join(os.Rename(temporary, filepath.Join(dir, name)), disk.SyncDir(dir))
}

// sameFiles reports whether two folders hold the same files with the same bytes,
// except workbooks: their container is not compared.
func sameFiles(a, b string) (bool, error) {
	left, err := digestTree(a)
	if err != nil {
		return false, err
	}
	right, err := digestTree(b)
	return left == right, err
}

// digestTree returns the names and digests of the files in a folder.
func digestTree(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		digest := ""
		if filepath.Ext(path) != ".xlsx" {
			digest, err = disk.DigestFile(path)
		}
		fmt.Fprintf(&b, "%s %s\n", relative, digest)
		return err
	})
	return b.String(), err
}
