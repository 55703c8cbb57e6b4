package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A checkLine is the state of one thing that a run needs.
type checkLine struct {
	What   string `json:"what"`
	Name   string `json:"name"`
	State  string `json:"state"`
	status int
}

// newCheckCommand looks at everything that a run needs, without running.
func newCheckCommand(p *program) *cobra.Command {
	var announced bool
	cmd := p.jobCommand("check [FILE...]", "look at the configuration, keys, files and ledger, without running; or say what each FILE is taken for", cobra.ArbitraryArgs,
		func(ctx context.Context, p *program, job string, args []string) error {
			switch {
			case announced && len(args) > 0:
				return &hint.UsageError{Err: words.Errorf("check --announce reads no file")}
			case announced:
				return checkAnnounce(ctx, p, job)
			case len(args) > 0:
				return checkFiles(p, args, job)
			case job != "":
				return &hint.UsageError{Err: words.Errorf("check --job NAME says how a FILE is read: name one")}
			}
			return checkAll(ctx, p)
		})
	cmd.Long = "Look at the configuration, keys, files and ledger, without running: what is in each source, from when\n" +
		"to when; or say what each FILE is taken for. importers/README.md shows what a capture in a log may\n" +
		"look like, and how to log well with nginx, PHP, Java, .NET, Rails, Python, Node and Go."
	bindAnnounce(cmd.Flags(), &announced)
	return cmd
}

func checkAll(ctx context.Context, p *program) error {
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if c != nil {
		c.Warn(p.Log)
	}
	if err != nil {
		return err
	}
	lines := []checkLine{{"config", c.File, "ok", exit.Done}}
	if len(c.People) > 0 {
		lines = append(lines, checkLine{"people", strings.Join(c.People, ", "), "ok", exit.Done})
	}
	lines = append(lines, checkKeys(c, p.Speech())...)
	lines = append(lines, checkProof(ctx, p, c)...)
	lines = append(lines, checkLedger(ctx, p, c), checkJournal(ctx, p, c))
	for _, j := range c.Jobs {
		lines = append(lines, checkJob(ctx, p, c, j)...)
	}
	return printCheck(p, lines)
}

// checkKeys lists where each account's keys came from.
func checkKeys(c *config.Config, l words.Language) []checkLine {
	var lines []checkLine
	for _, a := range c.Accounts {
		for _, s := range a.Keys.Sources {
			state := "ok"
			if s.Doubt != "" {
				state = l.Sprintf("warning: %s", words.Kept(s.Doubt))
			}
			lines = append(lines, checkLine{"key", strings.Replace(s.From, " from ", l.Sprint(" from "), 1), state, exit.Done})
		}
		if a.Keys.Signer != nil && a.Merchant.NotifyURL == "" {
			lines = append(lines, checkLine{"notify_url", "accounts." + a.Name, l.Sprint("missing: batches are proposed, not issued, because Alipay would tell nobody what became of them"), exit.Done})
		}
		if a.Keys.Signer == nil {
			lines = append(lines, checkLine{"signing", "accounts." + a.Name, l.Sprint("off: batches are proposed, not issued"), exit.Done})
		}
		if a.Corrections.Manual {
			lines = append(lines, checkLine{"release", "accounts." + a.Name, l.Sprintf("manual: batches are proposed; approvals: %d", a.Corrections.Approvals), exit.Done})
		}
		if !a.Verify {
			lines = append(lines, checkLine{"verify", "accounts." + a.Name, l.Sprint("off: unsigned notifications count"), exit.Done})
		}
	}
	return lines
}

