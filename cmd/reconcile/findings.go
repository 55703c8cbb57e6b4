package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// A jobFindings are the findings of a job's last run.
type jobFindings struct {
	Job      string                `json:"job"`
	Run      int64                 `json:"run"`
	AsOf     string                `json:"as_of"`
	Findings []reports.FindingLine `json:"findings"`
	// Of is how many findings there are, those that are not shown among them.
	Of int64 `json:"of"`

	flags   string           // that lead a command to the job
	reviews []*ledger.Review // what people decided of each finding, nil where nothing
}

// newFindingsCommand lists the findings of the last run of each job.
func newFindingsCommand(p *program) *cobra.Command {
	var s findingsSettings
	cmd := p.jobCommand("findings", "list what the last run of each job found", noArgs,
		func(ctx context.Context, p *program, job string, _ []string) error {
			return listFindings(ctx, p, job, s)
		})
	s.bind(cmd.Flags())
	return cmd
}

func listFindings(ctx context.Context, p *program, name string, s findingsSettings) error {
	filter, err := newFindingFilter(s)
	if err != nil {
		return err
	}
	lists := []jobFindings{}
	err = withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		return eachLast(ctx, c, l, name, func(j *config.Job, run ledger.Run) error {
			one, err := readFindings(ctx, l, j, run, filter, c.FlagsOf(j))
			lists = append(lists, one)
			return err
		})
	})
	if err != nil {
		return err
	}
	if p.JSON {
		return p.PrintFields("jobs", lists)
	}
	printFindings(p, lists, s)
	return nil
}

// rulesByCode are the rules, each under its code.
func rulesByCode() (map[string]ledger.Rule, error) {
	catalogue, err := ledger.Rules()
	rules := map[string]ledger.Rule{}
	for _, r := range catalogue {
		rules[r.Code] = r
	}
	return rules, err
}

// readFindings reads the findings of a job's last run that a filter leaves in. flags lead the
// commands that end them to the job.
func readFindings(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run, filter findingFilter, flags string) (jobFindings, error) {
	list := jobFindings{Job: j.Name, Run: run.ID, AsOf: terminal.Stamp(run.AsOf), Findings: []reports.FindingLine{}, flags: flags}
	keep := func(f ledger.Finding) bool {
		if !filter.counts(f) {
			return false
		}
		list.Of++
		return filter.shows(f)
	}
	for f, err := range l.FindingsThat(ctx, run.ID, keep) {
		if err != nil {
			return list, err
		}
		list.reviews = append(list.reviews, f.Review)
		list.Findings = append(list.Findings, reports.NewFindingLine(f, filter.rules[f.Code], j.Language, flags))
	}
	return list, nil
}

// printFindings prints findings for people, and how many of all they are. Where each is
// written takes room, and is told where more is asked for.
func printFindings(p *program, lists []jobFindings, s findingsSettings) {
	of := int64(0)
	t := terminal.NewTable("code", "severity", "status", "since", ">age", ">amount", "trade", "batch", "message", "review", "act")
	if s.verbose {
		t = terminal.NewTable("code", "severity", "status", "since", "first seen", ">age", ">amount", "trade", "batch", "notification", "message", "review", "evidence", "act")
	}
	for _, list := range lists {
		of += list.Of
		for i, f := range list.Findings {
			review, act, age := reviewText(list.reviews[i], p.Language), f.Ways.Short(list.flags), p.Language.Sprintf("%dd", f.AgeDays)
			if s.verbose {
				t.Add(f.Code, p.Language.Sprint(string(f.Severity)), p.Language.Sprint(string(f.Status)), f.Since, firstSeen(f), age, groupedText(f.Amount), f.TradeNo, f.BatchNo, f.NotifyID, f.Message, review, places(f.Evidence, p.Language), act)
				continue
			}
			t.Add(f.Code, p.Language.Sprint(string(f.Severity)), p.Language.Sprint(string(f.Status)), f.Since, age, groupedText(f.Amount), f.TradeNo, f.BatchNo, f.Message, review, act)
		}
	}
	if len(t.Rows) > 0 {
		t = withoutEmpty(t, "review")
		p.WriteTable(t, slices.IndexFunc(t.Columns, func(c terminal.Column) bool { return c.Title == "message" }))
	}
	switch {
	case p.Quiet:
	case of == 0:
		p.Say("no finding")
	case s.all:
		p.Printf("%d of %s shown, closed ones too\n", len(t.Rows), terminal.Count(of, "finding"))
	default:
		p.Printf("%d of %s shown\n", len(t.Rows), terminal.Count(of, "open finding"))
	}
}

// reviewText is what a person decided of a finding, "" where nobody has.
func reviewText(r *ledger.Review, l words.Language) string {
	if r == nil || r.Decision == ledger.DecidedOpen && r.Owner == "" {
		return ""
	}
	var parts []string
	for _, part := range []string{l.Sprint(string(r.Decision)), r.Owner} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// groupedText is an amount that may be unknown for people, "" for none.
func groupedText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.Grouped()
}

// firstSeen is the day on which a run saw a finding first, where that is not its event's.
func firstSeen(f reports.FindingLine) string {
	if f.FirstSeen == f.Since {
		return ""
	}
	return f.FirstSeen
}

// places prints evidence, the first two of it.
func places(evidence []ledger.Place, l words.Language) string {
	var shown []string
	for _, e := range evidence[:min(len(evidence), 2)] {
		at := e.File
		if e.Line > 0 {
			at = fmt.Sprintf("%s:%d", e.File, e.Line)
		}
		shown = append(shown, at)
	}
	if more := len(evidence) - len(shown); more > 0 {
		shown = append(shown, l.Sprintf("and %d more", more))
	}
	return strings.Join(slices.Compact(shown), ", ")
}
