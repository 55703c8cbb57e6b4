package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"

	"reconcile/ledger"
)

// errLocked says that another process holds the ledger.
var errLocked = errors.New("another run holds it")

// books are a ledger that is open for a run.
type books struct {
	*ledger.Ledger
	private string // the folder that a dry run works in; empty otherwise
}

// withBooks opens the ledger for writing, alone, and closes it after body. A
// dry run gets a private copy, and leaves nothing behind.
func withBooks(ctx context.Context, c *config, jobs []*job, dry bool, body func(*books) error) error {
	if dry {
		return withCopy(ctx, c, body)
	}
	unlock, err := lockLedger(c)
	if err != nil {
		return err
	}
	defer unlock()
	for _, j := range jobs {
		if err := guardLoss(c, j); err != nil {
			return err
		}
	}
	return withLedger(ctx, c, c.ledger, "", body)
}

// withLedger opens the ledger at path, or a private copy of it, and closes it after
// body.
func withLedger(ctx context.Context, c *config, path, private string, body func(*books) error) (err error) {
	boundHeap(c.memory)
	l, err := ledger.OpenWithin(ctx, path, c.memory)
	if err != nil {
		return ledgerError(c.named, err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return body(&books{l, private})
}

// withCopy is withBooks for a dry run.
func withCopy(ctx context.Context, c *config, body func(*books) error) (err error) {
	private, err := os.MkdirTemp("", "reconcile-dry-run-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	path := filepath.Join(private, "ledger.db")
	if err := copyLedger(c, path); err != nil {
		return err
	}
	return withLedger(ctx, c, path, private, body)
}

// copyLedger copies the ledger and its journals while no run writes them. Where there
// is no lock file no run has been made, so none is created.
func copyLedger(c *config, to string) error {
	if _, err := os.Stat(c.ledger + ".lock"); err == nil {
		unlock, err := lockLedger(c)
		if err != nil {
			return err
		}
		defer unlock()
	}
	copies := ledger.Files(to)
	for i, file := range ledger.Files(c.ledger) {
		if err := copyFile(copies[i], file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("copy the ledger: %w", err)
		}
	}
	return nil
}

// lock takes the ledger's lock at once or not at all. It is free when the
// process ends, however it ends.
func lockLedger(c *config) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(c.ledger), 0o700); err != nil {
		return nil, ledgerError(c.named, err)
	}
	lock := flock.New(c.ledger+".lock", flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return nil, ledgerError(c.named, err)
	}
	if !got {
		return nil, withHint(fmt.Errorf("ledger %s: %w", c.named, errLocked), "wait for it to end, then run again")
	}
	return func() { _ = lock.Unlock() }, nil // the end of the process frees it all the same
}

// ledgerError names the ledger in an error of opening it, with the way out.
func ledgerError(named string, err error) error {
	named = "ledger " + named
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		return wayOut(fmt.Errorf("%s: %w (%s)", named, ledger.ErrReadOnly, cause(err)))
	}
	return wayOut(fmt.Errorf("%s: %w", named, err))
}

// wayOut adds to an error of the ledger what can be done about it.
func wayOut(err error) error {
	hint := ""
	switch {
	case errors.Is(err, ledger.ErrNotLedger):
		hint = "name another path under ledger:, or restore the file from a backup; nothing was changed"
	case errors.Is(err, ledger.ErrDamaged):
		hint = "restore the file from a backup; nothing was changed"
	case errors.Is(err, ledger.ErrNewer):
		hint = "use the newer reconcile that wrote it; nothing was changed"
	case errors.Is(err, ledger.ErrOlder):
		hint = "reconcile run brings it up to date"
	case errors.Is(err, ledger.ErrBusy):
		hint = "another program has the ledger open: close that, then run again"
	case errors.Is(err, ledger.ErrFull), errors.Is(err, syscall.ENOSPC):
		hint = "make room on the disk, then run again: it goes on where this run stopped"
	case errors.Is(err, ledger.ErrReadOnly):
		hint = "the ledger and its folder must be writable by this user"
	default:
		return err
	}
	return withHint(err, "%s", hint)
}

// needLedger refuses to go on where no run has made the ledger yet.
func needLedger(c *config) error {
	if _, err := os.Stat(c.ledger); errors.Is(err, fs.ErrNotExist) {
		return withHint(fmt.Errorf("ledger %s: no such file", c.named), "reconcile run makes it")
	}
	return nil
}

// loadBooks reads the configuration, without keys, of a ledger that is there.
func (p *program) loadBooks() (*config, error) {
	c, err := loadConfig(p.config, nil)
	if err != nil {
		return nil, err
	}
	boundHeap(c.memory)
	return c, needLedger(c)
}

// withReader opens the ledger for reading and closes it after body.
func (p *program) withReader(ctx context.Context, body func(c *config, l *ledger.Ledger) error) (err error) {
	c, err := p.loadBooks()
	if err != nil {
		return err
	}
	l, err := ledger.OpenReadOnly(ctx, c.ledger)
	if err != nil {
		return ledgerError(c.named, err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return body(c, l)
}
