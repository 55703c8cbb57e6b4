package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"iter"
)

// A cursor stands at a row of a statement, as the driver has it: of millions of rows,
// finding out what each column is to be scanned into takes longer than reading it.
type cursor struct {
	ctx  context.Context
	name string // of the statement
	rows driver.Rows
	row  []driver.Value // valid until the next one
	more bool           // there is a row at hand
	err  error          // of a column that was not what it was read as
}

// next goes to the next row.
func (c *cursor) next() error {
	c.more = false
	if err := errors.Join(c.err, c.ctx.Err()); err != nil {
		return err
	}
	err := c.rows.Next(c.row)
	if err == io.EOF {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, translate(err))
	}
	c.more = true
	return nil
}

// to goes to the first row whose first column is not less than a key. The column ascends
// in the order of its bytes.
func (c *cursor) to(key string) error {
	for c.more && c.text(0) < key {
		if err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// at tells whether the first column is a key.
func (c *cursor) at(key string) bool { return c.more && c.text(0) == key }

// past goes on where the first column is a key, and there is one row of it.
func (c *cursor) past(key string) error {
	if !c.at(key) {
		return nil
	}
	return c.next()
}

// text is a column that holds text.
func (c *cursor) text(column int) string { return columnOf[string](c, column) }

// number is a column that holds a number.
func (c *cursor) number(column int) int64 { return columnOf[int64](c, column) }

// maybe is a column that holds a number or NULL.
func (c *cursor) maybe(column int) sql.NullInt64 {
	if c.row[column] == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: c.number(column), Valid: true}
}

// columnOf is a column of a type. Where it is none, next says so.
func columnOf[T any](c *cursor, column int) T {
	v, ok := c.row[column].(T)
	if !ok && c.err == nil {
		c.err = fmt.Errorf("%s: column %d is %T, not %T", c.name, column+1, c.row[column], v)
	}
	return v
}

// sideBySide yields what body gives, which reads the statements of these names on one
// connection, each from its first row on. Who takes a connection of the pool for each of
// them might wait for one while another waits for the next.
func sideBySide[T any](ctx context.Context, db *sql.DB, names []string, args []any, body func(at []*cursor, give func(T) bool) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		enough := false
		err := onConn(ctx, db, func(conn driver.QueryerContext) error {
			at, err := openCursors(ctx, conn, names, args)
			if err == nil {
				err = body(at, func(v T) bool { enough = !yield(v, nil); return !enough })
			}
			for _, c := range at {
				err = errors.Join(err, c.rows.Close())
			}
			return err
		})
		if err != nil && !enough {
			var none T
			yield(none, err)
		}
	}
}

// openCursors opens statements, each at its first row. Those that it returns have to be
// closed, beside an error too.
func openCursors(ctx context.Context, conn driver.QueryerContext, names []string, args []any) (at []*cursor, err error) {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	for _, name := range names {
		statement, err := text(name)
		if err != nil {
			return at, err
		}
		rows, err := conn.QueryContext(context.WithoutCancel(ctx), statement, values) // see rowsOf
		if err != nil {
			return at, fmt.Errorf("%s: %w", name, translate(err))
		}
		c := &cursor{ctx: ctx, name: name, rows: rows, row: make([]driver.Value, len(rows.Columns()))}
		at = append(at, c)
		if err := c.next(); err != nil {
			return at, err
		}
	}
	return at, nil
}

// rowsAt yields the rows of one statement as values.
func rowsAt[T any](ctx context.Context, db *sql.DB, name string, scan func(*cursor) T, args ...any) iter.Seq2[T, error] {
	return sideBySide(ctx, db, []string{name}, args, func(at []*cursor, give func(T) bool) error {
		for c := at[0]; c.more; {
			if !give(scan(c)) {
				return nil
			}
			if err := c.next(); err != nil {
				return err
			}
		}
		return nil
	})
}
