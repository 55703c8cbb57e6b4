package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/ledger"
)

// An Input is one file that a job reads.
type Input struct {
	Kind ledger.Kind
	Path string // as it is shown: relative to the configuration where its pattern is
	Name string // to open
}

// Inputs expands the job's patterns, in their order, the files of each sorted
// by path, each file once per kind. A pattern that matches no file is a gap.
// Folders are no files; what cannot be looked at is left to be refused by name.
func (c *Config) Inputs(j *Job) (inputs []Input, gaps []string, err error) {
	seen := map[Input]bool{}
	for _, s := range j.Sources {
		files, err := c.Expand(s)
		if err != nil {
			return nil, nil, err
		}
		if len(files) == 0 {
			gaps = append(gaps, s.Pattern)
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

// Expand returns the files that one pattern matches.
func (c *Config) Expand(s Source) ([]Input, error) {
	pattern := s.Pattern
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(disk.QuotePattern(c.dir), pattern)
	}
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("pattern %s: %w", s.Pattern, err)
	}
	slices.Sort(names)
	var files []Input
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			continue
		}
		path := name
		if !filepath.IsAbs(s.Pattern) {
			if path, err = filepath.Rel(c.dir, name); err != nil {
				return nil, fmt.Errorf("pattern %s: %w", s.Pattern, err)
			}
		}
		files = append(files, Input{s.Kind, filepath.ToSlash(path), name})
	}
	return files, nil
}
