package main

import (
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
)

// printProofs prints what was proven and what was not.
func printProofs(p *program, proofs []proof) error {
	status := exit.Done
	for _, one := range proofs {
		if one.Wrong > 0 {
			status = exit.Findings
		}
	}
	if p.JSON {
		if err := p.PrintJSON(struct {
			Schema int     `json:"schema"`
			Proofs []proof `json:"proofs"`
		}{terminal.Schema, proofs}); err != nil {
			return err
		}
	} else if !p.Quiet || status != exit.Done {
		printDiscrepancies(p, proofs)
	}
	if status != exit.Done {
		return exit.Status(status)
	}
	return nil
}

func printDiscrepancies(p *program, proofs []proof) {
	for _, one := range proofs {
		if one.Wrong == 0 {
			terminal.PrintLine(p.Stdout, "verify", "%s: %s", one.File, one.State)
			continue
		}
		terminal.PrintLine(p.Stdout, "verify", "%s: NOT proven: %s", one.File, terminal.Count(int64(one.Wrong), "difference"))
		if len(one.Listed) == 0 {
			terminal.PrintLine(p.Stdout, "", "%s", one.State)
			continue
		}
		t := terminal.Table{Columns: []terminal.Column{{Title: "what"}, {Title: "where"}, {Title: "stands there"}, {Title: "recomputed"}}}
		for _, d := range one.Listed {
			t.Add(d.What, d.Where, d.Books, d.Found)
		}
		t.Write(p.Stdout, p.Painter())
		if more := one.Wrong - len(one.Listed); more > 0 {
			terminal.PrintLine(p.Stdout, "", "and %d more", more)
		}
	}
}
