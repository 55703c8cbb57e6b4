package ledger

import (
	"context"
	"database/sql"
	"errors"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Ledger is open books. One process writes them at a time: the one that holds the
// lock (see Lock).
type Ledger struct {
	db   store.DB
	pool extsort.Pool // memory to sort in
}

// Options are how a ledger is opened. The zero value opens it for reading and writing.
type Options struct {
	ReadOnly bool
	Ingest   bool   // to read files only, on one of several hosts: a ledger in a file needs its lock all the same
	Waits    func() // called before reading in a database waits for a run; may be nil
	Memory   int64  // bytes that the program may keep, half of them the ledger's; 0 for 256 MiB
}

const defaultMemory = 256 << 20

// Open opens the ledger of a name. For writing it creates a file where there is none, and
// brings an older ledger up to date; for reading it does neither.
//
// Errors: ErrNotLedger, ErrNewer, ErrBusy, ErrFull, for reading ErrOlder, of a server
// ErrNoLedger and ErrUnreachable, or one of the file system.
func Open(ctx context.Context, name string, o Options) (*Ledger, error) {
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	db, err := openEngine(ctx, name, o)
	if err != nil {
		return nil, err
	}
	return &Ledger{db: db}, nil
}

// Close closes the ledger.
func (l *Ledger) Close() error { return l.db.Close() }

// Account returns the number of a partner's account in this ledger, a new one
// where the ledger does not know the partner yet.
//
// Errors: ErrDamaged where the partner of an account is not that of its runs, among others.
func (l *Ledger) Account(ctx context.Context, partner string) (int64, error) {
	var id int64
	err := l.db.Update(ctx, func(tx store.Tx) error {
		of, err := askAccounts(ctx, tx)
		if err != nil {
			return err
		}
		if known, ok := of[partner]; ok {
			id = known
			return nil
		}
		if _, err := store.Exec(ctx, tx, "account_add", partner); err != nil {
			return err
		}
		return store.QueryRow(ctx, tx, "account_find", []any{partner}, &id)
	})
	if err != nil {
		return 0, words.Errorf("account of partner: %w", err)
	}
	return id, nil
}

// FindAccount returns the number of a partner's account. ok is false where the
// ledger does not know the partner.
func (l *Ledger) FindAccount(ctx context.Context, partner string) (id int64, ok bool, err error) {
	err = store.QueryRow(ctx, l.db.Reader(), "account_find", []any{partner}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, err == nil, err
}
