package config

import (
	"maps"
	"os"
	"path/filepath"
	"slices"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/importers/files"
	"reconcile/ledger"
	"reconcile/words"
)

// An Input is one file that a job reads.
type Input struct {
	Kind ledger.Kind
	Path string // as it is shown: relative to the configuration where its pattern is
	Name string // to open
}

// Inputs expands the job's patterns, in their order, the files of each in the natural
// order of their paths, each file once per kind. A pattern that matches no file is a gap.
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

// Outputs are the folders that jobs write under, as the configuration names them, each
// once.
func (c *Config) Outputs() (all []string) {
	for _, j := range c.Jobs {
		if !slices.Contains(all, j.Output) {
			all = append(all, j.Output)
		}
	}
	return all
}

// Evidence returns what a run of a job reads before it decides: the inputs of the job, and
// the notifications, requests, bills and answers of every other job of its account, whose gaps are
// its own (§3).
func (c *Config) Evidence(j *Job) (inputs []Input, gaps []string, err error) {
	if inputs, gaps, err = c.Inputs(j); err != nil {
		return nil, nil, err
	}
	for _, other := range c.Jobs {
		if other == j || other.Account.Merchant.Partner != j.Account.Merchant.Partner {
			continue
		}
		shared := *other
		shared.Sources = slices.DeleteFunc(slices.Clone(other.Sources), func(s Source) bool { return s.Kind == ledger.Orders })
		more, missing, err := c.Inputs(&shared)
		if err != nil {
			return nil, nil, err
		}
		for _, in := range more {
			if !slices.Contains(inputs, in) {
				inputs = append(inputs, in)
			}
		}
		for _, gap := range missing {
			if !slices.Contains(gaps, gap) {
				gaps = append(gaps, gap)
			}
		}
	}
	return inputs, gaps, nil
}

// Series returns the days of the files of each pattern of notifications, requests,
// bills and answers that a run of a job reads.
func (c *Config) Series(j *Job) (all []ledger.Series, err error) {
	for _, other := range c.Jobs {
		if other != j && other.Account.Merchant.Partner != j.Account.Merchant.Partner {
			continue
		}
		for _, source := range other.Sources {
			if source.Kind == ledger.Orders {
				continue
			}
			files, err := c.Expand(source)
			if err != nil {
				return nil, err
			}
			s := ledger.Series{Kind: source.Kind, Pattern: source.Pattern}
			for _, in := range files {
				if day, ok := alipay.DayInName(in.Path); ok {
					s.Days = append(s.Days, day)
				}
			}
			all = append(all, s)
		}
	}
	return all, nil
}

// OtherVerifiers returns what verifies the notifications of the accounts that are not a.
func (c *Config) OtherVerifiers(a *Account) (others []alipay.Verifier) {
	for _, name := range slices.Sorted(maps.Keys(c.Accounts)) {
		if other := c.Accounts[name]; other.Merchant.Partner != a.Merchant.Partner && other.Keys.Verifier != nil {
			others = append(others, other.Keys.Verifier)
		}
	}
	return others
}

// HasRequests reports whether captured requests are among the sources of an account.
func (c *Config) HasRequests(a *Account) bool {
	return slices.ContainsFunc(c.Jobs, func(j *Job) bool {
		return j.Account.Merchant.Partner == a.Merchant.Partner && j.HasRequests()
	})
}

// HasBills reports whether any job of an account has bills.
func (c *Config) HasBills(a *Account) bool {
	return slices.ContainsFunc(c.Jobs, func(j *Job) bool {
		return j.Account.Merchant.Partner == a.Merchant.Partner && slices.ContainsFunc(j.Sources, func(s Source) bool { return s.Kind == ledger.Bills })
	})
}

// Expand returns the files that one pattern matches, without those that nobody wrote.
func (c *Config) Expand(s Source) ([]Input, error) {
	pattern := s.Pattern
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(disk.QuotePattern(c.dir), pattern)
	}
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, words.Errorf("pattern %s: %w", s.Pattern, err)
	}
	slices.SortFunc(names, naturalOrder)
	var all []Input
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.IsDir() || name != pattern && files.IsLitter(name) {
			continue
		}
		path := name
		if !filepath.IsAbs(s.Pattern) {
			if path, err = filepath.Rel(c.dir, name); err != nil {
				return nil, words.Errorf("pattern %s: %w", s.Pattern, err)
			}
		}
		all = append(all, Input{s.Kind, filepath.ToSlash(path), name})
	}
	return all, nil
}
