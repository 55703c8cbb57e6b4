package ledger

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"iter"
	"strings"
)

//go:embed query/*.sql
var queries embed.FS

// text returns the statement of a file in query/, or of several that are joined by
// "+": each goes on where the one before it ends.
func text(name string) (string, error) {
	var whole strings.Builder
	for part := range strings.SplitSeq(name, "+") {
		b, err := queries.ReadFile("query/" + part + ".sql")
		if err != nil {
			return "", err
		}
		whole.Write(b)
	}
	return whole.String(), nil
}

// A runner is a database, a transaction or a connection.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// exec runs the statement of a file and returns how many rows it touched.
func exec(ctx context.Context, db runner, name string, args ...any) (int64, error) {
	statement, err := text(name)
	if err != nil {
		return 0, err
	}
	res, err := db.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, translate(err))
	}
	return res.RowsAffected()
}

// queryRow reads the one row of a file's statement, or sql.ErrNoRows.
func queryRow(ctx context.Context, db runner, name string, args []any, into ...any) error {
	for row, err := range query(ctx, db, name, args...) {
		if err != nil {
			return err
		}
		return row.Scan(into...)
	}
	return sql.ErrNoRows
}

// query yields the rows of a file's statement, or one error at the end.
func query(ctx context.Context, db runner, name string, args ...any) iter.Seq2[*sql.Rows, error] {
	statement, err := text(name)
	if err != nil {
		return func(yield func(*sql.Rows, error) bool) { yield(nil, err) }
	}
	return rowsOf(ctx, db, name, statement, args...)
}

// rowsOf yields the rows of a statement, which errors call by a name.
func rowsOf(ctx context.Context, db runner, name, statement string, args ...any) iter.Seq2[*sql.Rows, error] {
	return func(yield func(*sql.Rows, error) bool) {
		// With a context that can be cancelled the driver starts a goroutine for
		// every row: it gets one that cannot, and this loop asks the caller's.
		rows, err := db.QueryContext(context.WithoutCancel(ctx), statement, args...)
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, translate(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(rows, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, translate(err)))
		}
	}
}

// list reads all rows of a file's statement. It is for what is known to be few.
func list[T any](ctx context.Context, db runner, name string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	var all []T
	for item, err := range stream(ctx, db, name, scan, args...) {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}

// stream yields the rows of a file's statement as values.
func stream[T any](ctx context.Context, db runner, name string, scan func(*sql.Rows) (T, error), args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for rows, err := range query(ctx, db, name, args...) {
			if err != nil {
				yield(none, err)
				return
			}
			item, err := scan(rows)
			if err != nil {
				yield(none, fmt.Errorf("%s: %w", name, err))
				return
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}

// inTx runs do in one transaction: it is committed whole or leaves nothing.
func inTx(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	// After a commit this says that the transaction is over, and does nothing.
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return translate(tx.Commit())
}
