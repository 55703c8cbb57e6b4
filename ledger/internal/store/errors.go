package store

import (
	"errors"
	"fmt"
)

// Errors of every engine that a caller acts on.
var (
	ErrNotLedger = errors.New("not a ledger of this program")
	ErrNewer     = errors.New("the ledger was written by a newer version")
	ErrOlder     = errors.New("the ledger was written by an older version; a run brings it up to date")
	ErrDamaged   = errors.New("the ledger is damaged")
	ErrBusy      = errors.New("another program holds the ledger")
	ErrFull      = errors.New("the disk is full")
	ErrReadOnly  = errors.New("the ledger cannot be written")
	ErrLocked    = errors.New("another run holds it")
	ErrCopy      = errors.New("copy the ledger")

	// Of a server alone.
	ErrNoLedger    = errors.New("there is no ledger yet")
	ErrExists      = errors.New("there is a ledger already")
	ErrUnreachable = errors.New("the server cannot be reached")
	ErrLost        = errors.New("the connection to the server was lost")
	ErrConflict    = errors.New("the server gave the transaction up")

	// ErrRolledBack refuses what comes after a transaction that the engine has ended.
	ErrRolledBack = errors.New("the transaction was rolled back")
)

// CompareSchema compares how many migrations a ledger has seen with how many this program
// knows.
//
// Errors: ErrNewer, or ErrOlder.
func CompareSchema(version, known int) error {
	switch {
	case version > known:
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, version, known)
	case version < known:
		return fmt.Errorf("%w: its schema is %d, this program's %d", ErrOlder, version, known)
	}
	return nil
}
