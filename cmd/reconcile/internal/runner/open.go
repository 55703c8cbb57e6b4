package runner

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// Books are a ledger that is open.
type Books struct {
	*ledger.Ledger
	Private string // the folder of a private copy; empty for the ledger itself
}

// An Access says how a ledger is opened. The zero value opens it for reading, beside
// a run that may go on.
type Access struct {
	Write   bool         // alone, under its lock
	Ingest  bool         // to read files, beside others where the ledger is in a database
	Guarded bool         // for writing: no report may be of a ledger that is gone
	Log     *slog.Logger // where it is told that it waits for others; nil for nowhere
	Private string       // what a private copy is made for, which is written and then removed
}

// waits tells that a program waits.
func (a Access) waits(say words.Text) func() {
	if a.Log == nil {
		return nil
	}
	return func() { a.Log.Info(say.In(terminal.LanguageOf(a.Log))) }
}

// WithBooks opens the ledger of a configuration, calls body and closes it. It is the
// one way in which the program opens a ledger.
//
// Errors: ledger.ErrLocked where it is held, and those of ledger.Open, each with the way out.
func WithBooks(ctx context.Context, c *config.Config, a Access, body func(*Books) error) (err error) {
	limitAgain(c.Memory)
	path, private := c.Ledger, ""
	switch {
	case a.Private != "":
		var remove func() error
		if private, remove, err = makePrivate(a.Private); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, remove()) }()
		path = filepath.Join(private, "ledger.db")
		if err := ledger.Copy(ctx, c.Ledger, path); err != nil {
			return lockError(c, err)
		}
	case a.Write, a.Ingest && !ledger.IsAddress(c.Ledger):
		if !ledger.IsAddress(c.Ledger) {
			if err := disk.MakeDir(filepath.Dir(c.Ledger), 0o700); err != nil {
				return LedgerError(c, err)
			}
		}
		unlock, err := ledger.Lock(ctx, c.Ledger, a.waits(words.New("waiting until what other hosts are reading is in the ledger")))
		if err != nil {
			return lockError(c, err)
		}
		defer unlock()
		if a.Guarded {
			if err := GuardLoss(ctx, c); err != nil {
				return err
			}
		}
	}
	l, err := ledger.Open(ctx, path, ledger.Options{ReadOnly: !a.Write && !a.Ingest && private == "", Ingest: a.Ingest, Waits: a.waits(words.New("waiting until the run that goes on is over")), Memory: c.Memory})
	if err != nil {
		return LedgerError(c, err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return body(&Books{l, private})
}

// lockError names the ledger in an error of locking or copying it.
func lockError(c *config.Config, err error) error {
	switch {
	case errors.Is(err, ledger.ErrLocked):
		var held *ledger.LockedBy
		if errors.As(err, &held) {
			err = words.Errorf("%w, since %s", err, terminal.Stamp(held.Since))
		}
		return hint.With(words.Errorf("ledger %s: %w", c.Name, err), "wait for it to end, then run again")
	case errors.Is(err, ledger.ErrCopy):
		return err
	}
	return LedgerError(c, err)
}

// LedgerError names the ledger in an error of opening it, with the way out.
func LedgerError(c *config.Config, err error) error {
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		err = words.Errorf("%w (%s)", ledger.ErrReadOnly, disk.Cause(err))
	}
	return withRemedy(words.Errorf("ledger %s: %w", c.Name, err))
}

// withRemedy adds to an error of the ledger what can be done about it.
func withRemedy(err error) error {
	var step words.Text
	switch {
	case errors.Is(err, ledger.ErrNotLedger):
		step = words.New("name another path under ledger:, or restore the file from a backup; nothing was changed")
	case errors.Is(err, ledger.ErrDamaged):
		step = words.New("reconcile verify tells more; restore the file from a backup; nothing was changed")
	case errors.Is(err, ledger.ErrNewer):
		step = words.New("use the newer reconcile that wrote it; nothing was changed")
	case errors.Is(err, ledger.ErrOlder):
		step = words.New("reconcile run brings it up to date")
	case errors.Is(err, ledger.ErrBusy):
		step = words.New("another program has the ledger open: close that, then run again")
	case errors.Is(err, ledger.ErrFull), errors.Is(err, syscall.ENOSPC):
		step = words.New("make room on the disk, then run again: it goes on where this run stopped")
	case errors.Is(err, ledger.ErrReadOnly):
		step = words.New("the ledger and its folder must be writable by this user")
	case errors.Is(err, ledger.ErrNoLedger):
		step = words.New("reconcile ledger init makes it; nothing was changed")
	case errors.Is(err, ledger.ErrExists):
		step = words.New("nothing was changed; reconcile ledger check looks at it")
	case errors.Is(err, ledger.ErrUnreachable):
		step = words.New("is the server up, and are its host, port, user and password right? The password is read from PGPASSFILE, a service file or PGPASSWORD; nothing was changed")
	case errors.Is(err, ledger.ErrUndone):
		step = words.New("reconcile run writes it, with all that was read until then; read on after that")
	case errors.Is(err, ledger.ErrLost), errors.Is(err, ledger.ErrConflict):
		step = words.New("run again: it goes on with what is in the ledger")
	default:
		return err
	}
	return hint.With(err, "%s", step)
}

// NeedLedger refuses to go on where no run has made the ledger yet.
func NeedLedger(c *config.Config) error {
	if ledger.IsAddress(c.Ledger) {
		return nil // it is made by a command of its own, and opening it says where it is not
	}
	if _, err := os.Stat(c.Ledger); errors.Is(err, fs.ErrNotExist) {
		return hint.With(words.Errorf("ledger %s: no such file", c.Name), "reconcile run makes it")
	}
	return nil
}
