package main

import (
	"context"
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
	"reconcile/words"
)

// newLedgerCommand is the group of commands about where the books are kept.
func newLedgerCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{Use: "ledger", Short: "make, check and move the books in a database", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(newLedgerInitCommand(p), newLedgerCheckCommand(p), newLedgerCopyCommand(p))
	return cmd
}

const layoutUsage = "how the tables that are counted by trade stand: plain, hash:N in N partitions, or citus on the nodes of a cluster"

// newLedgerInitCommand makes the ledger in its database.
func newLedgerInitCommand(p *program) *cobra.Command {
	layout := ""
	cmd := p.command("init", "make the ledger in the database that ledger: names", noArgs,
		func(ctx context.Context, _ []string) error { return initLedger(ctx, p, layout) })
	cmd.Long = "Make the ledger in the PostgreSQL database that ledger: names, in the schema that search_path names\n" +
		"there, or else in public. There must be nothing else in it. A ledger in a file needs no making: the\n" +
		"first run does it."
	cmd.Flags().StringVar(&layout, "layout", "plain", layoutUsage)
	return cmd
}

func initLedger(ctx context.Context, p *program, layout string) error {
	c, err := config.Load(p.config, nil, p.Language)
	if err != nil {
		return err
	}
	if !ledger.IsAddress(c.Ledger) {
		return hint.With(words.Errorf("ledger %s: a file", c.Name), "the first run makes it; reconcile ledger init is for postgres://user@host/database under ledger:")
	}
	if err := ledger.Init(ctx, c.Ledger, layout); err != nil {
		return runner.LedgerError(c, err)
	}
	return p.conclude(exit.Done, func() { p.Line("ledger", "%s: made, layout %s", c.Name, layout) },
		"ledger", c.Name, "layout", layout)
}

// newLedgerCheckCommand asks a database what the ledger needs of it.
func newLedgerCheckCommand(p *program) *cobra.Command {
	cmd := p.command("check", "ask the database of the ledger whether it is as it must be", noArgs,
		func(ctx context.Context, _ []string) error { return inspectLedger(ctx, p) })
	cmd.Long = "Ask what keeps the ledger for its version, its layout, how it orders texts, whether the connection\n" +
		"is encrypted, whether every column of this version is there, whether every index is whole, and which\n" +
		"rules and totals stay within a partition of the trades. Of a ledger in a file it asks whether the file\n" +
		"is whole."
	return cmd
}

func inspectLedger(ctx context.Context, p *program) error {
	c, err := loadBooks(p)
	if err != nil {
		return err
	}
	var lines []ledger.Inspection
	err = runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) (err error) {
		lines, err = b.Inspect(ctx)
		return err
	})
	if err != nil {
		return err
	}
	status := exit.Done
	for _, l := range lines {
		if !l.OK {
			status = exit.Failed
		}
	}
	return p.conclude(status, func() {
		p.Line("ledger", "%s", c.Name)
		for _, l := range lines {
			state := words.New("%s", words.Kept(l.Found))
			if !l.OK {
				state = words.New("wrong: %s", words.Kept(l.Found))
			}
			p.Line(l.What, "%s", state)
		}
	}, "ledger", c.Name, "checks", lines)
}

// newLedgerCopyCommand moves books between a file and a database.
func newLedgerCopyCommand(p *program) *cobra.Command {
	layout := ""
	cmd := p.command("copy TO", "copy the ledger to a file or a database, chain and all", oneArg,
		func(ctx context.Context, args []string) error { return copyLedger(ctx, p, args[0], layout) })
	cmd.Long = "Copy the ledger that ledger: names to a file that does not exist yet, or to a PostgreSQL database with\n" +
		"no ledger or an empty one: postgres://user@host/database. No run goes on meanwhile. The copy holds the\n" +
		"same runs, numbers and chain.\n\n" +
		"To move: stop the schedule, copy, name the copy under ledger:, then reconcile verify, which recomputes\n" +
		"everything from it, and reconcile check. The journal and the reports stay where they are. Keep the old\n" +
		"ledger, and let nothing run on it any more: two ledgers that go on side by side each issue what is owed."
	cmd.Flags().StringVar(&layout, "layout", "plain", layoutUsage+", where the copy is in a database")
	return cmd
}

func copyLedger(ctx context.Context, p *program, to, layout string) error {
	c, err := loadBooks(p)
	if err != nil {
		return err
	}
	if ledger.IsAddress(to) {
		if err := ledger.CheckAddress(to); err != nil {
			return words.Errorf("copy the ledger: %w", err)
		}
	}
	err = ledger.CopyBooks(ctx, c.Ledger, to, layout)
	switch {
	case errors.Is(err, fs.ErrExist), errors.Is(err, ledger.ErrExists):
		return hint.With(words.Errorf("copy the ledger to %s: it holds something already, and a copy replaces nothing", to), "name a file that does not exist, or a database without a ledger")
	case errors.Is(err, ledger.ErrLocked):
		return hint.With(words.Errorf("copy the ledger: %w", err), "wait for it to end, then copy again")
	case err != nil:
		return words.Errorf("copy the ledger: %w", err)
	}
	return p.conclude(exit.Done, func() {
		p.Line("ledger", "%s: copied to %s", c.Name, to)
		p.Line("next", "name the copy under ledger:, then reconcile verify")
	}, "ledger", c.Name, "copy", to)
}
