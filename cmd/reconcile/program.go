package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A program is one call of reconcile.
type program struct {
	runner.Env
	config  string // the configuration file
	started bool   // a command was found and its arguments were right
}

// newProgram returns a program that goes by the wall clock.
func newProgram(getenv func(string) string, stdout, stderr io.Writer) *program {
	return &program{Env: runner.Env{Console: terminal.NewConsole(getenv, stdout, stderr), Now: time.Now}}
}

// run is the whole program: it does what args say and returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	return newProgram(getenv, stdout, stderr).run(ctx, args)
}

func (p *program) run(ctx context.Context, args []string) (status int) {
	defer p.Flush()
	defer func() {
		if fault := recover(); fault != nil {
			p.Crash(fault, debug.Stack())
			status = exit.Failed // a panic of its own would end with 2, which is for wrong usage
		}
	}()
	root := p.root()
	if len(args) > 0 && args[0] == cobra.ShellCompRequestCmd {
		p.speak(root)
	}
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exit.Done
	}
	if !p.started {
		p.speak(cmd)
		p.UsageLog()
		err = hint.With(&hint.UsageError{Err: err}, "%s --help shows how it is used", cmd.CommandPath())
	}
	status = runner.StatusOf(ctx, err)
	if i, ok := exit.SignalOf(ctx); ok && status > exit.Interrupted {
		var cut *runner.CutOff
		if errors.As(err, &cut) {
			err = cut
		} else {
			err = i // whatever the step that was cut off says
		}
	}
	p.Report(err)
	return status
}

// root is the tree of commands.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "reconcile",
		Short:         "check Alipay's batch refunds against orders and requests, and propose what is missing",
		Args:          noArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelpCommand(p))
	p.bind(root.PersistentFlags())
	root.AddCommand(
		newRunCommand(p), newIngestCommand(p), newScheduleCommand(p), newCaptureCommand(p), newCheckCommand(p), newInitCommand(p),
		newStatusCommand(p), newFindingsCommand(p), newExplainCommand(p), newBatchCommand(p), newResolveCommand(p), newDismissCommand(p), newUndoCommand(p), newReviewCommand(p), newActsCommand(p), newRunsCommand(p),
		newRulesCommand(p), newCodesCommand(p), newVerifyCommand(p), newBackupCommand(p), newLedgerCommand(p), newVersionCommand(p), newManCommand(p),
	)
	root.AddCommand(helpTopics(p)...)
	completionCommand(p, root)
	p.complete(root)
	root.SetHelpFunc(p.showHelpOf)
	return root
}

// speak chooses the language of the call: that of the job that a flag of the command names,
// or of the first job that names one, else that of the environment.
func (p *program) speak(cmd *cobra.Command) {
	job := ""
	if flag := cmd.Flag("job"); flag != nil {
		job = flag.Value.String()
	}
	p.Language = cmp.Or(config.Language(p.config, job), words.Environment(p.Getenv))
}

// command builds a command whose body runs once its arguments are known to be
// right.
func (p *program) command(use, short string, args cobra.PositionalArgs, body func(ctx context.Context, args []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: args,
		RunE: func(cmd *cobra.Command, args []string) error {
			p.started = true
			p.speak(cmd)
			if err := p.OpenLog(); err != nil {
				return err
			}
			return body(cmd.Context(), args)
		},
	}
}

// jobCommand builds a command about the jobs that --job selects.
func (p *program) jobCommand(use, short string, args cobra.PositionalArgs, body func(ctx context.Context, p *program, job string, args []string) error) *cobra.Command {
	var job string
	cmd := p.command(use, short, args, func(ctx context.Context, args []string) error { return body(ctx, p, job, args) })
	bindJob(cmd.Flags(), &job)
	return cmd
}

// conclude prints what a command found, for programs or by print, and ends with a
// status. A quiet program prints nothing for people where all is well.
func (p *program) conclude(status int, print func(), pairs ...any) error {
	switch {
	case p.JSON:
		if err := p.PrintFields(pairs...); err != nil {
			return err
		}
	case !p.Quiet || status != exit.Done:
		print()
	}
	return exit.With(status)
}

// loadBooks reads the configuration, without keys, of a ledger that exists.
func loadBooks(p *program) (*config.Config, error) {
	c, err := config.Load(p.config, nil, p.Language)
	if err != nil {
		return nil, err
	}
	return c, runner.NeedLedger(c)
}

// withReader opens the ledger for reading and closes it after body.
func withReader(ctx context.Context, p *program, body func(c *config.Config, l *ledger.Ledger) error) error {
	c, err := loadBooks(p)
	if err != nil {
		return err
	}
	return runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) error { return body(c, b.Ledger) })
}

// withWriter opens the ledger for writing, under its lock, and closes it after body.
func withWriter(ctx context.Context, p *program, c *config.Config, body func(b *runner.Books) error) error {
	return runner.WithBooks(ctx, c, runner.Access{Write: true, Guarded: true, Log: p.Log}, body)
}

// eachLast calls body with the last run of each selected job. A job that never
// ran is an error only where it was named or no job ever ran.
func eachLast(ctx context.Context, c *config.Config, l *ledger.Ledger, name string, body func(*config.Job, ledger.Run) error) error {
	jobs, err := c.Selected(name)
	if err != nil {
		return err
	}
	ran := false
	for _, j := range jobs {
		run, ok, err := l.LastRun(ctx, j.Name)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		ran = true
		if err := body(j, run); err != nil {
			return err
		}
	}
	if !ran {
		return hint.With(words.Errorf("no run to show: none was completed yet"), "reconcile run makes one")
	}
	return nil
}
