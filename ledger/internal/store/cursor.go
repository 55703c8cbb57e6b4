package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"iter"

	"reconcile/ledger/query"
	"reconcile/words"
)

// A Cursor is at a row of a statement, as the driver has it: of millions of rows,
// finding out what each column is to be scanned into takes longer than reading it.
type Cursor struct {
	ctx  context.Context
	open Opener
	name string // of the statement
	rows driver.Rows
	row  []driver.Value // valid until the next one
	more bool           // there is a current row
	err  error          // of a column that was not what it was read as
}

// An Opener runs statements on one connection. What it returns may stay open beside others.
type Opener interface {
	Open(ctx context.Context, statement string, args []any) (driver.Rows, error)
	Translate(err error) error
}

// Open opens a statement, which errors call by a name, at its first row. A cursor has to be
// closed, beside an error too, where there is one.
func Open(ctx context.Context, o Opener, name, statement string, args []any) (*Cursor, error) {
	rows, err := o.Open(context.WithoutCancel(ctx), statement, args) // see Rows
	if err != nil {
		return nil, words.Errorf("%s: %w", name, o.Translate(err))
	}
	c := &Cursor{ctx: ctx, open: o, name: name, rows: rows, row: make([]driver.Value, len(rows.Columns()))}
	return c, c.Next()
}

// openAll opens the statements of these names, calls body with them and closes them.
func openAll(ctx context.Context, o Opener, names []string, args []any, body func(at []*Cursor) error) (err error) {
	at := make([]*Cursor, 0, len(names))
	defer func() {
		for _, c := range at {
			err = errors.Join(err, c.Close())
		}
	}()
	for _, name := range names {
		statement, err := query.Text(name)
		if err != nil {
			return err
		}
		c, err := Open(ctx, o, name, statement, args)
		if c != nil {
			at = append(at, c)
		}
		if err != nil {
			return err
		}
	}
	return body(at)
}

// Close gives the statement back.
func (c *Cursor) Close() error { return c.rows.Close() }

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
		return words.Errorf("%s: %w", c.name, c.open.Translate(err))
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
	err = openAll(c.ctx, c.open, []string{name}, args, func(at []*Cursor) error {
		if at[0].more {
			text = at[0].Text(0)
		}
		return at[0].err
	})
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

// Values returns the current row, which is valid until the next one.
func (c *Cursor) Values() []driver.Value { return c.row }

// columnOf is a column of a type. Where it is none, Next returns an error.
func columnOf[T any](c *Cursor, column int) T {
	v, ok := c.row[column].(T)
	if !ok && c.err == nil {
		c.err = words.Errorf("%s: column %d is %T, not %T", c.name, column+1, c.row[column], v)
	}
	return v
}

// Merge yields what body gives, which reads the statements of these names side by side,
// each from its first row on. They are of one connection: with one for each of them, some
// merge might wait for one while another waits for the next.
func Merge[T any](ctx context.Context, db DB, names []string, args []any, body func(at []*Cursor, give func(T) bool) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		enough := false
		err := db.Snapshot(ctx, func(o Opener) error {
			return openAll(ctx, o, names, args, func(at []*Cursor) error {
				return body(at, func(v T) bool { enough = !yield(v, nil); return !enough })
			})
		})
		if err != nil && !enough {
			var none T
			yield(none, err)
		}
	}
}

// Values yields the rows of one statement as values.
func Values[T any](ctx context.Context, db DB, name string, scan func(*Cursor) T, args ...any) iter.Seq2[T, error] {
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
