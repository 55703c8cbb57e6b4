package workbook

import (
	"context"
	"slices"

	"reconcile/ledger"
	"reconcile/reports/internal/report"
)

// facts are what the books say of the run in a few rows, and several sheets show.
type facts struct {
	files     []ledger.RunFile
	tallies   []ledger.Tally
	days      []ledger.Day
	codes     []ledger.CodeRow
	covers    []ledger.Cover         // which days are covered
	previous  int64                  // the run of the job before this one; 0 where there is none
	closing   []ledger.Tally         // what it left open
	changed   []ledger.SettingChange // since it
	standing  *ledger.Standing       // where the money stood after it; nil where nobody worked that out
	situation *report.Situation      // what has to be done now
	scope     ledger.Scope           // of Trades, Results and Batches
	partial   bool                   // whether they hold a part of the books
	whole     ledger.Sums            // what the books add up to
}

// read reads what is needed before any sheet is written.
func (f *facts) read(ctx context.Context, books report.Books, r report.Report) (err error) {
	if f.files, err = books.Files(ctx, r.Run.ID); err != nil {
		return err
	}
	if f.tallies, err = books.Tallies(ctx, r.Run.ID); err != nil {
		return err
	}
	if f.covers, err = books.Coverage(ctx, r.Run.ID); err != nil {
		return err
	}
	if f.situation, err = report.SituateUnproven(ctx, books, r.Run, r.Run.AsOf, r.Language); err != nil {
		return err
	}
	previous, ok, err := books.Previous(ctx, r.Run)
	if err != nil {
		return err
	}
	if ok {
		f.previous, f.standing = previous.ID, previous.Standing
		f.changed = ledger.ChangedSettings(previous.Policy, r.Policy)
		if f.closing, err = books.Tallies(ctx, previous.ID); err != nil {
			return err
		}
	}
	f.scope = r.Policy.Header.ScopeOf(!ok)
	f.partial = f.scope == ledger.ScopeOpen || f.scope == ledger.ScopeChanged
	return nil
}

// openFindings counts the open findings of all codes.
func (f *facts) openFindings() (n int64) {
	for _, t := range f.tallies {
		n += t.Open
	}
	return n
}

// everyTally gives each rule its tally: first the rules with open findings, then
// the others, each in the order of the catalogue, and codes that the catalogue
// lacks behind those of their sort.
func (f *facts) everyTally(rules []ledger.Rule) []ledger.Tally {
	rest := slices.Clone(f.tallies)
	var all []ledger.Tally
	for _, r := range rules {
		t := ledger.Tally{Code: r.Code, Severity: r.Severity}
		if i := slices.IndexFunc(rest, func(t ledger.Tally) bool { return t.Code == r.Code }); i >= 0 {
			t = rest[i]
			rest = slices.Delete(rest, i, i+1)
		}
		all = append(all, t)
	}
	all = append(all, rest...)
	open := slices.DeleteFunc(slices.Clone(all), func(t ledger.Tally) bool { return t.Open == 0 })
	return append(open, slices.DeleteFunc(all, func(t ledger.Tally) bool { return t.Open > 0 })...)
}
