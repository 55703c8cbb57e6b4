package sqlite

import (
	"context"
	"database/sql/driver"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// Cursors opens statements side by side on one connection that reads.
func (db *DB) Cursors(ctx context.Context, names []string, args []any, body func(at []*store.Cursor) error) error {
	return onConn(ctx, db.read, func(conn driver.QueryerContext) error {
		return store.OpenAll(ctx, opener{conn}, names, args, body)
	})
}

// An opener runs statements on the driver's own side of a connection.
type opener struct{ conn driver.QueryerContext }

// Translate turns the codes of the engine into the errors of the store.
func (opener) Translate(err error) error { return translate(err) }

func (o opener) Open(ctx context.Context, name string, args []any) (driver.Rows, error) {
	statement, err := query.Text(name)
	if err != nil {
		return nil, err
	}
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	return o.conn.QueryContext(ctx, statement, values)
}
