package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	if n.quiet && run.Outcome == ledger.Clean && len(batches) == 0 {
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
	return n.printed.add(f)
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
	printFolded(s.w, s.columns(), head, fmt.Sprintf(format, args...))
}

// printLine prints one line under a heading of its own.
func printLine(w io.Writer, head, format string, args ...any) {
	fmt.Fprintf(w, "%-12s%s\n", head, visible(fmt.Sprintf(format, args...)))
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

// count is a number and what it counts, in the plural where it is not one.
func count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
