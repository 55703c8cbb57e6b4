package main

import (
	"fmt"
	"strings"

	"reconcile/cmd/reconcile/internal/terminal"
)

// printStatus prints how things stand for people: what there is to do last.
func printStatus(p *program, v statusView) {
	for i, s := range v.Jobs {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		printStanding(p, s, v.At)
	}
	fmt.Fprintln(p.Stdout)
	if len(v.ToDo) == 0 {
		terminal.PrintLine(p.Stdout, "to do", "nothing")
		return
	}
	fmt.Fprintln(p.Stdout, p.Bold("to do"))
	for i, t := range v.ToDo {
		name := ""
		if len(v.Jobs) > 1 {
			name = t.Job + ": "
		}
		say := strings.Join(terminal.Wrap(terminal.Visible(name+t.Say), p.ProseWidth()-5), "\n     ")
		fmt.Fprintf(p.Stdout, "%3d. %s\n     %s\n", i+1, say, terminal.Visible(t.Command))
	}
}

// printStanding prints one job.
func printStanding(p *program, s jobStatus, at string) {
	w := p.Stdout
	terminal.PrintLine(w, "job", "%s, account %s, at %s", s.Job, s.Account, at)
	terminal.PrintLine(w, "last run", "%s", s.lastText())
	if s.Last != nil && s.Last.Directory != "" {
		terminal.PrintLine(w, "report", "%s", s.Last.Directory)
	}
	if u := s.Unfinished; u != nil {
		terminal.PrintLine(w, "unfinished", "run %d, begun at %s", u.Run, u.Started)
	}
	if s.Next != "" {
		terminal.PrintLine(w, "next run", "%s, by schedule %s", s.Next, s.Schedule)
	} else {
		terminal.PrintLine(w, "next run", "none by itself: the job has no schedule")
	}
	terminal.PrintLine(w, "findings", "%s", s.findingsText())
	printInFlight(p, s.InFlight)
	if len(s.Proposals) > 0 {
		fmt.Fprintln(w)
		printProposals(p, s.Proposals)
	}
}

// printInFlight prints the batches that wait for results.
func printInFlight(p *program, batches []batchLine) {
	if len(batches) == 0 {
		terminal.PrintLine(p.Stdout, "in flight", "none")
		return
	}
	t := terminal.Table{Columns: []terminal.Column{{Title: "in flight"}, {Title: "state"}, {Title: "date"}, {Title: "lines", Right: true}, {Title: "requested", Right: true}, {Title: "unanswered", Right: true}}}
	for _, b := range batches {
		t.Add(b.BatchNo, string(b.State), b.RefundDate, fmt.Sprint(b.Lines), b.Requested.String(), fmt.Sprint(b.Unanswered))
	}
	fmt.Fprintln(p.Stdout)
	t.Write(p.Stdout, p.Painter())
}

// lastText says what came of the last run.
func (s jobStatus) lastText() string {
	if s.Last == nil {
		return "none was completed yet"
	}
	return fmt.Sprintf("%d, as of %s: %s, exit status %d", s.Last.Run, s.Last.AsOf, s.Last.Verdict, *s.Last.Exit)
}

// findingsText counts the open findings.
func (s jobStatus) findingsText() string {
	switch {
	case s.Last == nil:
		return "not known yet"
	case len(s.Findings) == 0:
		return "none open"
	}
	var parts []string
	for _, f := range s.Findings {
		parts = append(parts, f.String())
	}
	return strings.Join(parts, "; ")
}
