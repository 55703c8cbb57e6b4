package main

import (
	"context"
	"fmt"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// An openLine is what is open of a trade, a finding or a hold, and what ends it.
type openLine struct {
	Finding string      `json:"finding,omitempty"` // its id
	Code    string      `json:"code,omitempty"`
	Hold    ledger.Hold `json:"hold,omitempty"`
	Act     string      `json:"act"`
	ways    []string    // for people
}

// readOpen reads what is open of a trade after the last run of a job.
func (e *explainer) readOpen(ctx context.Context, k known, trade string) (lines []openLine, err error) {
	open, err := e.books.PendingOf(ctx, k.run, trade)
	acts := func(code string) []string { return e.rules[code].Acts }
	for _, f := range open.Findings {
		ways := f.Ways(acts(f.Code))
		lines = append(lines, openLine{Finding: f.ID, Code: f.Code, Act: ways.Act(k.flags), ways: ways.Lines(k.flags, k.job.Language)})
	}
	if open.Held != nil {
		ways := open.Held.Ways(acts)
		lines = append(lines, openLine{Hold: open.Held.Hold, Act: ways.Act(k.flags), ways: ways.Lines(k.flags, k.job.Language)})
	}
	return lines, err
}

// printOpen prints what ends what is open of a trade.
func printOpen(p *program, lines []openLine) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(p.Stdout)
	t := terminal.NewTable("open", "finding", "to end it")
	for _, line := range lines {
		what := line.Code
		if line.Hold != "" {
			what = p.Language.Sprintf("held: %s", line.Hold)
		}
		for i, way := range line.ways {
			if i == 0 {
				t.Add(what, line.Finding, way)
				continue
			}
			t.Add("", "", way)
		}
	}
	p.WriteTable(t, 2)
}
