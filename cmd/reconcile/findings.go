package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
)

// A jobFindings are the findings of a job's last run.
type jobFindings struct {
	Job      string                `json:"job"`
	Run      int64                 `json:"run"`
	AsOf     string                `json:"as_of"`
	Findings []reports.FindingLine `json:"findings"`
	// Of is how many findings there are, those that are not shown among them.
	Of int64 `json:"of"`

	flags string // that lead a command to the job
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
	printFindings(p, lists, s.all)
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
		list.Findings = append(list.Findings, reports.NewFindingLine(f, filter.rules[f.Code], j.Language, flags))
	}
	return list, nil
}

// printFindings prints findings for people, and how many of all they are.
func printFindings(p *program, lists []jobFindings, all bool) {
	of := int64(0)
	t := terminal.NewTable("code", "severity", "status", "since", "first seen", ">age", ">amount", "trade", "batch", "notification", "message", "evidence", "act")
	for _, list := range lists {
		of += list.Of
		for _, f := range list.Findings {
			t.Add(f.Code, string(f.Severity), string(f.Status), f.Since, firstSeen(f), fmt.Sprintf("%dd", f.AgeDays), terminal.AmountText(f.Amount), f.TradeNo, f.BatchNo, f.NotifyID, f.Message, places(f.Evidence), f.Ways.Short(list.flags))
		}
	}
	if len(t.Rows) > 0 {
		p.WriteTable(t, 10)
	}
	switch {
	case p.Quiet:
	case of == 0:
		p.Say("no finding")
	case all:
		fmt.Fprintf(p.Stdout, "%d of %s shown, closed ones too\n", len(t.Rows), terminal.Count(of, "finding"))
	default:
		fmt.Fprintf(p.Stdout, "%d of %s shown\n", len(t.Rows), terminal.Count(of, "open finding"))
	}
}

// firstSeen is the day on which a run saw a finding first, where that is not its event's.
func firstSeen(f reports.FindingLine) string {
	if f.FirstSeen == f.Since {
		return ""
	}
	return f.FirstSeen
}

// places prints evidence, the first two of it.
func places(evidence []ledger.Place) string {
	var shown []string
	for _, e := range evidence[:min(len(evidence), 2)] {
		at := e.File
		if e.Line > 0 {
			at = fmt.Sprintf("%s:%d", e.File, e.Line)
		}
		shown = append(shown, at)
	}
	if more := len(evidence) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(slices.Compact(shown), ", ")
}
