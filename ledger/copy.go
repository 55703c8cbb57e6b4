package ledger

import (
	"context"
	"errors"
	"strings"

	"reconcile/ledger/internal/postgres"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/schema"
	"reconcile/words"
)

// copyToFile copies books to a file, where there is nothing yet.
func copyToFile(ctx context.Context, from store.DB, to string) error {
	db, err := sqlite.Open(ctx, to, sqlite.Options{Memory: defaultMemory})
	if err != nil {
		return err
	}
	if err = db.TakeAsIs(ctx); err == nil {
		err = copyBooks(ctx, from, db)
	}
	return errors.Join(err, db.Close())
}

// CopyBooks copies the ledger of one name, which no run writes meanwhile, to another name:
// a file that does not exist, or a database, where a ledger of the layout is made unless
// there is an empty one.
//
// Errors: as Lock, ErrExists or fs.ErrExist where the other one holds anything.
func CopyBooks(ctx context.Context, from, to, layout string) (err error) {
	if to == from {
		return ErrExists
	}
	unlock, err := Lock(ctx, from, nil)
	if err != nil {
		return words.Errorf("%s: %w", from, err)
	}
	defer unlock()
	source, err := Open(ctx, from, Options{ReadOnly: true})
	if err != nil {
		return words.Errorf("%s: %w", from, err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if !IsAddress(to) {
		return source.Backup(ctx, to)
	}
	if err := copyToServer(ctx, source.db, to, layout); err != nil {
		return words.Errorf("%s: %w", to, err)
	}
	return nil
}

// copyToServer copies books to a database that nobody else writes.
func copyToServer(ctx context.Context, from store.DB, to, layout string) error {
	unlock, err := postgres.Lock(ctx, to, nil)
	if err != nil {
		return err
	}
	defer unlock()
	if err := postgres.Init(ctx, to, layout); err != nil && !errors.Is(err, ErrExists) {
		return err
	}
	db, err := postgres.Open(ctx, to, postgres.Options{})
	if err != nil {
		return err
	}
	return errors.Join(copyBooks(ctx, from, db), db.Close())
}

// copyBooks copies every table in one transaction, of one state of the books that it
// copies from.
func copyBooks(ctx context.Context, from, to store.DB) error {
	tables, err := schema.Tables()
	if err != nil {
		return err
	}
	err = to.Update(ctx, func(tx store.Tx) error {
		for range store.Rows(ctx, tx, "any run", "SELECT r.run_id FROM run r LIMIT 1") {
			return ErrExists
		}
		return from.Snapshot(ctx, func(o store.Opener) error {
			for _, t := range tables {
				if err := copyTable(ctx, o, tx, t); err != nil {
					return words.Errorf("copy %s: %w", t.Name, err)
				}
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	to.AfterCommit(ctx)
	return to.Loaded(ctx)
}

// copyTable copies the rows of a table in the order of its key.
func copyTable(ctx context.Context, from store.Opener, to store.Tx, t schema.Table) error {
	names := strings.Join(t.Columns, ", ")
	if _, err := to.ExecContext(ctx, "DELETE FROM "+t.Name); err != nil { // what every new ledger holds
		return to.Translate(err)
	}
	c, err := store.Open(ctx, from, t.Name, "SELECT "+names+" FROM "+t.Name+" ORDER BY "+strings.Join(t.Key, ", "), nil)
	if c != nil {
		defer c.Close()
	}
	if err != nil {
		return err
	}
	in, err := to.Inserter(ctx, "INSERT INTO "+t.Name+" ("+names+") VALUES\n", "", len(t.Columns))
	if err != nil {
		return err
	}
	for c.More() {
		row := make([]any, len(t.Columns))
		for i, v := range c.Values() {
			if b, ok := v.([]byte); ok {
				v = append([]byte{}, b...) // the driver's is valid until the next row
			}
			row[i] = v
		}
		if err := in.Add(row...); err != nil {
			return err
		}
		if err := c.Next(); err != nil {
			return err
		}
	}
	return in.Flush()
}
