package main

import (
	"context"
	"strings"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/words"
)

// checkSource reads the files of a pattern and says how much is in them, with a line for
// each file that is refused or is not what it should be.
func checkSource(ctx context.Context, p *program, c *config.Config, j *config.Job, s config.Source) []checkLine {
	line := checkLine{string(s.Kind), s.Pattern, "", exit.Done}
	files, err := c.Expand(s)
	switch {
	case err != nil:
		line.State, line.status = p.Speech().Error(err), exit.Incomplete
		return []checkLine{line}
	case len(files) == 0:
		line.State, line.status = s.At.Problem("no file matches").Print(c.File, p.Speech()), exit.Incomplete
		return []checkLine{line}
	}
	total := sourceTotal{kind: s.Kind, files: int64(len(files))}
	lines := []checkLine{line}
	for _, in := range files {
		found, err := importers.Look(ctx, s.Kind, in.Name, readOptions(p, c, j))
		if err != nil {
			line.State, line.status = p.Speech().Error(err), exit.Failed
			return []checkLine{line}
		}
		lines = append(lines, checkFile(s.Kind, in.Path, found, p.Speech())...)
		total.add(found)
	}
	lines[0].State = total.text(p.Speech())
	if why := total.warning(); why != "" {
		lines = append(lines, checkLine{string(s.Kind), s.Pattern, p.Speech().Sprintf("warning: %s", words.Kept(why)), exit.Done})
	}
	return lines
}

// checkFile tells what is wrong with a file.
func checkFile(kind ledger.Kind, path string, found importers.Survey, l words.Language) []checkLine {
	var lines []checkLine
	tell := func(status int, format string, args ...any) {
		lines = append(lines, checkLine{string(kind), path, l.Sprintf(format, args...), status})
	}
	switch {
	case found.Refused != "":
		tell(exit.Incomplete, "%s", words.Kept(found.Refused))
	case found.Left > 0:
		tell(exit.Done, "its last line has no end (%s): it is read once it ends, or an hour after the last change", terminal.Count(found.Left, "byte"))
	}
	for _, part := range found.Parts {
		if len(part.BareLines) > 0 {
			tell(exit.Done, "warning: %s", words.Kept(part.BareWarning()))
		}
		if len(part.Reasons) > 0 {
			first := part.Reasons[0]
			tell(exit.Done, "%d rejected, the first at line %d: %s", part.Rejected, first.Line, words.Kept(first.Reason))
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

// text says how much is in the source, and from when to when.
func (t *sourceTotal) text(l words.Language) string {
	s := t.sum
	parts := []string{terminal.Count(t.files, "file").In(l), terminal.Count(s.Lines, "line").In(l)}
	switch t.kind {
	case ledger.Notify:
		parts = append(parts, terminal.Count(s.Notifications, "notification").In(l), terminal.Count(s.Results, "result").In(l))
		if s.BadSignatures > 0 {
			parts = append(parts, terminal.Count(s.BadSignatures, "bad signature").In(l))
		}
	case ledger.Requests:
		parts = append(parts, terminal.Count(s.Requests, "request").In(l), l.Sprintf("%s of them", terminal.Count(s.RequestLines, "line")))
	case ledger.Orders:
		parts = append(parts, terminal.Count(s.Orders, "order").In(l))
	case ledger.Bills:
		parts = append(parts, terminal.Count(s.Refunds, "refund").In(l))
	case ledger.Answers:
		parts = append(parts, l.Sprintf("%s with answers", terminal.Count(s.Read, "line")))
	}
	if s.Rejected > 0 {
		parts = append(parts, l.Sprintf("%d rejected", s.Rejected))
	}
	for _, span := range [][2]string{{"captured", spanText(s.Captured, l)}, {toldBy(s), spanText(s.Told, l)}} {
		if span[1] != "" {
			parts = append(parts, l.Sprint(span[0])+" "+span[1])
		}
	}
	if !s.From.IsZero() {
		parts = append(parts, l.Sprintf("%s to before %s", terminal.Stamp(s.From), terminal.Stamp(s.Until)))
	}
	return strings.Join(parts, l.Sprint(", "))
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
