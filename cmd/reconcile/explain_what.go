package main

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// newExplainCommand tells all that the books know of one thing.
func newExplainCommand(p *program) *cobra.Command {
	var as string
	cmd := p.jobCommand("explain WHAT", "tell all that the books know of one thing, in order of time", oneArg,
		func(ctx context.Context, p *program, job string, args []string) error {
			return explain(ctx, p, job, args[0], as)
		})
	cmd.Long = "Tell all that the books know of one thing, in order of time, with file and line: of a trade number,\n" +
		"an order number, a batch number, a notify_id, the id of a finding or how it begins, or FILE:LINE."
	bindAs(cmd.Flags(), &as)
	return cmd
}

// subjectWords are the kinds of things that can be explained.
func subjectWords() []string {
	return []string{string(ledger.SubjectTrade), string(ledger.SubjectOrder), string(ledger.SubjectBatch),
		string(ledger.SubjectNotification), string(ledger.SubjectFinding), string(ledger.SubjectLine)}
}

// A known thing is one that some books know, and of which job.
type known struct {
	job     *config.Job
	run     ledger.Run
	subject ledger.Subject
	flags   string // that lead a command to the job
}

func explain(ctx context.Context, p *program, name, what, as string) error {
	if known := subjectWords(); as != "" && !slices.Contains(known, as) {
		return &hint.UsageError{Err: words.Errorf("--as %s: nothing of that kind%s", alipay.Quote(as), hint.SuggestOrList(as, known))}
	}
	return withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		all, err := knownThings(ctx, c, l, name, what, as)
		if err != nil {
			return err
		}
		subject, err := oneSubject(what, all)
		switch {
		case err != nil:
			return err
		case subject.Name == "":
			return unknownThing(ctx, c, l, name, what)
		}
		e := explainer{p: p, books: l, what: subject}
		if e.rules, err = rulesByCode(); err != nil {
			return err
		}
		for _, k := range all {
			if err := e.read(ctx, k); err != nil {
				return err
			}
		}
		return e.print()
	})
}

// knownThings are what the selected jobs know under a name, of a kind where one is wanted.
func knownThings(ctx context.Context, c *config.Config, l *ledger.Ledger, name, what, as string) (all []known, err error) {
	err = eachLast(ctx, c, l, name, func(j *config.Job, run ledger.Run) error {
		subjects, err := l.Subjects(ctx, run.Account, j.Name, what)
		if err != nil {
			return err
		}
		if file, line, ok := splitPlace(what); ok {
			readings, err := l.ExplainLine(ctx, run.Account, file, line)
			if err != nil {
				return err
			}
			if len(readings) > 0 {
				subjects = append(subjects, ledger.Subject{Kind: ledger.SubjectLine, Name: what})
			}
		}
		for _, s := range subjects {
			if as == "" || string(s.Kind) == as {
				all = append(all, known{j, run, s, c.FlagsOf(j)})
			}
		}
		return nil
	})
	return all, err
}

// splitPlace takes FILE:LINE apart.
func splitPlace(what string) (file string, line int64, ok bool) {
	m := regexp.MustCompile(`^(.+):([1-9][0-9]{0,17})$`).FindStringSubmatch(what)
	if m == nil {
		return "", 0, false
	}
	line, err := strconv.ParseInt(m[2], 10, 64)
	return m[1], line, err == nil
}

// oneSubject is what all the things are that are known under a name; empty where there is
// none, and an error where they are several.
func oneSubject(what string, all []known) (ledger.Subject, error) {
	var subjects []ledger.Subject
	for _, k := range all {
		if !slices.Contains(subjects, k.subject) {
			subjects = append(subjects, k.subject)
		}
	}
	switch len(subjects) {
	case 0:
		return ledger.Subject{}, nil
	case 1:
		return subjects[0], nil
	}
	var list []string
	for _, s := range subjects {
		list = append(list, string(s.Kind)+" "+s.Name)
	}
	return ledger.Subject{}, hint.With(words.Errorf("%s is several things: %s", alipay.Quote(what), strings.Join(list, ", ")), "--as KIND says which one, or a longer id of a finding")
}

// unknownThing is the error of a name that nothing has, with the nearest names.
func unknownThing(ctx context.Context, c *config.Config, l *ledger.Ledger, name, what string) error {
	if _, ok := proposalRun(what); ok {
		return hint.With(words.Errorf("%s is the name of a proposal", what), "reconcile batch show %s shows it", what)
	}
	n := newNearest(what)
	err := eachLast(ctx, c, l, name, func(_ *config.Job, run ledger.Run) error {
		return l.Names(ctx, run.Account, n.meet)
	})
	if err != nil {
		return err
	}
	unknown := words.Errorf("%s: no trade, order, batch, notification, finding or line of the books has this name%s", alipay.Quote(what), n.found())
	return hint.With(unknown, "reconcile explain takes a trade, order or batch number, a notify_id, the id of a finding, or FILE:LINE")
}
