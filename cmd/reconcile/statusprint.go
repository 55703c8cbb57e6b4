package main

import (
	"fmt"
	"strings"
)

// printStatus prints how things stand for people: what there is to do last.
func printStatus(p *program, v statusView) {
	for i, s := range v.Jobs {
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		printStanding(p, s, v.At)
	}
	fmt.Fprintln(p.stdout)
	if len(v.ToDo) == 0 {
		printLine(p.stdout, "to do", "nothing")
		return
	}
	fmt.Fprintln(p.stdout, p.bold("to do"))
	for i, t := range v.ToDo {
		name := ""
		if len(v.Jobs) > 1 {
			name = t.Job + ": "
		}
		say := strings.Join(wrapped(visible(name+t.Say), p.proseWidth()-5), "\n     ")
		fmt.Fprintf(p.stdout, "%3d. %s\n     %s\n", i+1, say, visible(t.Command))
	}
}

// printStanding prints one job.
func printStanding(p *program, s jobStatus, at string) {
	w := p.stdout
	printLine(w, "job", "%s, account %s, at %s", s.Job, s.Account, at)
	printLine(w, "last run", "%s", s.lastText())
	if s.Last != nil && s.Last.Directory != "" {
		printLine(w, "report", "%s", s.Last.Directory)
	}
	if u := s.Unfinished; u != nil {
		printLine(w, "unfinished", "run %d, begun at %s", u.Run, u.Started)
	}
	if s.Next != "" {
		printLine(w, "next run", "%s, by schedule %s", s.Next, s.Schedule)
	} else {
		printLine(w, "next run", "none by itself: the job has no schedule")
	}
	printLine(w, "findings", "%s", s.findingsText())
	printInFlight(p, s.InFlight)
	if len(s.Proposals) > 0 {
		fmt.Fprintln(w)
		printProposals(p, s.Proposals)
	}
}

// printInFlight prints the batches that wait for results.
func printInFlight(p *program, batches []batchLine) {
	if len(batches) == 0 {
		printLine(p.stdout, "in flight", "none")
		return
	}
	t := table{columns: []column{{title: "in flight"}, {title: "state"}, {title: "date"}, {title: "lines", right: true}, {title: "requested", right: true}, {title: "unanswered", right: true}}}
	for _, b := range batches {
		t.add(b.BatchNo, string(b.State), b.RefundDate, fmt.Sprint(b.Lines), b.Requested.String(), fmt.Sprint(b.Unanswered))
	}
	fmt.Fprintln(p.stdout)
	t.write(p.stdout, p.painter())
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

// bold makes a heading stand out where standard output takes colour.
func (p *console) bold(s string) string { return p.painter()(0, "", s) }
