package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A ruleLine is one rule of the catalogue.
type ruleLine struct {
	Code      string          `json:"code"`
	Severity  ledger.Severity `json:"severity"`
	Subject   string          `json:"subject"`
	Ends      []string        `json:"ends"` // the kinds of acts that end a finding
	ZH        string          `json:"zh"`
	EN        string          `json:"en"`
	Section   string          `json:"section"`
	Threshold string          `json:"threshold,omitempty"`
}

// newRulesCommand lists the rules.
func newRulesCommand(p *program) *cobra.Command {
	return p.command("rules", "list the rules that find exceptions", noArgs,
		func(context.Context, []string) error { return listRules(p) })
}

func listRules(p *program) error {
	lines := []ruleLine{}
	t := terminal.NewTable("code", "severity", "subject", "rule", "ends with", "section")
	rules, err := ledger.Rules()
	if err != nil {
		return err
	}
	for _, r := range rules {
		lines = append(lines, ruleLine{r.Code, r.Severity, r.Subject, r.Acts, r.ZH, r.EN, r.Section, r.Threshold})
		t.Add(r.Code, p.Language.Sprint(string(r.Severity)), subjectText(r.Subject, p.Language), sentence(r, string(p.Language)), strings.Join(r.Acts, ", "), sectionText(r.Section, p.Language))
	}
	if p.JSON {
		return p.PrintFields("rules", lines)
	}
	p.WriteTable(t, 3)
	return nil
}

// subjectText is what a rule is about, such as "batch and trade", in a language.
func subjectText(subject string, l words.Language) string {
	parts := strings.Split(subject, " and ")
	for i, part := range parts {
		parts[i] = l.Sprint(part)
	}
	if l == words.Chinese {
		return strings.Join(parts, "与")
	}
	return subject
}

// sectionText is the section that a rule enforces, such as "contract 4.1, interface 9", in a
// language.
func sectionText(section string, l words.Language) string {
	if l == words.Chinese {
		return strings.NewReplacer("contract ", "约定 ", "interface ", "接口文档 ", " and ", "、", " to ", " 至 ", ", ", "，").Replace(section)
	}
	return section
}

// newCodesCommand lists the error-code table.
func newCodesCommand(p *program) *cobra.Command {
	return p.command("codes [CODE]", "explain Alipay's error codes", cobra.MaximumNArgs(1),
		func(_ context.Context, args []string) error { return listCodes(p, args) })
}

func listCodes(p *program, args []string) error {
	codes := alipay.ErrorCodes()
	if len(args) == 1 {
		code, ok := codes.Lookup(args[0])
		if !ok {
			return hint.With(words.Errorf("error code %s: not in the table%s", alipay.Quote(args[0]), hint.Suggest(strings.ToUpper(args[0]), names(codes))),
				"reconcile codes lists the table; error_codes: in the configuration gives a new code a class")
		}
		codes = alipay.Codes{code}
	}
	if p.JSON {
		return p.PrintJSON(codes)
	}
	t := terminal.NewTable("code", "class", "source", "meaning", "advice")
	for _, c := range codes {
		meaning, advice := c.ZH+" "+c.EN, c.Advice
		if p.Language == words.Chinese {
			meaning, advice = c.ZH, alipay.AdviceZH(c.Advice)
		}
		t.Add(c.Code, string(c.Class), c.Source, meaning, advice)
	}
	p.WriteTable(t, 3)
	return nil
}

// names are the codes of a table.
func names(codes alipay.Codes) []string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = c.Code
	}
	return list
}
