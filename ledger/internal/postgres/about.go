package postgres

import (
	"context"
	"fmt"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/schema"
)

// About is what a server says of the ledger that it keeps.
type About struct {
	Server     string // its version
	Connection string // how it is secured
	Layout     string
	Collation  string   // how texts are ordered
	Missing    []string // tables that this version needs
}

// About asks the server.
func (db *DB) About(ctx context.Context) (a About, err error) {
	if _, a.Layout, err = readVersion(ctx, db.read); err != nil {
		return a, err
	}
	var secured, collation string
	err = db.read.QueryRowContext(ctx, `SELECT current_setting('server_version'), COALESCE((SELECT s.version || ', ' || s.cipher FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid() AND s.ssl), '')`).Scan(&a.Server, &secured)
	if err != nil {
		return a, translate(err)
	}
	if a.Connection = "encrypted (" + secured + ")"; secured == "" {
		a.Connection = "not encrypted"
	}
	err = db.read.QueryRowContext(ctx, "SELECT d.datcollate FROM pg_database d WHERE d.datname = current_database()").Scan(&collation)
	if err != nil {
		return a, translate(err)
	}
	a.Collation = fmt.Sprintf("in the order of their bytes (the database's own is %s)", collation)
	a.Missing, err = db.missing(ctx)
	return a, err
}

// missing lists the columns that this version needs and the schema lacks, or orders
// otherwise than by their bytes.
func (db *DB) missing(ctx context.Context) (missing []string, err error) {
	tables, err := schema.Tables()
	if err != nil {
		return nil, err
	}
	const columns = `SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped AND (a.attcollation = 0 OR l.collname = 'C')`
	there := map[string]bool{}
	for rows, err := range store.Rows(ctx, db.read, "columns", columns) {
		if err != nil {
			return nil, err
		}
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		there[name] = true
	}
	for _, t := range tables {
		for _, column := range t.Columns {
			if name := t.Name + "." + column; !there[name] {
				missing = append(missing, name+" is missing, or does not order texts by their bytes")
			}
		}
	}
	return missing, nil
}
