package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// newBackupCommand copies the ledger.
func newBackupCommand(p *program) *cobra.Command {
	cmd := p.command("backup FILE", "write a copy of the ledger, whole and checked, while runs may go on", oneArg,
		func(ctx context.Context, args []string) error { return backUp(ctx, p, args[0]) })
	cmd.Long = "Write a copy of the ledger to a file that does not exist yet. It is of one moment, also while a run\n" +
		"goes on, and its integrity is checked before it gets its name. Copying the file of the ledger by\n" +
		"other means may catch it in the middle of a change.\n\n" +
		"To restore it: stop the schedule, move away the ledger and its -wal, -shm and -journal files, copy\n" +
		"the backup to the name under ledger:, and leave the journal and the reports where they are. reconcile\n" +
		"check then says which batches the restored ledger lacks; the next run takes them in as in flight,\n" +
		"so that no refund is issued twice, and tells of each (ISSUED_ELSEWHERE). Keep the journal (journal:)\n" +
		"on another disk than the ledger: a backup is as old as it is, the journal never is."
	return cmd
}

func backUp(ctx context.Context, p *program, file string) error {
	c, err := loadBooks(p)
	if err != nil {
		return err
	}
	err = runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) error { return b.Backup(ctx, file) })
	switch {
	case errors.Is(err, fs.ErrExist):
		return hint.With(words.Errorf("backup %s: it exists already, and a backup replaces nothing", file), "name a file that does not exist, such as one with the date in its name")
	case err != nil:
		return words.Errorf("backup %s: %w", file, err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	sum, err := disk.DigestFile(file)
	if err != nil {
		return err
	}
	if p.JSON {
		return p.PrintJSON(struct {
			Schema int    `json:"schema"`
			File   string `json:"file"`
			Bytes  int64  `json:"bytes"`
			SHA256 string `json:"sha256"`
		}{terminal.Schema, file, info.Size(), sum})
	}
	if !p.Quiet {
		p.Line("backup", "%s: %d bytes, whole, SHA-256 %s", filepath.ToSlash(file), info.Size(), sum)
	}
	return nil
}
