package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// A completer proposes words for the place where the user is typing. It says
// nothing where it knows nothing: a shell has no place for errors.
type completer = func(cmd *cobra.Command, typed string) []cobra.Completion

// complete gives every command and flag the words that a shell may propose.
func (p *program) complete(root *cobra.Command) {
	flags := map[string]completer{
		"job": p.jobNames, "code": ruleCodes, "severity": oneOfWords(severityWords()...), "as": oneOfWords(subjectWords()...),
		"fail-on": oneOfWords(runner.FailLevels()...), "print": oneOfWords("systemd", "cron"),
		"by": p.peopleNames, "answer": errorCodes, "failed": errorCodes,
	}
	args := map[string]completer{
		"reconcile codes": errorCodes, "reconcile help": helpWords,
		"reconcile batch show": p.allBatches, "reconcile batch url": p.openBatches, "reconcile batch void": p.openBatches,
		"reconcile batch submitted": p.openBatches, "reconcile resolve line": p.openBatches, "reconcile dismiss": p.openFindings,
		"reconcile batch approve": p.openProposals, "reconcile batch release": p.openProposals,
	}
	check(root.MarkPersistentFlagFilename("config", "yaml", "yml"))
	check(root.RegisterFlagCompletionFunc("log", proposing(oneOfWords(terminal.LogText, terminal.LogJSON), false)))
	check(root.RegisterFlagCompletionFunc("log-level", proposing(oneOfWords("debug", "info", "warn", "error"), false)))
	for _, cmd := range commandTree(root) {
		for name, words := range flags {
			if cmd.LocalNonPersistentFlags().Lookup(name) != nil {
				check(cmd.RegisterFlagCompletionFunc(name, proposing(words, false)))
			}
		}
		if words, ok := args[cmd.CommandPath()]; ok {
			cmd.ValidArgsFunction = proposing(words, true)
		} else if cmd.Args != nil && cmd.ValidArgsFunction == nil && !takesFiles(cmd) {
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		}
	}
}

// takesFiles reports whether a command's arguments are files or folders.
func takesFiles(cmd *cobra.Command) bool {
	_, arg, _ := strings.Cut(cmd.Use, " ")
	return strings.HasPrefix(strings.TrimPrefix(arg, "["), "FILE") || arg == "DIR"
}

// proposing turns words into what the library asks for, in their order and
// without the names of files. once is for an argument that is given once.
func proposing(words completer, once bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		const directive = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		if once && len(args) > 0 {
			return nil, directive
		}
		return slices.DeleteFunc(words(cmd, typed), func(c cobra.Completion) bool { return !strings.HasPrefix(c, typed) }), directive
	}
}

// check is for errors that only a misspelt flag in this file can cause.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

// oneOfWords proposes the same words everywhere.
func oneOfWords(list ...string) completer {
	return func(*cobra.Command, string) []cobra.Completion { return slices.Clone(list) }
}

