package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"iter"

	"reconcile/ledger/query"
)

// A Cursor is at a row of a statement, as the driver has it: of millions of rows,
// finding out what each column is to be scanned into takes longer than reading it.
type Cursor struct {
	ctx  context.Context
	conn driver.QueryerContext
	name string // of the statement
	rows driver.Rows
	row  []driver.Value // valid until the next one
	more bool           // there is a current row
	err  error          // of a column that was not what it was read as
}

// More reports whether there is a current row.
func (c *Cursor) More() bool { return c.more }

// Next goes to the next row.
func (c *Cursor) Next() error {
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

// Seek goes to the first row whose first column is not less than a key. The column ascends
// in the order of its bytes.
func (c *Cursor) Seek(key string) error {
	for c.more && c.Text(0) < key {
		if err := c.Next(); err != nil {
			return err
		}
	}
	return nil
}

// Matches reports whether the first column of the current row is a key.
func (c *Cursor) Matches(key string) bool { return c.more && c.Text(0) == key }

// Skip goes to the next row where the first column is a key, of which there is one row.
func (c *Cursor) Skip(key string) error {
	if !c.Matches(key) {
		return nil
	}
	return c.Next()
}

// Ask returns the one text that another statement yields, on the connection of the cursor.
func (c *Cursor) Ask(name string, args ...any) (text string, err error) {
	at, err := openCursors(c.ctx, c.conn, []string{name}, args)
	for _, row := range at {
		if err == nil && row.more {
			text, err = row.Text(0), row.err
		}
		err = errors.Join(err, row.rows.Close())
	}
	return text, err
}

// Text is a column that holds text.
func (c *Cursor) Text(column int) string { return columnOf[string](c, column) }

// Number is a column that holds a number.
func (c *Cursor) Number(column int) int64 { return columnOf[int64](c, column) }

// NullNumber is a column that holds a number or NULL.
func (c *Cursor) NullNumber(column int) sql.NullInt64 {
	if c.row[column] == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: c.Number(column), Valid: true}
}

// columnOf is a column of a type. Where it is none, Next returns an error.
func columnOf[T any](c *Cursor, column int) T {
	v, ok := c.row[column].(T)
	if !ok && c.err == nil {
		c.err = fmt.Errorf("%s: column %d is %T, not %T", c.name, column+1, c.row[column], v)
	}
	return v
}

// Merge yields what body gives, which reads the statements of these names side by side,
// each from its first row on. They are of one connection: with one for each of them, some
// merge might wait for one while another waits for the next.
func Merge[T any](ctx context.Context, db *DB, names []string, args []any, body func(at []*Cursor, give func(T) bool) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		enough := false
		err := onConn(ctx, db.read, func(conn driver.QueryerContext) error {
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
func openCursors(ctx context.Context, conn driver.QueryerContext, names []string, args []any) (at []*Cursor, err error) {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	for _, name := range names {
		statement, err := query.Text(name)
		if err != nil {
			return at, err
		}
		rows, err := conn.QueryContext(context.WithoutCancel(ctx), statement, values) // see store.Rows
		if err != nil {
			return at, fmt.Errorf("%s: %w", name, translate(err))
		}
		c := &Cursor{ctx: ctx, conn: conn, name: name, rows: rows, row: make([]driver.Value, len(rows.Columns()))}
		at = append(at, c)
		if err := c.Next(); err != nil {
			return at, err
		}
	}
	return at, nil
}

// Rows yields the rows of one statement as values.
func Rows[T any](ctx context.Context, db *DB, name string, scan func(*Cursor) T, args ...any) iter.Seq2[T, error] {
	return Merge(ctx, db, []string{name}, args, func(at []*Cursor, give func(T) bool) error {
		for c := at[0]; c.more; {
			if !give(scan(c)) {
				return nil
			}
			if err := c.Next(); err != nil {
				return err
			}
		}
		return nil
	})
}
