package sqlite

import (
	"errors"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// translate turns the driver's codes into the errors of the store. It is the one place
// that knows them.
func translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) || errors.Is(err, store.ErrRolledBack) {
		return err
	}
	if e.ExtendedCode == sqlite3.ErrConstraintCommitHook { // see guard
		return words.Errorf("%w: nothing asked for it to be committed", store.ErrRolledBack)
	}
	if e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT {
		return words.Errorf("%w (%w)", store.ErrFull, err)
	}
	if e.SystemErrno == syscall.EMFILE || e.SystemErrno == syscall.ENFILE {
		return words.Errorf("the ledger cannot be opened (%w)", e.SystemErrno)
	}
	if e.Code == sqlite3.ErrConstraint { // no statement is meant to meet one
		return words.Errorf("%w, or was altered behind the program's back: a row contradicts another (%w)", store.ErrDamaged, err)
	}
	for code, named := range map[sqlite3.ErrNo]error{
		sqlite3.ErrNotADB:   store.ErrNotLedger,
		sqlite3.ErrCorrupt:  store.ErrDamaged,
		sqlite3.ErrBusy:     store.ErrBusy,
		sqlite3.ErrLocked:   store.ErrBusy,
		sqlite3.ErrFull:     store.ErrFull,
		sqlite3.ErrReadonly: store.ErrReadOnly,
		sqlite3.ErrCantOpen: store.ErrReadOnly,
	} {
		if e.Code == code {
			return words.Errorf("%w (%w)", named, err)
		}
	}
	return err
}
