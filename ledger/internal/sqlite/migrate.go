package sqlite

import (
	"context"
	"errors"
	"strconv"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/schema"
	"reconcile/words"
)

// migrate brings a ledger up to this version, one transaction a migration. An empty file
// becomes one in a single step.
func migrate(ctx context.Context, db Pool) error {
	all, err := schema.SQLite()
	if err != nil {
		return err
	}
	version, err := readVersion(ctx, db)
	if err != nil {
		return err
	}
	if err := store.CompareSchema(version, len(all)); errors.Is(err, store.ErrNewer) {
		return err
	}
	if version == 0 {
		return migrateTo(ctx, db, len(all), schema.NewSQLite())
	}
	return migrateFrom(ctx, db, version, all)
}

// migrateFrom makes the migrations behind a version.
func migrateFrom(ctx context.Context, db Pool, version int, all []string) error {
	for n := version; n < len(all); n++ {
		if err := migrateTo(ctx, db, n+1, all[n]); err != nil {
			return err
		}
	}
	return nil
}

// migrateTo makes a version by a text.
func migrateTo(ctx context.Context, db Pool, version int, text string) error {
	err := inTx(ctx, db, func(tx Tx) error {
		_, err := tx.ExecContext(ctx, text+";\nPRAGMA application_id = "+strconv.Itoa(applicationID)+";\nPRAGMA user_version = "+strconv.Itoa(version))
		return err
	})
	if err != nil {
		return words.Errorf("migration %d: %w", version, err)
	}
	return nil
}

// checkVersion refuses what this version cannot read as it is.
func checkVersion(ctx context.Context, db Pool) error {
	all, err := schema.SQLite()
	if err != nil {
		return err
	}
	version, err := readVersion(ctx, db)
	if err != nil {
		return translate(err)
	}
	return store.CompareSchema(version, len(all))
}

// readVersion returns the number of migrations that a ledger has seen, 0 for an
// empty file. A database of somebody else is store.ErrNotLedger.
func readVersion(ctx context.Context, db Pool) (int, error) {
	var version, id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&tables); err != nil {
		return 0, err
	}
	if id != applicationID && (id != 0 || version != 0 || tables != 0) {
		return 0, store.ErrNotLedger
	}
	return version, nil
}
