package postgres

import (
	"context"
	"database/sql"
	"errors"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/schema"
	"reconcile/words"
)

// A rower is a connection, or several, or a transaction.
type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readVersion returns the number of migrations that the schema has seen, 0 where it is
// empty. A schema with tables of somebody else, who is no extension, is store.ErrNotLedger.
func readVersion(ctx context.Context, db rower) (version int, layout string, err error) {
	var named, tables int
	err = db.QueryRowContext(ctx, `SELECT COUNT(*) FILTER (WHERE c.relname = 'reconcile_ledger'), COUNT(*)
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`).Scan(&named, &tables)
	if err != nil {
		return 0, "", translate(err)
	}
	switch {
	case named == 1:
		err = db.QueryRowContext(ctx, "SELECT l.version, l.layout FROM reconcile_ledger l").Scan(&version, &layout)
		return version, layout, translate(err)
	case tables > 0:
		return 0, "", errors.Join(checkCoordinator(ctx, db), store.ErrNotLedger)
	}
	return 0, "", nil
}

// migrate brings a ledger up to this version, one transaction a migration.
func (db *DB) migrate(ctx context.Context) error {
	all, err := schema.Postgres()
	if err != nil {
		return err
	}
	version, layout, err := readVersion(ctx, db.write)
	if err != nil {
		return err
	}
	if version == 0 {
		return store.ErrNoLedger
	}
	if err := store.CompareSchema(version, len(all)); errors.Is(err, store.ErrNewer) {
		return err
	}
	for n := version; n < len(all); n++ {
		if err := db.step(ctx, all[n], n+1, layout); err != nil {
			return words.Errorf("migration %d: %w", n+1, err)
		}
	}
	return nil
}

// step makes one migration, unless another program has made it meanwhile.
func (db *DB) step(ctx context.Context, text string, number int, layout string) error {
	l, err := parseLayout(layout)
	if err != nil {
		return err
	}
	return db.Update(ctx, func(w store.Tx) error {
		tx := w.(Tx)
		version, _, err := readVersion(ctx, tx)
		if err != nil || version >= number {
			return err
		}
		statements, err := l.statements(text, number)
		if err != nil {
			return err
		}
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return translate(err)
			}
		}
		_, err = tx.ExecContext(ctx, "UPDATE reconcile_ledger SET version = $1", number)
		return translate(err)
	})
}

// checkVersion refuses what this version cannot read as it is.
func checkVersion(ctx context.Context, db pool) error {
	all, err := schema.Postgres()
	if err != nil {
		return err
	}
	version, _, err := readVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version == 0:
		return store.ErrNoLedger
	}
	return store.CompareSchema(version, len(all))
}

// Exists reports whether there is a ledger at an address.
func Exists(ctx context.Context, address string) (bool, error) {
	db, err := poolOf(address)
	if err != nil {
		return false, err
	}
	version, _, err := readVersion(ctx, db)
	return version > 0, errors.Join(err, db.Close())
}