// checkLedger opens the ledger for reading, where there is one.
func checkLedger(ctx context.Context, p *program, c *config.Config) checkLine {
	line := checkLine{"ledger", c.Name, "ok", exit.Done}
	if !ledger.IsAddress(c.Ledger) && runner.LedgerGone(ctx, c) {
		line.State = p.Speech().Sprint("new: the first run makes it")
		if err := runner.GuardLoss(ctx, c); err != nil {
			line.State, line.status = p.Speech().Error(err), exit.Failed
		}
		return line
	}
	var older error
	err := runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) error {
		older = runner.GuardAge(ctx, c, b.Ledger)
		return nil
	})
	switch {
	case err != nil:
		line.State, line.status = strings.TrimPrefix(p.Speech().Error(err), p.Speech().Sprintf("ledger %s: ", c.Name)), exit.Failed // the line names it
	case older != nil:
		line.State, line.status = p.Speech().Error(older), exit.Failed
	}
	return line
}

// checkJournal says whether the journal can be written, and which batches the ledger lacks
// that it or a file of a batch holds: the next run takes them in.
func checkJournal(ctx context.Context, p *program, c *config.Config) checkLine {
	line := checkLine{"journal", c.JournalName, "ok", exit.Done}
	err := disk.Probe(existing(filepath.Dir(c.Journal)))
	var missing []string
	if err == nil {
		missing, err = runner.MissingBatches(ctx, c)
	}
	switch {
	case err != nil:
		line.State, line.status = p.Speech().Error(disk.Cause(err)), exit.Failed
	case len(missing) > 0:
		line.State, line.status = p.Speech().Sprintf("the ledger lacks %s: the next run takes them in as in flight (ISSUED_ELSEWHERE)", strings.Join(missing, ", ")), exit.Findings
	}
	return line
}

// checkJob looks at the schedule, the inputs and the output of a job.
func checkJob(ctx context.Context, p *program, c *config.Config, j *config.Job) []checkLine {
	var lines []checkLine
	if j.Schedule != nil {
		next := j.Schedule.Next(p.Now())
		lines = append(lines, checkLine{"schedule", j.Name, p.Speech().Sprintf("%s, next %s in Shanghai (%s UTC)", j.Spec, terminal.Stamp(next), next.UTC().Format(time.DateTime)), exit.Done})
	}
	for _, s := range j.Sources {
		lines = append(lines, checkSource(ctx, p, c, j, s)...)
	}
	folder := filepath.Join(j.Output, j.Name)
	line := checkLine{"output", folder, "ok", exit.Done}
	if err := disk.Probe(existing(c.At(folder))); err != nil {
		line.State, line.status = p.Speech().Error(disk.Cause(err)), exit.Failed
	}
	lines = append(lines, line, checkLine{"workbook", j.Name, shownBy(j.Scope, p.Speech()), exit.Done})
	return append(lines, checkTargets(j, p.Speech())...)
}

// shownBy says which trades, results and batches the workbooks of a scope show.
func shownBy(scope ledger.Scope, l words.Language) string {
	what := map[ledger.Scope]string{
		ledger.ScopeAll:     l.Sprint("everything"),
		ledger.ScopeChanged: l.Sprint("what is open, from the second run on what changed, too"),
		ledger.ScopeOpen:    l.Sprint("what is open"),
	}[scope]
	return fmt.Sprintf("%s (report: { scope: %s })", what, scope)
}

// existing is the nearest folder above path that is there.
func existing(path string) string {
	for {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(path) == path {
			return path
		}
		path = filepath.Dir(path)
	}
}

// afterCheck is the next step.
func afterCheck(status int) words.Text {
	switch status {
	case exit.Done:
		return words.New("next: reconcile run")
	case exit.Incomplete:
		return words.New("next: complete the input, then reconcile run; a run on incomplete input issues no refund")
	}
	return words.New("next: mend what is not ok, then reconcile check")
}

// printCheck prints what was found and returns the worst status as an error.
func printCheck(p *program, lines []checkLine) error {
	status := exit.Done
	t := terminal.NewTable("what", "name", "state")
	for _, l := range lines {
		t.Add(p.Language.Sprint(l.What), l.Name, p.Language.Sprint(l.State))
		status = exit.Worse(status, l.status)
	}
	return p.conclude(status, func() {
		p.WriteTable(t, 2)
		p.Printf("%s\n", afterCheck(status))
	}, "checks", lines)
}
