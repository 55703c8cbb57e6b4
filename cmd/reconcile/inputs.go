package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/ledger"
)

// An input is one file that a job reads.
type input struct {
	kind ledger.Kind
	path string // as it is shown: relative to the configuration where its pattern is
	name string // to open
}

// inputs expands the job's patterns, in their order, the files of each sorted
// by path, each file once per kind. A pattern that matches no file is a gap.
// Folders are no files; what cannot be looked at is left to be refused by name.
func (c *config) inputs(j *job) (inputs []input, gaps []string, err error) {
	seen := map[input]bool{}
	for _, s := range j.sources {
		files, err := c.expand(s)
		if err != nil {
			return nil, nil, err
		}
		if len(files) == 0 {
			gaps = append(gaps, s.pattern)
		}
		for _, in := range files {
			if !seen[in] {
				seen[in] = true
				inputs = append(inputs, in)
			}
		}
	}
	return inputs, gaps, nil
}

// expand returns the files that one pattern matches.
func (c *config) expand(s source) ([]input, error) {
	pattern := s.pattern
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(disk.QuotePattern(c.dir), pattern)
	}
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("pattern %s: %w", s.pattern, err)
	}
	slices.Sort(names)
	var files []input
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			continue
		}
		path := name
		if !filepath.IsAbs(s.pattern) {
			if path, err = filepath.Rel(c.dir, name); err != nil {
				return nil, fmt.Errorf("pattern %s: %w", s.pattern, err)
			}
		}
		files = append(files, input{s.kind, filepath.ToSlash(path), name})
	}
	return files, nil
}

// sameInputs reports whether a run that read the files before would read nothing
// new in the files now.
func sameInputs(before, now []ledger.RunFile, gapsBefore, gapsNow []string) bool {
	same := func(a, b ledger.RunFile) bool {
		read := b.Unchanged || b.Refused != ""
		return read && a.Kind == b.Kind && a.Path == b.Path && a.SHA256 == b.SHA256 && a.Refused == b.Refused
	}
	return slices.EqualFunc(before, now, same) && slices.Equal(gapsBefore, gapsNow)
}
