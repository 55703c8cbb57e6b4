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
	var s readSettings
	var code string
	var all bool
	cmd := p.command("findings", "list what the last run of each job found", noArgs,
		func(ctx context.Context, _ []string) error { return listFindings(ctx, p, s.job, code, all) })
	s.bind(cmd.Flags())
	cmd.Flags().StringVar(&code, "code", "", "only findings with this `code`, such as OVER_REFUND")
	cmd.Flags().BoolVar(&all, "all", false, "closed findings too")
	return cmd
}

func listFindings(ctx context.Context, p *program, name, code string, all bool) error {
	rules, err := rulesOf(code)
	if err != nil {
		return err
	}
	return withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		lists := []jobFindings{}
		err := eachLast(ctx, c, l, name, func(j *config.Job, run ledger.Run) error {
			lines, err := findingLines(ctx, l, run, rules, j.Language, all)
			lists = append(lists, jobFindings{j.Name, run.ID, terminal.Stamp(run.AsOf), lines})
			return err
		})
		if err != nil {
			return err
		}
		if p.JSON {
			return p.PrintJSON(struct {
				Schema int           `json:"schema"`
				Jobs   []jobFindings `json:"jobs"`
			}{terminal.Schema, lists})
		}
		printFindings(p, lists)
		return nil
	})
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

// eachLast calls body with the last run of each selected job. A job that never
// ran is an error only where it was named or no job ever ran.
func eachLast(ctx context.Context, c *config.Config, l *ledger.Ledger, name string, body func(*config.Job, ledger.Run) error) error {
	jobs, err := c.Selected(name)
	if err != nil {
		return err
	}
	ran := false
	for _, j := range jobs {
		run, ok, err := l.LastRun(ctx, j.Name)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		ran = true
		if err := body(j, run); err != nil {
			return err
		}
	}
	if !ran {
		return hint.With(fmt.Errorf("no run to show: none was completed yet"), "reconcile run makes one")
	}
	return nil
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
	t := terminal.Table{Columns: []terminal.Column{{Title: "code"}, {Title: "severity"}, {Title: "status"}, {Title: "age", Right: true}, {Title: "amount", Right: true},
		{Title: "trade"}, {Title: "batch"}, {Title: "notification"}, {Title: "message"}, {Title: "evidence"}}}
	for _, list := range lists {
		for _, f := range list.Findings {
			t.Add(f.Code, string(f.Severity), string(f.Status), fmt.Sprintf("%dd", f.AgeDays), terminal.AmountText(f.Amount), f.TradeNo, f.BatchNo, f.NotifyID, f.Message, places(f.Evidence))
		}
	}
	if len(t.Rows) == 0 {
		if !p.Quiet {
			p.Say("no finding")
		}
		return
	}
	p.WriteTable(t, 8)
}

// places prints evidence, the first two of it.
func places(evidence []ledger.Place) string {
	var shown []string
	for _, e := range evidence[:min(len(evidence), 2)] {
		shown = append(shown, fmt.Sprintf("%s:%d", e.File, e.Line))
	}
	if more := len(evidence) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(slices.Compact(shown), ", ")
}
