package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
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
}

// newFindingsCommand lists the findings of the last run of each job.
func newFindingsCommand(p *program) *cobra.Command {
	var code string
	var all bool
	cmd := p.jobCommand("findings", "list what the last run of each job found", noArgs,
		func(ctx context.Context, p *program, job string, _ []string) error {
			return listFindings(ctx, p, job, code, all)
		})
	bindFindings(cmd.Flags(), &code, &all)
	return cmd
}

func listFindings(ctx context.Context, p *program, name, code string, all bool) error {
	rules, err := rulesOf(code)
	if err != nil {
		return err
	}
	lists, err := eachRead(ctx, p, name, func(l *ledger.Ledger, j *config.Job, run ledger.Run) (jobFindings, error) {
		lines, err := findingLines(ctx, l, run, rules, j.Language, all)
		return jobFindings{j.Name, run.ID, terminal.Stamp(run.AsOf), lines}, err
	})
	if err != nil {
		return err
	}
	if p.JSON {
		return p.PrintFields("jobs", lists)
	}
	printFindings(p, lists)
	return nil
}

// rulesOf returns the rules by code: the one of a code, or all for "".
func rulesOf(code string) (map[string]ledger.Rule, error) {
	catalogue, err := ledger.Rules()
	if err != nil {
		return nil, err
	}
	rules, known := map[string]ledger.Rule{}, []string{}
	for _, r := range catalogue {
		known = append(known, r.Code)
		if code == "" || r.Code == code {
			rules[r.Code] = r
		}
	}
	if len(rules) == 0 && code != "" {
		return nil, hint.With(fmt.Errorf("no rule has the code %s%s", code, hint.Suggest(strings.ToUpper(code), known)), "reconcile rules lists them")
	}
	return rules, nil
}

// findingLines reads the findings of a run.
func findingLines(ctx context.Context, l *ledger.Ledger, run ledger.Run, rules map[string]ledger.Rule, language string, all bool) ([]reports.FindingLine, error) {
	lines := []reports.FindingLine{}
	for f, err := range l.Findings(ctx, run.ID) {
		if err != nil {
			return nil, err
		}
		rule, ok := rules[f.Code]
		if !ok || f.Status == ledger.StatusClosed && !all {
			continue
		}
		lines = append(lines, reports.NewFindingLine(f, rule, language))
	}
	return lines, nil
}

// printFindings prints findings for people.
func printFindings(p *program, lists []jobFindings) {
	t := terminal.NewTable("code", "severity", "status", "since", "first seen", ">age", ">amount", "trade", "batch", "notification", "message", "evidence")
	for _, list := range lists {
		for _, f := range list.Findings {
			t.Add(f.Code, string(f.Severity), string(f.Status), f.Since, firstSeen(f), fmt.Sprintf("%dd", f.AgeDays), terminal.AmountText(f.Amount), f.TradeNo, f.BatchNo, f.NotifyID, f.Message, places(f.Evidence))
		}
	}
	if len(t.Rows) == 0 {
		if !p.Quiet {
			p.Say("no finding")
		}
		return
	}
	p.WriteTable(t, 10)
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
