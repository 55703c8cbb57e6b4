package main

import (
	"strings"

	"reconcile/cmd/reconcile/internal/terminal"
)

// An exitStatus is one row of the table that scripts depend on.
type exitStatus struct{ Status, Means, Outputs string }

// exitStatuses is the table of exit statuses (§5), which the help prints and
// the README repeats.
func exitStatuses() []exitStatus {
	return []exitStatus{
		{"0", "done; no open finding at or above --fail-on", "whole"},
		{"1", "failed", "none of this run, or what the message names: a run that is decided stays so"},
		{"2", "wrong usage or configuration", "none"},
		{"3", "done; there are findings at or above --fail-on", "whole"},
		{"4", "done on incomplete input: a source without a file, a refused file, a rejected row of an export or request, an unread line, a hole in a series; wins over 3", "whole, marked"},
		{"5", "another run holds the ledger", "none"},
		{"130", "interrupted by SIGINT", "none of this run"},
		{"143", "interrupted by SIGTERM", "none of this run"},
	}
}

// exitHelp is the table for people, as wide as they can read it.
func exitHelp(p *program) string {
	var b strings.Builder
	l := p.Language
	b.WriteString(l.Sprint("Exit statuses. A script should take any other one for a failure.") + "\n\n")
	t := terminal.NewTable(">"+l.Sprint("status"), l.Sprint("outputs"), l.Sprint("means"))
	for _, s := range exitStatuses() {
		t.Add(s.Status, l.Sprint(s.Outputs), l.Sprint(s.Means))
	}
	p.WriteTableTo(&b, t, len(t.Columns))
	b.WriteString("\n" + l.Sprint("With several jobs the worst one counts: 1, then 4, then 3.\n"+
		"Where Go's own runtime gives up, for want of memory say, it prints \"fatal error:\" and ends with 2; what is cut off then is taken up by the next run, as after a kill."))
	return b.String()
}
