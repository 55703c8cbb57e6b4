package runner

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// summarize prints what a run came to: summary.json itself for programs, a few
// lines for people. A quiet program says nothing of a run that asks for
// nothing.
func (n *Runner) summarize(ctx context.Context, run ledger.Run) error {
	if n.JSON {
		return n.copySummary(run)
	}
	batches, err := n.Books.Batches(ctx, run.ID)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	s := summary{ctx: ctx, Runner: n, run: run, batches: batches, w: &b}
	if n.Quiet {
		if nothing, err := s.asksNothing(); err != nil || nothing {
			return err
		}
	}
	for _, part := range []func() error{s.verdict, s.money, s.tasks, s.head, s.files, s.totals, s.findings, s.corrections, s.issued, s.next} {
		if err := part(); err != nil {
			return err
		}
	}
	_, err = n.Stdout.Write(b.Bytes())
	return err
}

// folder is where the files of a published run are.
func (n *Runner) folder(run ledger.Run) string {
	_, dir := n.output()
	return filepath.Join(dir, filepath.Base(run.Directory))
}

// copySummary prints the run's summary.json.
func (n *Runner) copySummary(run ledger.Run) error {
	f, err := os.Open(filepath.Join(n.folder(run), "summary.json"))
	if err != nil {
		return err
	}
	defer f.Close()
	return n.Printed.Add(f)
}

// A summary is a run's outcome while it is printed for people.
type summary struct {
	*Runner
	ctx     context.Context
	run     ledger.Run
	batches []ledger.Batch
	w       io.Writer

	open    []ledger.Tally
	refused int64
	unread  int64 // files of which something that matters was not read
	counts  ledger.Counts

	rejected  reports.Rejected
	situation *reports.Situation
}

// line prints one line under a heading of its own.
func (s *summary) line(head, format string, args ...any) {
	fmt.Fprint(s.w, s.HeadedLine(head, format, args...))
}

func (s *summary) head() error {
	var dry words.Text
	if s.Settings.DryRun {
		dry = words.New(", dry run: nothing was written")
	}
	s.line("run", "%d of job %s, as of %s%s", s.run.ID, s.Job.Name, s.run.AsOf.In(alipay.Shanghai()).Format(alipay.TimeLayout), dry)
	if !s.Job.Account.Verify {
		s.line("unverified", "account %s has verify: off, so signatures were not asked for", s.Job.Account.Name)
	}
	return nil
}

func (s *summary) files() error {
	files, err := s.Books.Files(s.ctx, s.run.ID)
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
		if f.Unread != "" {
			s.unread++
		}
	}
	s.rejected = reports.RejectedOf(files)
	c := s.counts
	s.line("read", "%s, %d unchanged, %d refused; %s: %d accepted, %d duplicate, %d rejected, %d ignored",
		terminal.Count(int64(len(files)), "file"), unchanged, s.refused, terminal.Count(c.Lines, "line"), c.Accepted, c.Duplicate, c.Rejected, c.Ignored)
	for _, g := range s.run.Gaps {
		s.line("missing", "no file matches %s", g)
	}
	s.left(files)
	return nil
}

// namedFiles is how many files are named for one reason.
const namedFiles = 3

// left names the files whose last line has no end, and what is left of each (§3.5).
func (s *summary) left(files []ledger.RunFile) {
	n := 0
	for _, f := range files {
		if f.Left == 0 {
			continue
		}
		if n++; n <= namedFiles {
			s.line("left", "%s: %s", terminal.Visible(f.Path), leftText(f))
		}
	}
	if n > namedFiles {
		s.line("left", "the last lines of %d more files", n-namedFiles)
	}
}

// leftText says what is left of a file, and what becomes of it.
func leftText(f ledger.RunFile) any {
	if f.Unread != "" {
		return words.Kept(f.Unread)
	}
	return words.New("its last line has no end (%s): it is read once it ends, or an hour after the last change", terminal.Count(f.Left, "byte"))
}

func (s *summary) totals() error {
	t := s.run.Totals
	s.line("refunds", "%s in %s, %s 元 refunded, %d failed", terminal.Count(t.Results, "result"), terminal.Count(t.Notifications, "notification"), t.SuccessAmount.Grouped(), t.FailedResults)
	if text := t.Attested.Text(string(s.Language)); text != "" {
		s.line("attested", "%s, by the word of people: reconcile acts", text)
	}
	s.line("orders", "%s, %s 元 paid; %s with %s", terminal.Count(t.Orders, "order"), t.PaidAmount.Grouped(), terminal.Count(t.Requests, "request"), terminal.Count(t.RequestLines, "line"))
	return nil
}

// money says where the money stands, each trade once.
func (s *summary) money() error {
	if s.run.Standing != nil {
		s.line("money (元)", "%s", s.run.Standing.Text(string(s.Language)))
	}
	return nil
}

// worstCodes is how many codes a summary has, and more where more are critical.
const worstCodes = 12

// findings prints the codes that were found, worst first: by severity, then by money. Those
// that are left out are counted, unless every one is asked for.
func (s *summary) findings() error {
	tallies, err := s.Books.Tallies(s.ctx, s.run.ID)
	if err != nil {
		return err
	}
	tallies = slices.DeleteFunc(tallies, func(t ledger.Tally) bool { return t.Open == 0 && t.New == 0 && t.Closed == 0 })
	for _, row := range tallies {
		if row.Open > 0 {
			s.open = append(s.open, row)
		}
	}
	if len(tallies) == 0 {
		s.line("findings", "none")
		return nil
	}
	slices.SortStableFunc(tallies, worse)
	shown := max(worstCodes, slices.IndexFunc(tallies, func(t ledger.Tally) bool { return t.Severity != ledger.Critical }))
	if s.Settings.Full || len(tallies) < shown+2 {
		shown = len(tallies)
	}
	t := terminal.NewTable("findings", "severity", ">open", ">new", ">closed", ">amount (元)")
	for _, row := range tallies[:shown] {
		t.Add(row.Code, s.Language.Sprint(string(row.Severity)), fmt.Sprint(row.Open), fmt.Sprint(row.New), fmt.Sprint(row.Closed), atStake(row.Amount))
	}
	s.WriteTableTo(s.w, t, len(t.Columns))
	if left := tallies[shown:]; len(left) > 0 {
		open := int64(0)
		for _, row := range left {
			open += row.Open
		}
		s.line("", "%d more codes, %d open; run --full prints them, reconcile findings lists each", len(left), open)
	}
	return nil
}

// worse orders codes by severity, then by the money that is open.
func worse(a, b ledger.Tally) int {
	levels := FailLevels()
	return cmp.Or(
		cmp.Compare(slices.Index(levels, string(a.Severity)), slices.Index(levels, string(b.Severity))),
		b.Amount.Cmp(a.Amount),
		cmp.Compare(b.Open, a.Open),
		cmp.Compare(a.Code, b.Code),
	)
}

// atStake prints the money of a row of findings, "" where there is none.
func atStake(m alipay.Money) string {
	if m.Sign() == 0 {
		return ""
	}
	return m.Grouped()
}