// helpWords are the commands and topics that help knows.
func helpWords(cmd *cobra.Command, _ string) []cobra.Completion {
	var list []cobra.Completion
	for _, c := range cmd.Root().Commands() {
		if !c.Hidden {
			list = append(list, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return list
}

// ruleCodes are the codes of findings, after those that the typed list has already.
func ruleCodes(_ *cobra.Command, typed string) []cobra.Completion {
	rules, err := ledger.Rules()
	if err != nil {
		return nil
	}
	before := typed[:strings.LastIndex(typed, ",")+1]
	list := make([]cobra.Completion, len(rules))
	for i, r := range rules {
		list[i] = cobra.CompletionWithDesc(before+r.Code, string(r.Severity)+": "+r.EN)
	}
	return list
}

// errorCodes are Alipay's codes.
func errorCodes(*cobra.Command, string) []cobra.Completion {
	var list []cobra.Completion
	for _, c := range alipay.ErrorCodes() {
		list = append(list, cobra.CompletionWithDesc(c.Code, string(c.Class)+": "+c.EN))
	}
	return list
}

// jobNames are the jobs of the configuration.
func (p *program) jobNames(*cobra.Command, string) []cobra.Completion {
	c, err := config.Load(p.config, nil, p.Language)
	if err != nil {
		return nil
	}
	var list []cobra.Completion
	for _, j := range c.Jobs {
		list = append(list, cobra.CompletionWithDesc(j.Name, fmt.Sprintf("account %s %s", j.Account.Name, j.Spec)))
	}
	return list
}

// peopleNames are the people whom the configuration names.
func (p *program) peopleNames(*cobra.Command, string) []cobra.Completion {
	c, err := config.Load(p.config, nil, p.Language)
	if err != nil {
		return nil
	}
	return c.People
}

// mostProposed is how many findings a shell proposes at most.
const mostProposed = 100

// openFindings are the ids of the open findings, each with its code.
func (p *program) openFindings(cmd *cobra.Command, typed string) []cobra.Completion {
	var list []cobra.Completion
	p.fromBooks(cmd, func(ctx context.Context, l *ledger.Ledger, _ *config.Job, run ledger.Run) error {
		keep := func(f ledger.Finding) bool {
			return f.Status != ledger.StatusClosed && strings.HasPrefix(f.ID, typed)
		}
		for f, err := range l.FindingsThat(ctx, run.ID, keep) {
			if err != nil {
				return err
			}
			if len(list) == mostProposed {
				break
			}
			list = append(list, cobra.CompletionWithDesc(f.ID, f.Code+" "+strings.TrimSpace(f.TradeNo+" "+f.BatchNo)))
		}
		return nil
	})
	return list
}

// completionTime is how long somebody who pressed the tab key waits at most.
const completionTime = 1500 * time.Millisecond

// fromBooks calls body with the newest run of each job that the typed line
// means, or not at all where there are no books or nobody could wait for them.
func (p *program) fromBooks(cmd *cobra.Command, body func(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run) error) {
	c, err := config.Load(p.config, nil, p.Language)
	ctx, cancel := context.WithTimeout(context.Background(), completionTime)
	defer cancel()
	if err != nil || runner.LedgerGone(ctx, c) {
		return
	}
	name := ""
	if flag := cmd.Flag("job"); flag != nil {
		name = flag.Value.String()
	}
	// What was collected until an error is proposed all the same.
	_ = runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) error {
		return eachLast(ctx, c, b.Ledger, name, func(j *config.Job, run ledger.Run) error { return body(ctx, b.Ledger, j, run) })
	})
}

// allBatches are the batches and proposals of the books.
func (p *program) allBatches(cmd *cobra.Command, typed string) []cobra.Completion {
	every := func(ledger.BatchState) bool { return true }
	return append(p.openProposals(cmd, typed), p.batchNumbers(cmd, typed, every)...)
}

// openBatches are those of which a line has no result.
func (p *program) openBatches(cmd *cobra.Command, typed string) []cobra.Completion {
	return p.batchNumbers(cmd, typed, inFlight)
}

// batchNumbers are the batches whose state is wanted, the newest first.
func (p *program) batchNumbers(cmd *cobra.Command, typed string, want func(ledger.BatchState) bool) []cobra.Completion {
	var rows []ledger.BatchRow
	p.fromBooks(cmd, func(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run) error {
		for b, err := range l.AllBatches(ctx, run, j.Account.ResultGrace) {
			if err != nil {
				return err
			}
			if want(b.State) && strings.HasPrefix(b.BatchNo, typed) {
				rows = append(rows, b)
			}
		}
		return nil
	})
	slices.SortStableFunc(rows, func(a, b ledger.BatchRow) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.BatchNo, a.BatchNo))
	})
	list := make([]cobra.Completion, len(rows))
	for i, b := range rows {
		list[i] = cobra.CompletionWithDesc(b.BatchNo, b.State.In(p.Language)+", "+terminal.Count(b.Lines, "line").In(p.Language)+", "+b.Requested.String())
	}
	return slices.Compact(list) // two jobs may have one account
}

// openProposals are the proposals that nobody has released.
func (p *program) openProposals(cmd *cobra.Command, _ string) []cobra.Completion {
	var list []cobra.Completion
	p.fromBooks(cmd, func(ctx context.Context, l *ledger.Ledger, _ *config.Job, run ledger.Run) error {
		proposals, err := l.Proposals(ctx, run)
		for _, one := range proposals {
			if one.BatchNo == "" {
				list = append(list, cobra.CompletionWithDesc(one.ID, terminal.Count(int64(len(one.Lines)), "line").In(p.Language)+", "+one.Total.String()))
			}
		}
		return err
	})
	return list
}
