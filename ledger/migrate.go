package ledger

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
)

//go:embed schema/sqlite/*.sql
var schema embed.FS

// migrations are the texts of the schema in the order of their numbers. They
// only grow: one that was released is never edited.
func migrations() ([]string, error) {
	entries, err := fs.ReadDir(schema, "schema/sqlite")
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries {
		text, err := schema.ReadFile("schema/sqlite/" + e.Name())
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

// migrate brings a ledger up to this version, one transaction a migration.
func migrate(ctx context.Context, db *sql.DB) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	version, err := readVersion(ctx, db)
	if err != nil {
		return err
	}
	if version > len(all) {
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, version, len(all))
	}
	for n := version; n < len(all); n++ {
		err := inTx(ctx, db, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, all[n]+";\nPRAGMA application_id = "+strconv.Itoa(applicationID)+";\nPRAGMA user_version = "+strconv.Itoa(n+1))
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %d: %w", n+1, err)
		}
	}
	return nil
}

// checkVersion refuses what this version cannot read as it stands.
func checkVersion(ctx context.Context, db *sql.DB) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	version, err := readVersion(ctx, db)
	switch {
	case err != nil:
		return translate(err)
	case version > len(all):
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, version, len(all))
	case version < len(all):
		return fmt.Errorf("%w: its schema is %d, this program's %d", ErrOlder, version, len(all))
	}
	return nil
}

// readVersion returns the number of migrations that a ledger has seen, 0 for an
// empty file. A database of somebody else is ErrNotLedger.
func readVersion(ctx context.Context, db *sql.DB) (int, error) {
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
		return 0, ErrNotLedger
	}
	return version, nil
}
