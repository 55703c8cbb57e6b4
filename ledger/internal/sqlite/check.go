package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"reconcile/words"
)

// Check lists what the engine finds wrong with the ledger's file, and what is another schema.
func (db *DB) Check(ctx context.Context) ([]string, error) {
	wrong, err := db.integrity(ctx, "100")
	if err != nil || len(wrong) > 0 {
		return wrong, err
	}
	return db.CheckSchema(ctx)
}

// CheckTables lists what the engine finds wrong with tables and their indexes: rows that an
// index does not find are not seen by what asks for them by it.
func (db *DB) CheckTables(ctx context.Context, names []string) (wrong []string, err error) {
	for _, name := range names {
		if wrong, err = db.integrity(ctx, name); err != nil || len(wrong) > 0 {
			break
		}
	}
	return wrong, err
}

// integrity lists what the engine finds wrong with all, up to a number, or with a table.
func (db *DB) integrity(ctx context.Context, of string) (wrong []string, err error) {
	rows, err := db.read.QueryContext(ctx, "PRAGMA integrity_check("+of+")")
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var message string
		if err := rows.Scan(&message); err != nil {
			return nil, err
		}
		if message != "ok" {
			wrong = append(wrong, message)
		}
	}
	return wrong, translate(rows.Err())
}

// CheckSchema lists the tables, indexes and views that are not those that the migrations make.
// A view or a condition that was altered says other things of the same rows, and a trigger
// writes others. Tables and indexes more than those change nothing: early versions left some.
func (db *DB) CheckSchema(ctx context.Context) (wrong []string, err error) {
	got, err := readSchema(ctx, db.read)
	if err != nil {
		return nil, translate(err)
	}
	if digestSchema(got) == schemaDigest {
		return nil, nil
	}
	want, err := freshSchema(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch text, ok := got[name]; {
		case !ok:
			wrong = append(wrong, name+" is missing from the schema")
		case text != want[name]:
			wrong = append(wrong, name+" is another one in the schema")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok && !strings.HasPrefix(name, "table ") && !strings.HasPrefix(name, "index ") {
			wrong = append(wrong, name+" is not of the schema")
		}
	}
	return wrong, nil
}

// schemaDigest is the digest of the schema that the migrations make: to make it takes longer than
// all else that is checked before money. TestSchemaDigest holds it against them.
const schemaDigest = "af915871473781d15b2ba9b9abd58a77765f88385f16b273226c60f80d669c54"

// digestSchema is the SHA-256 of a schema in hex.
func digestSchema(schema map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(schema)) {
		fmt.Fprintf(h, "%q %q\n", name, schema[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// freshSchema is the schema of new books.
func freshSchema(ctx context.Context) (schema map[string]string, err error) {
	fresh, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	fresh.SetMaxOpenConns(1) // each connection would have a database of its own
	if err := migrate(ctx, Pool{fresh}); err != nil {
		return nil, words.Errorf("the schema of new books: %w", err)
	}
	return readSchema(ctx, fresh)
}

// readSchema returns the text of each object of a database, by its type and name; statistics of
// the engine aside.
func readSchema(ctx context.Context, db interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT type || ' ' || name, COALESCE(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		all[name] = text
	}
	return all, rows.Err()
}
