package sqlite

import (
	"context"
	"database/sql/driver"

	"reconcile/ledger/internal/store"
)

// Snapshot lends one connection that reads.
func (db *DB) Snapshot(ctx context.Context, body func(store.Opener) error) error {
	return onConn(ctx, db.read, func(conn driver.QueryerContext) error { return body(opener{conn}) })
}

// An opener runs statements on the driver's own side of a connection.
type opener struct{ conn driver.QueryerContext }

// Translate turns the codes of the engine into the errors of the store.
func (opener) Translate(err error) error { return translate(err) }

// Open is as of store.Opener.
func (o opener) Open(ctx context.Context, statement string, args []any) (driver.Rows, error) {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	return o.conn.QueryContext(ctx, statement, values)
}
