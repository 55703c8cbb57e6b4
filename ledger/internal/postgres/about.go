package postgres

import (
	"context"
	"fmt"

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
	var secured, version string
	err = db.read.QueryRowContext(ctx, `SELECT current_setting('server_version'), COALESCE((SELECT s.version || ', ' || s.cipher FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid() AND s.ssl), '')`).Scan(&a.Server, &secured)
	if err != nil {
		return a, translate(err)
	}
	if a.Connection = "encrypted (" + secured + ")"; secured == "" {
		a.Connection = "not encrypted"
	}
	err = db.read.QueryRowContext(ctx, "SELECT d.datcollate FROM pg_database d WHERE d.datname = current_database()").Scan(&version)
	if err != nil {
		return a, translate(err)
	}
	a.Collation = fmt.Sprintf("in the order of their bytes (the database's own is %s)", version)
	a.Missing, err = db.missing(ctx)
	return a, err
}

// missing lists the columns that this version needs and the schema lacks.
func (db *DB) missing(ctx context.Context) (missing []string, err error) {
	tables, err := schema.Tables()
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		for _, column := range t.Columns {
			var there bool
			err := db.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation OR a.attcollation = 0
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = $1 AND a.attname = $2 AND (a.attcollation = 0 OR l.collname = 'C'))`, t.Name, column).Scan(&there)
			if err != nil {
				return nil, translate(err)
			}
			if !there {
				missing = append(missing, t.Name+"."+column+" is missing, or does not order texts by their bytes")
			}
		}
	}
	return missing, nil
}
