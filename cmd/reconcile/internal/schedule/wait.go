package schedule

import (
	"context"
	"fmt"
	"os"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
)

// ready reports whether a night may begin: at once where it waits for nothing,
// otherwise once its pattern matches a new file, or its wait is over. Where it
// waited in vain, gap says for what.
//
// Before the wait is over a file is new that no run has read; after it also one
// that was first read since the night's moment: by the runs that made up for
// the nights before.
func (s *Service) ready(ctx context.Context, d DueRun) (gap string, ok bool) {
	w := d.Job.WaitFor
	if w == nil {
		return "", true
	}
	over, end := s.Now(), w.End(d.At)
	before := over
	if !over.Before(end) {
		before = d.At
	}
	fresh, err := s.anyFresh(ctx, d.Job, before)
	if err != nil {
		s.Log.Warn("cannot tell whether new input has come", "job", d.Job.Name, "pattern", w.Source.Pattern, "cause", err)
	}
	switch {
	case fresh:
		return "", true
	case over.Before(end):
		s.Log.Info("waiting for a new file", "job", d.Job.Name, "pattern", w.Source.Pattern, "until", w.Clock())
		return "", false
	}
	return fmt.Sprintf("%s (none is new; waited until %s)", w.Source.Pattern, w.Clock()), true
}

// anyFresh reports whether the awaited pattern matches a file that the job's
// newest run before a moment had not read as it is now.
func (s *Service) anyFresh(ctx context.Context, j *config.Job, before time.Time) (bool, error) {
	files, err := s.Config.Expand(j.WaitFor.Source)
	if err != nil || len(files) == 0 {
		return false, err
	}
	known, err := s.filesBefore(ctx, j, before)
	if err != nil {
		return false, err
	}
	for _, in := range files {
		fresh, err := isFresh(in, known)
		if fresh || err != nil {
			return fresh, err
		}
	}
	return false, nil
}

// isFresh reports whether a file has another size or other bytes than each of
// those that are known.
func isFresh(in config.Input, known []ledger.RunFile) (bool, error) {
	info, err := os.Stat(in.Name)
	if err != nil {
		return false, err
	}
	digest := ""
	for _, f := range known {
		if f.Kind != in.Kind || f.Size != info.Size() {
			continue
		}
		if f.Path == in.Path {
			return false, nil // a log grows, and keeps its bytes
		}
		if digest == "" {
			if digest, err = disk.DigestFile(in.Name); err != nil {
				return false, err
			}
		}
		if f.SHA256 == digest {
			return false, nil
		}
	}
	return true, nil
}

// filesBefore returns the files of the job's newest committed run that started
// before a moment; none where there is none.
func (s *Service) filesBefore(ctx context.Context, j *config.Job, before time.Time) (files []ledger.RunFile, err error) {
	if runner.NeedLedger(s.Config) != nil {
		return nil, nil
	}
	err = runner.WithBooks(ctx, s.Config, runner.Access{}, func(b *runner.Books) error {
		newest := int64(0)
		for run, err := range b.Runs(ctx, j.Name) {
			if err != nil {
				return err
			}
			if run.Decided() && run.Started.Before(before) {
				newest = run.ID
			}
		}
		if newest == 0 {
			return nil
		}
		files, err = b.Files(ctx, newest)
		return err
	})
	return files, err
}
