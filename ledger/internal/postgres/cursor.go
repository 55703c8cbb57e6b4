package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"reconcile/ledger/internal/store"
)

// fetchRows is how many rows of a cursor are in memory.
const fetchRows = 2048

// Snapshot lends a connection within a transaction that sees one state of the books.
func (db *DB) Snapshot(ctx context.Context, body func(store.Opener) error) error {
	var c *sql.Conn
	var tx *sql.Tx
	err := again(ctx, repeating, gaveUp, func() (err error) {
		if c, err = db.read.Conn(ctx); err != nil {
			return err
		}
		if tx, err = c.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}); err != nil {
			return errors.Join(err, c.Close())
		}
		return nil
	})
	if err != nil {
		return translate(err)
	}
	defer c.Close()
	defer tx.Rollback() // it has read
	return c.Raw(func(inner any) error {
		return body(&opener{conn: inner.(*conn)})
	})
}

// An opener opens cursors of the server on one connection.
type opener struct {
	conn *conn
	last int
}

// Translate turns the codes of the server into the errors of the store.
func (*opener) Translate(err error) error { return translate(err) }

// Open declares a cursor: rows that are fetched leave the connection free.
func (o *opener) Open(ctx context.Context, statement string, args []any) (driver.Rows, error) {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	o.last++
	f := &fetched{ctx: ctx, conn: o.conn, cursor: fmt.Sprintf("c%d", o.last)}
	if _, err := o.conn.ExecContext(ctx, "DECLARE "+f.cursor+" NO SCROLL CURSOR FOR "+statement, values); err != nil {
		return nil, err
	}
	return f, f.fetch()
}

// fetched are the rows of a cursor, some at a time.
type fetched struct {
	ctx     context.Context
	conn    *conn
	cursor  string
	columns []string
	rows    [][]driver.Value
	end     bool // there are no rows after these
}

func (f *fetched) fetch() error {
	// The text is that of many cursors: the driver must not remember what its rows are.
	all, err := f.conn.pgx().Query(f.ctx, fmt.Sprintf("FETCH %d FROM %s", fetchRows, f.cursor), pgx.QueryExecModeExec)
	if err != nil {
		return err
	}
	defer all.Close()
	f.columns = make([]string, len(all.FieldDescriptions()))
	f.rows = f.rows[:0]
	for all.Next() {
		values, err := all.Values()
		if err != nil {
			return err
		}
		f.rows = append(f.rows, driverValues(values))
	}
	f.end = len(f.rows) < fetchRows
	return all.Err()
}

// driverValues are the values of a row as the books read them.
func driverValues(values []any) []driver.Value {
	row := make([]driver.Value, len(values))
	for i, v := range values {
		row[i] = asRead(v)
	}
	return row
}

// asRead is a value as the books read it: numbers of 64 bits, and truth as one of them.
func asRead(v any) driver.Value {
	switch v := v.(type) {
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case bool:
		return number(v)
	}
	return v
}

// number is truth as SQLite has it.
func number(truth bool) int64 {
	if truth {
		return 1
	}
	return 0
}

// Columns is as of driver.Rows.
func (f *fetched) Columns() []string { return f.columns }

// Next is as of driver.Rows.
func (f *fetched) Next(row []driver.Value) error {
	if len(f.rows) == 0 && !f.end {
		if err := f.fetch(); err != nil {
			return err
		}
	}
	if len(f.rows) == 0 {
		return io.EOF
	}
	copy(row, f.rows[0])
	f.rows = f.rows[1:]
	return nil
}

// Close is as of driver.Rows.
func (f *fetched) Close() error {
	f.rows, f.end = nil, true
	_, err := f.conn.ExecContext(f.ctx, "CLOSE "+f.cursor, nil)
	var failed interface{ SQLState() string }
	if errors.As(err, &failed) {
		return nil // the transaction has failed before, and with it every cursor has ended
	}
	return err
}
