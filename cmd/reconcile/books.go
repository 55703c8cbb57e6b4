package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
)

// books are a ledger that is open.
type books struct {
	*ledger.Ledger
	private string // the folder of a private copy; empty for the ledger itself
}

// An access says how a ledger is opened. The zero value opens it for reading, beside
// a run that may go on.
type access struct {
	write   bool   // alone, under its lock
	guarded []*job // for writing: the jobs whose reports must not be of a ledger that is gone
	private string // what a private copy is made for, which is written and then removed
}

// withBooks opens the ledger of a configuration, calls body and closes it. It is the
// one way in which the program opens a ledger.
//
// Errors: errLocked where it is held, and those of ledger.Open, each with the way out.
func withBooks(ctx context.Context, c *config, a access, body func(*books) error) (err error) {
	boundHeap(c.memory)
	path, private := c.ledger, ""
	switch {
	case a.private != "":
		if private, err = os.MkdirTemp("", "reconcile-"+a.private+"-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
		path = filepath.Join(private, "ledger.db")
		if err := ledger.Copy(ctx, c.ledger, path); err != nil {
			return lockError(c, err)
		}
	case a.write:
		unlock, err := ledger.Lock(c.ledger)
		if err != nil {
			return lockError(c, err)
		}
		defer unlock()
		for _, j := range a.guarded {
			if err := guardLoss(c, j); err != nil {
				return err
			}
		}
	}
	l, err := ledger.Open(ctx, path, ledger.Options{ReadOnly: !a.write && private == "", Memory: c.memory})
	if err != nil {
		return ledgerError(c, err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return body(&books{l, private})
}

// lockError names the ledger in an error of locking or copying it.
func lockError(c *config, err error) error {
	switch {
	case errors.Is(err, ledger.ErrLocked):
		return hint.With(fmt.Errorf("ledger %s: %w", c.named, err), "wait for it to end, then run again")
	case errors.Is(err, ledger.ErrCopy):
		return err
	}
	return ledgerError(c, err)
}

// ledgerError names the ledger in an error of opening it, with the way out.
func ledgerError(c *config, err error) error {
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%w (%s)", ledger.ErrReadOnly, disk.Cause(err))
	}
	return wayOut(fmt.Errorf("ledger %s: %w", c.named, err))
}

// wayOut adds to an error of the ledger what can be done about it.
func wayOut(err error) error {
	step := ""
	switch {
	case errors.Is(err, ledger.ErrNotLedger):
		step = "name another path under ledger:, or restore the file from a backup; nothing was changed"
	case errors.Is(err, ledger.ErrDamaged):
		step = "restore the file from a backup; nothing was changed"
	case errors.Is(err, ledger.ErrNewer):
		step = "use the newer reconcile that wrote it; nothing was changed"
	case errors.Is(err, ledger.ErrOlder):
		step = "reconcile run brings it up to date"
	case errors.Is(err, ledger.ErrBusy):
		step = "another program has the ledger open: close that, then run again"
	case errors.Is(err, ledger.ErrFull), errors.Is(err, syscall.ENOSPC):
		step = "make room on the disk, then run again: it goes on where this run stopped"
	case errors.Is(err, ledger.ErrReadOnly):
		step = "the ledger and its folder must be writable by this user"
	default:
		return err
	}
	return hint.With(err, "%s", step)
}

// needLedger refuses to go on where no run has made the ledger yet.
func needLedger(c *config) error {
	if _, err := os.Stat(c.ledger); errors.Is(err, fs.ErrNotExist) {
		return hint.With(fmt.Errorf("ledger %s: no such file", c.named), "reconcile run makes it")
	}
	return nil
}
