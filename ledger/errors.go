package ledger

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"reconcile/ledger/internal/sqlite"
)

// Errors that a caller acts on.
var (
	ErrNotLedger = errors.New("not a ledger of this program")
	ErrNewer     = errors.New("the ledger was written by a newer version")
	ErrOlder     = errors.New("the ledger was written by an older version; a run brings it up to date")
	ErrDamaged   = errors.New("the ledger is damaged")
	ErrBusy      = errors.New("another program holds the ledger")
	ErrFull      = errors.New("the disk is full")
	ErrReadOnly  = errors.New("the ledger cannot be written")
	ErrLocked    = sqlite.ErrLocked // another run holds the ledger
	ErrCopy      = sqlite.ErrCopy

	ErrNoBatch  = errors.New("no such batch")
	ErrNotNow   = errors.New("not possible")
	ErrTooEarly = errors.New("too early")
)

// translate turns the driver's codes into the errors above. It is the one place
// that knows them.
func translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	if e.SystemErrno == syscall.ENOSPC {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	for code, named := range map[sqlite3.ErrNo]error{
		sqlite3.ErrNotADB:   ErrNotLedger,
		sqlite3.ErrCorrupt:  ErrDamaged,
		sqlite3.ErrBusy:     ErrBusy,
		sqlite3.ErrLocked:   ErrBusy,
		sqlite3.ErrFull:     ErrFull,
		sqlite3.ErrReadonly: ErrReadOnly,
		sqlite3.ErrCantOpen: ErrReadOnly,
	} {
		if e.Code == code {
			return fmt.Errorf("%w (%w)", named, err)
		}
	}
	return err
}
