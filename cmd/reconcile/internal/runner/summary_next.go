package runner

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// What a summary says of what comes next: corrections, batches, the report and
// the next command.

func (s *summary) corrections() error {
	counts, amounts, holds := map[ledger.CorrectionStatus]int64{}, map[ledger.CorrectionStatus]alipay.Money{}, map[ledger.Hold]int{}
	for c, err := range s.Books.Corrections(s.ctx, s.run.ID) {
		if err != nil {
			return err
		}
		counts[c.Status]++
		amounts[c.Status] = amounts[c.Status].Add(c.Amount)
		if c.Status == ledger.Held {
			holds[c.Hold]++
		}
	}
	var parts []string
	for _, status := range []ledger.CorrectionStatus{ledger.Issued, ledger.Proposed, ledger.Held} {
		if counts[status] > 0 {
			parts = append(parts, s.Language.Sprintf("%d %s, %s 元", counts[status], words.New(string(status)), amounts[status].Grouped()))
		}
	}
	if len(parts) == 0 {
		parts = []string{s.Language.Sprint("none")}
	}
	s.line("corrections", "%s%s", strings.Join(parts, s.Language.Sprint("; ")), printHolds(holds))
	return nil
}

// printHolds counts the holds, by name.
func printHolds(holds map[ledger.Hold]int) string {
	var parts []string
	for hold, n := range holds {
		parts = append(parts, fmt.Sprintf("%s %d", hold, n))
	}
	if len(parts) == 0 {
		return ""
	}
	slices.Sort(parts)
	return " (" + strings.Join(parts, ", ") + ")"
}

func (s *summary) issued() error {
	for _, b := range s.batches {
		switch {
		case b.Unsigned != "":
			s.line("proposal", "%s%s: %s, %s 元, unsigned: %s", b.Proposal, s.Config.OfAccount(s.Job.Account), terminal.Count(int64(len(b.Lines)), "line"), b.Total.Grouped(), words.Kept(b.Unsigned))
		case s.Settings.DryRun:
			s.line("batch", "%s%s: %s, %s 元; not issued", b.BatchNo, s.Config.OfAccount(s.Job.Account), terminal.Count(int64(len(b.Lines)), "line"), b.Total.Grouped())
		default:
			s.line("batch", "%s%s: %s, %s 元; open %s", b.BatchNo, s.Config.OfAccount(s.Job.Account), terminal.Count(int64(len(b.Lines)), "line"), b.Total.Grouped(),
				filepath.Join(s.folder(s.run), "batches", b.BatchNo+".html"))
		}
	}
	return nil
}

// next prints where the report is and what to do with it.
func (s *summary) next() error {
	if why := s.incomplete(); s.run.Outcome == ledger.Incomplete && why != "" {
		s.line("incomplete", "%s; see the sources in the report", why)
		if mend := s.rejected.Mend(string(s.Language)); mend != "" {
			s.line("mend", "%s", mend)
		}
	}
	if s.Settings.DryRun {
		s.line("next", "reconcile run%s", s.flags())
		return nil
	}
	s.line("report", "%s", s.folder(s.run))
	switch {
	case len(s.open) > 0:
		s.line("next", "reconcile findings%s", s.flags())
	case s.run.Outcome == ledger.Incomplete:
		s.line("next", "complete the input, then reconcile run%s", s.flags())
	}
	return nil
}

// incomplete says what was missing from the run's input.
func (s *summary) incomplete() string {
	var parts []string
	for _, part := range []words.Text{
		terminal.Count(int64(len(s.run.Gaps)), "unmatched pattern"), terminal.Count(s.refused, "refused file"), terminal.Count(s.unread, "unread file"),
	} {
		if !part.CountsNone() {
			parts = append(parts, part.In(s.Language))
		}
	}
	for _, t := range s.open {
		if n := t.Unread(); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", t.Code, n))
		}
	}
	if said := s.rejected.Say(string(s.Language)); said != "" {
		parts = append(parts, said)
	}
	return strings.Join(parts, s.Language.Sprint("; "))
}

// flags are those that lead the next command to the same job.
func (s *summary) flags() string { return s.Config.FlagsOf(s.Job) }
