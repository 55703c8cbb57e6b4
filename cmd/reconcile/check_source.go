package main

import (
	"context"
	"fmt"
	"strings"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
)

// checkSource reads the files of a pattern and says how much is in them, with a line for
// each file that is refused or is not what it should be.
func checkSource(ctx context.Context, p *program, c *config.Config, j *config.Job, s config.Source) []checkLine {
	line := checkLine{string(s.Kind), s.Pattern, "", exit.Done}
	files, err := c.Expand(s)
	switch {
	case err != nil:
		line.State, line.status = err.Error(), exit.Incomplete
		return []checkLine{line}
	case len(files) == 0:
		line.State, line.status = s.At.Problem("no file matches").Print(c.File, p.Language), exit.Incomplete
		return []checkLine{line}
	}
	total := sourceTotal{kind: s.Kind, files: int64(len(files))}
	lines := []checkLine{line}
	for _, in := range files {
		found, err := importers.Look(ctx, s.Kind, in.Name, readOptions(p, c, j))
		if err != nil {
			line.State, line.status = err.Error(), exit.Failed
			return []checkLine{line}
		}
		lines = append(lines, checkFile(s.Kind, in.Path, found)...)
		total.add(found)
	}
	lines[0].State = total.String()
	if why := total.warning(); why != "" {
		lines = append(lines, checkLine{string(s.Kind), s.Pattern, "warning: " + why, exit.Done})
	}
	return lines
}

// checkFile tells what is wrong with a file.
func checkFile(kind ledger.Kind, path string, found importers.Survey) []checkLine {
	var lines []checkLine
	add := func(status int, format string, args ...any) {
		lines = append(lines, checkLine{string(kind), path, fmt.Sprintf(format, args...), status})
	}
	switch {
	case found.Refused != "":
		add(exit.Incomplete, "%s", found.Refused)
	case found.Left > 0:
		add(exit.Done, "its last line has no end (%s): it is read once it ends, or an hour after the last change", terminal.Count(found.Left, "byte"))
	}
	for _, part := range found.Parts {
		if len(part.BareLines) > 0 {
			add(exit.Done, "warning: %s", part.BareWarning())
		}
		if len(part.Reasons) > 0 {
			first := part.Reasons[0]
			add(exit.Done, "%d rejected, the first at line %d: %s", part.Rejected, first.Line, first.Reason)
		}
	}
	return lines
}

// A sourceTotal is how much is in the files of a source.
type sourceTotal struct {
	kind  ledger.Kind
	files int64
	sum   importers.TakenPart
}

// add adds what is in a file.
func (t *sourceTotal) add(s importers.Survey) {
	for _, part := range s.Parts {
		t.sum.Add(part)
	}
}

// String says how much is in the source, and from when to when.
func (t *sourceTotal) String() string {
	s := t.sum
	parts := []string{terminal.Count(t.files, "file"), terminal.Count(s.Lines, "line")}
	switch t.kind {
	case ledger.Notify:
		parts = append(parts, terminal.Count(s.Notifications, "notification"), terminal.Count(s.Results, "result"))
		if s.BadSignatures > 0 {
			parts = append(parts, terminal.Count(s.BadSignatures, "bad signature"))
		}
	case ledger.Requests:
		parts = append(parts, terminal.Count(s.Requests, "request"), terminal.Count(s.RequestLines, "line")+" of them")
	case ledger.Orders:
		parts = append(parts, terminal.Count(s.Orders, "order"))
	case ledger.Bills:
		parts = append(parts, terminal.Count(s.Refunds, "refund"))
	case ledger.Answers:
		parts = append(parts, terminal.Count(s.Read, "line")+" with answers")
	}
	if s.Rejected > 0 {
		parts = append(parts, fmt.Sprintf("%d rejected", s.Rejected))
	}
	for _, span := range [][2]string{{"captured", spanText(s.Captured)}, {toldBy(s), spanText(s.Told)}} {
		if span[1] != "" {
			parts = append(parts, span[0]+" "+span[1])
		}
	}
	if !s.From.IsZero() {
		parts = append(parts, terminal.Stamp(s.From)+" to before "+terminal.Stamp(s.Until))
	}
	return strings.Join(parts, ", ")
}

// warning says what is wrong with the source as a whole, "" for nothing.
func (t *sourceTotal) warning() string {
	switch t.kind {
	case ledger.Notify, ledger.Requests:
		return t.sum.LogWarning()
	case ledger.Orders:
		if t.sum.Orders == 0 {
			return "no order in it"
		}
	}
	return ""
}
