package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// The server plans by what it knows of a table, and looks at one that has grown when it
// finds the time. A night of many new rows would be planned by what the table was before.

// AfterCommit makes the server look at tables that have grown much.
func (db *DB) AfterCommit(ctx context.Context) {
	for _, table := range db.grown(ctx) {
		// A table that is not looked at costs time, and no answer.
		_, _ = db.write.ExecContext(ctx, "ANALYZE "+pgx.Identifier{table}.Sanitize())
	}
}

// Loaded makes the server look at what is computed of the evidence, too.
func (db *DB) Loaded(ctx context.Context) error { return nil }

// grown are the tables of which a tenth is new.
func (db *DB) grown(ctx context.Context) []string {
	var tables []string
	for table, rows := range db.written.take() {
		var known float64
		err := db.read.QueryRowContext(ctx, "SELECT reltuples FROM pg_class WHERE oid = $1::regclass", table).Scan(&known)
		if err == nil && rows > 1000 && float64(rows) > known/10 {
			tables = append(tables, table)
		}
	}
	slices.Sort(tables)
	return tables
}
