package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// summarize prints what a run came to: summary.json itself for programs, a few
// lines for people. A quiet program says nothing of a run that asks for
// nothing.
func (n *night) summarize(ctx context.Context, run ledger.Run) error {
	if n.json {
		return n.copySummary(run)
	}
	batches, err := n.books.Batches(ctx, run.ID)
	if err != nil {
		return err
	}
	if n.quiet && run.Exit == exitDone && len(batches) == 0 {
		return nil
	}
	var b bytes.Buffer
	s := summary{ctx: ctx, night: n, run: run, batches: batches, w: &b}
	for _, part := range []func() error{s.head, s.files, s.totals, s.findings, s.corrections, s.issued, s.next} {
		if err := part(); err != nil {
			return err
		}
	}
	_, err = n.stdout.Write(b.Bytes())
	return err
}

// folder is where the files of a published run are.
func (n *night) folder(run ledger.Run) string {
	_, dir := n.output()
	return filepath.Join(dir, filepath.Base(run.Directory))
}

// copySummary prints the run's summary.json.
func (n *night) copySummary(run ledger.Run) error {
	f, err := os.Open(filepath.Join(n.folder(run), "summary.json"))
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(n.stdout, f)
	return err
}

// A summary is a run's outcome while it is printed for people.
type summary struct {
	*night
	ctx     context.Context
	run     ledger.Run
	batches []ledger.Batch
	w       io.Writer

	open    []ledger.Tally
	refused int64
	counts  ledger.Counts
}

// line prints one line under a heading of its own.
func (s *summary) line(head, format string, args ...any) {
	fmt.Fprintf(s.w, "%-12s%s\n", head, visible(fmt.Sprintf(format, args...)))
}

func (s *summary) head() error {
	dry := ""
	if s.settings.dryRun {
		dry = ", dry run: nothing was written"
	}
	s.line("run", "%d of job %s, as of %s%s", s.run.ID, s.job.name, s.run.AsOf.In(alipay.Shanghai()).Format(alipay.TimeLayout), dry)
	if !s.job.account.verify {
		s.line("unverified", "account %s has verify: off, so signatures were not asked for", s.job.account.name)
	}
	return nil
}

func (s *summary) files() error {
	files, err := s.books.Files(s.ctx, s.run.ID)
	if err != nil {
		return err
	}
	unchanged := int64(0)
	for _, f := range files {
		s.counts = s.counts.Add(f.Counts)
		if f.Unchanged {
			unchanged++
		}
		if f.Refused != "" {
			s.refused++
		}
	}
	c := s.counts
	s.line("read", "%s, %d unchanged, %d refused; %s: %d accepted, %d duplicate, %d rejected, %d ignored",
		count(int64(len(files)), "file"), unchanged, s.refused, count(c.Lines, "line"), c.Accepted, c.Duplicate, c.Rejected, c.Ignored)
	for _, g := range s.run.Gaps {
		s.line("missing", "no file matches %s", g)
	}
	return nil
}

func (s *summary) totals() error {
	t := s.run.Totals
	s.line("refunds", "%s in %s, %s refunded, %d failed", count(t.Results, "result"), count(t.Notifications, "notification"), t.SuccessAmount, t.FailedResults)
	s.line("orders", "%s, %s paid; %s with %s", count(t.Orders, "order"), t.PaidAmount, count(t.Requests, "request"), count(t.RequestLines, "line"))
	return nil
}

func (s *summary) findings() error {
	tallies, err := s.books.Tallies(s.ctx, s.run.ID)
	if err != nil {
		return err
	}
	t := table{columns: []column{{title: "findings"}, {title: "severity"}, {title: "open", right: true}, {title: "new", right: true}, {title: "closed", right: true}, {title: "amount", right: true}}}
	for _, row := range tallies {
		if row.Open == 0 && row.New == 0 && row.Closed == 0 {
			continue
		}
		if row.Open > 0 {
			s.open = append(s.open, row)
		}
		t.add(row.Code, string(row.Severity), fmt.Sprint(row.Open), fmt.Sprint(row.New), fmt.Sprint(row.Closed), atStake(row.Amount))
	}
	if len(t.rows) == 0 {
		s.line("findings", "none")
		return nil
	}
	t.write(s.w, s.painter())
	return nil
}

// atStake prints the money of a row of findings, "" where there is none.
func atStake(m alipay.Money) string {
	if m.Sign() == 0 {
		return ""
	}
	return m.String()
}

func (s *summary) corrections() error {
	counts, amounts, holds := map[ledger.CorrectionStatus]int64{}, map[ledger.CorrectionStatus]alipay.Money{}, map[ledger.Hold]int{}
	for c, err := range s.books.Corrections(s.ctx, s.run.ID) {
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
			parts = append(parts, fmt.Sprintf("%d %s, %s", counts[status], status, amounts[status]))
		}
	}
	if len(parts) == 0 {
		parts = []string{"none"}
	}
	s.line("corrections", "%s%s", strings.Join(parts, "; "), printHolds(holds))
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
			s.line("proposal", "%s, %s, unsigned: %s", count(int64(len(b.Lines)), "line"), b.Total, b.Unsigned)
		case s.settings.dryRun:
			s.line("batch", "%s: %s, %s; not issued", b.BatchNo, count(int64(len(b.Lines)), "line"), b.Total)
		default:
			s.line("batch", "%s: %s, %s; open %s", b.BatchNo, count(int64(len(b.Lines)), "line"), b.Total,
				filepath.Join(s.folder(s.run), "batches", b.BatchNo+".html"))
		}
	}
	return nil
}

// next prints where the report is and what to do with it.
func (s *summary) next() error {
	if why := s.incomplete(); s.run.Exit == exitIncomplete && why != "" {
		s.line("incomplete", "%s; see the sources in the report", why)
	}
	if s.settings.dryRun {
		s.line("next", "reconcile run%s", s.flags())
		return nil
	}
	s.line("report", "%s", s.folder(s.run))
	if len(s.open) > 0 {
		s.line("next", "reconcile findings%s", s.flags())
	}
	return nil
}

// incomplete says what was missing from the run's input.
func (s *summary) incomplete() string {
	var parts []string
	for _, part := range []struct {
		n    int64
		noun string
	}{
		{int64(len(s.run.Gaps)), "unmatched pattern"},
		{s.refused, "refused file"},
		{s.counts.Rejected, "rejected line"},
	} {
		if part.n > 0 {
			parts = append(parts, count(part.n, part.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// flags are those that lead the next command to the same job.
func (s *summary) flags() string {
	flags := ""
	if s.config.file != defaultConfig {
		flags += " --config " + s.config.file
	}
	if len(s.config.jobs) > 1 {
		flags += " --job " + s.job.name
	}
	return flags
}

// count is a number and what it counts, in the plural where it is not one.
func count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
