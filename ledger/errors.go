package ledger

import (
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A LockedBy is ErrLocked with who holds the ledger, and since when.
type LockedBy = store.LockedBy

// Errors that a caller acts on.
var (
	ErrNotLedger = store.ErrNotLedger
	ErrNewer     = store.ErrNewer
	ErrOlder     = store.ErrOlder
	ErrDamaged   = store.ErrDamaged
	ErrBusy      = store.ErrBusy
	ErrFull      = store.ErrFull
	ErrReadOnly  = store.ErrReadOnly
	ErrLocked    = store.ErrLocked // another run holds the ledger
	ErrCopy      = store.ErrCopy   // the ledger cannot be copied

	// Of a database of a server.
	ErrNoLedger    = store.ErrNoLedger    // nobody has made one
	ErrExists      = store.ErrExists      // there is one already
	ErrUnreachable = store.ErrUnreachable // the server cannot be reached
	ErrLost        = store.ErrLost        // the connection to the server was lost
	ErrConflict    = store.ErrConflict    // the server gave a transaction up, for one that goes on

	ErrRolledBack = store.ErrRolledBack // a statement after the end of its transaction

	ErrUndone = words.Errorf("a run is decided, and its report is not written yet")

	ErrNoBatch  = words.Errorf("no such batch")
	ErrNotNow   = words.Errorf("not possible")
	ErrTooEarly = words.Errorf("too early")
)
