package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/ledger"
)

// ready tells whether a night may begin: at once where it waits for nothing,
// otherwise once its pattern matches a new file, or its wait is over. Where it
// waited in vain, gap says for what.
//
// Before the wait is over a file is new that no run has read; after it also one
// that was first read since the night's moment: by the runs that made up for
// the nights before.
func (s *scheduler) ready(ctx context.Context, d duty) (gap string, ok bool) {
	w := d.job.waitFor
	if w == nil {
		return "", true
	}
	over, end := s.now(), w.end(d.night)
	before := over
	if !over.Before(end) {
		before = d.night
	}
	fresh, err := s.anyFresh(ctx, d.job, before)
	if err != nil {
		s.Log.Warn("cannot tell whether new input has come", "job", d.job.name, "pattern", w.source.pattern, "cause", err)
	}
	switch {
	case fresh:
		return "", true
	case over.Before(end):
		s.Log.Info("waiting for a new file", "job", d.job.name, "pattern", w.source.pattern, "until", w.clock())
		return "", false
	}
	return fmt.Sprintf("%s (none is new; waited until %s)", w.source.pattern, w.clock()), true
}

// anyFresh tells whether the awaited pattern matches a file that the job's
// newest run before a moment had not read as it is now.
func (s *scheduler) anyFresh(ctx context.Context, j *job, before time.Time) (bool, error) {
	files, err := s.config.expand(j.waitFor.source)
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

// isFresh tells whether a file has another size or other bytes than each of
// those that are known.
func isFresh(in input, known []ledger.RunFile) (bool, error) {
	info, err := os.Stat(in.name)
	if err != nil {
		return false, err
	}
	digest := ""
	for _, f := range known {
		if f.Kind != in.kind || f.Size != info.Size() {
			continue
		}
		if f.Path == in.path {
			return false, nil // a log grows, and keeps its bytes
		}
		if digest == "" {
			if digest, err = disk.DigestFile(in.name); err != nil {
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
func (s *scheduler) filesBefore(ctx context.Context, j *job, before time.Time) (files []ledger.RunFile, err error) {
	if needLedger(s.config) != nil {
		return nil, nil
	}
	err = withBooks(ctx, s.config, access{}, func(b *books) error {
		newest := int64(0)
		for run, err := range b.Runs(ctx, j.name) {
			if err != nil {
				return err
			}
			if run.State != ledger.RunStarted && run.Started.Before(before) {
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
