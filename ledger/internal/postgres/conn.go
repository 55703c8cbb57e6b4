package postgres

import (
	"context"
	"database/sql/driver"
	"io"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"reconcile/ledger/internal/store"
)

// The driver's connection has one statement at work at a time. The books are written for
// one that may have several open: rows that are not read to their end yet, when the next
// statement comes, are read into memory first.

// A conn is a connection, with the rows that are open on it.
type conn struct {
	*stdlib.Conn
	session session
	open    *rows // nil for none
}

// settle reads what is open into memory.
func (c *conn) settle() {
	if c.open != nil {
		c.open.readAhead()
		c.open = nil
	}
}

// pgx returns the driver's own connection, to copy rows by.
func (c *conn) pgx() *pgx.Conn {
	c.settle()
	return c.Conn.Conn()
}

// QueryContext is as of driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.settle()
	inner, err := c.Conn.QueryContext(ctx, query, clean(args))
	if err != nil {
		return nil, err
	}
	c.open = &rows{Rows: inner}
	return c.open, nil
}

// ExecContext is as of driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.settle()
	return c.Conn.ExecContext(ctx, query, clean(args))
}

// BeginTx is as of driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	c.settle()
	inner, err := c.Conn.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	return tx{c, inner}, nil
}

// PrepareContext returns a statement that the connection prepares when it first runs, and
// keeps.
func (c *conn) PrepareContext(_ context.Context, query string) (driver.Stmt, error) {
	return stmt{c, query}, nil
}

// A tx ends when nothing is open any more.
type tx struct {
	conn  *conn
	inner driver.Tx
}

func (t tx) Commit() error {
	t.conn.settle()
	return t.inner.Commit()
}

func (t tx) Rollback() error {
	t.conn.settle()
	return t.inner.Rollback()
}

// A stmt is the text of a statement: the connection knows those that it has prepared.
type stmt struct {
	conn  *conn
	query string
}

func (stmt) Close() error  { return nil }
func (stmt) NumInput() int { return -1 }

func (s stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.query, args)
}

func (s stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.query, args)
}

// Exec and Query are never called: what has them with a context is asked by those.
func (s stmt) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (s stmt) Query([]driver.Value) (driver.Rows, error)  { return nil, driver.ErrSkip }

// rows are the rows of a statement. Truth is a number, as in SQLite.
type rows struct {
	driver.Rows
	ahead  [][]driver.Value // what was read before it was asked for
	err    error            // why there is no row after them, io.EOF at the end
	closed bool
}

// Next is as of driver.Rows.
func (r *rows) Next(row []driver.Value) error {
	if len(r.ahead) > 0 {
		copy(row, r.ahead[0])
		r.ahead = r.ahead[1:]
		return nil
	}
	if r.err != nil {
		return r.err
	}
	err := r.Rows.Next(row)
	for i, v := range row {
		row[i] = asRead(v)
	}
	return err
}

// readAhead reads all rows and gives the connection free.
func (r *rows) readAhead() {
	if r.closed {
		return
	}
	var ahead [][]driver.Value
	for r.err == nil {
		row := make([]driver.Value, len(r.Rows.Columns()))
		if r.err = r.Next(row); r.err == nil {
			ahead = append(ahead, row)
		}
	}
	r.ahead = ahead
	if err := r.close(); err != nil && r.err == io.EOF {
		r.err = err
	}
}

// Close is as of driver.Rows.
func (r *rows) Close() error {
	r.ahead = nil
	if r.err == nil {
		r.err = io.EOF
	}
	return r.close()
}

func (r *rows) close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	return r.Rows.Close()
}

// clean takes out of texts what the server cannot keep: bytes that are no UTF-8, and the
// zero byte. Both are rare, and shown as what they are.
func clean(args []driver.NamedValue) []driver.NamedValue {
	copied := false
	for i, a := range args {
		text, ok := a.Value.(string)
		if !ok {
			continue
		}
		if kept := store.Text(text); kept != text {
			if !copied {
				args, copied = slices.Clone(args), true
			}
			args[i].Value = kept
		}
	}
	return args
}
