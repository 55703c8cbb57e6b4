package store

import "reconcile/words"

// Errors of every engine that a caller acts on.
var (
	ErrNotLedger = words.Errorf("not a ledger of this program")
	ErrNewer     = words.Errorf("the ledger was written by a newer version")
	ErrOlder     = words.Errorf("the ledger was written by an older version; a run brings it up to date")
	ErrDamaged   = words.Errorf("the ledger is damaged")
	ErrBusy      = words.Errorf("another program holds the ledger")
	ErrFull      = words.Errorf("the disk is full")
	ErrReadOnly  = words.Errorf("the ledger cannot be written")
	ErrLocked    = words.Errorf("another run holds it")
	ErrCopy      = words.Errorf("copy the ledger")

	// Of a server alone.
	ErrNoLedger    = words.Errorf("there is no ledger yet")
	ErrExists      = words.Errorf("there is a ledger already")
	ErrUnreachable = words.Errorf("the server cannot be reached")
	ErrLost        = words.Errorf("the connection to the server was lost")
	ErrConflict    = words.Errorf("the server gave the transaction up")

	// ErrRolledBack refuses what comes after a transaction that the engine has ended.
	ErrRolledBack = words.Errorf("the transaction was rolled back")
)

// CompareSchema compares how many migrations a ledger has seen with how many this program
// knows.
//
// Errors: ErrNewer, or ErrOlder.
func CompareSchema(version, known int) error {
	switch {
	case version > known:
		return words.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, version, known)
	case version < known:
		return words.Errorf("%w: its schema is %d, this program's %d", ErrOlder, version, known)
	}
	return nil
}
