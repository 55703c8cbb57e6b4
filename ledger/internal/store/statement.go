package store

import (
	"context"
	"database/sql"
	"iter"

	"reconcile/ledger/query"
	"reconcile/words"
)

// A Runner is a database, a transaction, or what keeps their statements prepared.
type Runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)

	// Translate turns the codes of the engine into the errors of this package.
	Translate(err error) error
}

// Exec runs the statement of a name and returns how many rows it touched.
func Exec(ctx context.Context, db Runner, name string, args ...any) (int64, error) {
	touched, _, err := exec(ctx, db, name, args)
	return touched, err
}

// ExecKey runs the statement of a name, which inserts one row, and returns the first column of
// that, which is its number.
func ExecKey(ctx context.Context, db Runner, name string, args ...any) (int64, error) {
	_, row, err := exec(ctx, db, name, args)
	if err != nil {
		return 0, err
	}
	if len(row) > 0 {
		if key, ok := row[0].(int64); ok {
			return key, nil
		}
	}
	return 0, words.Errorf("%s: no number of a row", name)
}

// A Recorder keeps account of what the statements of a transaction write.
type Recorder interface {
	// Record runs a statement and returns how many rows it touched, and the last of those.
	// Where it writes nothing that is kept account of, ok is false and it was not run.
	Record(ctx context.Context, on Runner, name, statement string, args []any) (touched int64, last []any, ok bool, err error)
}

func exec(ctx context.Context, db Runner, name string, args []any) (touched int64, last []any, err error) {
	statement, err := query.Text(name)
	if err != nil {
		return 0, nil, err
	}
	if r := recorderOf(db); r != nil {
		touched, last, ok, err := r.Record(ctx, db, name, statement, args)
		if ok || err != nil {
			return touched, last, err
		}
	}
	touched, err = ExecText(ctx, db, name, statement, args...)
	return touched, nil, err
}

// recorderOf is what keeps account of what a transaction writes; nil where nothing does.
func recorderOf(db Runner) Recorder {
	if p, ok := db.(*Prepared); ok {
		r, _ := p.Preparer.(Recorder)
		return r
	}
	r, _ := db.(Recorder)
	return r
}

// ExecText runs a statement, which errors call by a name, and returns how many rows it
// touched.
func ExecText(ctx context.Context, db Runner, name, statement string, args ...any) (int64, error) {
	res, err := db.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, words.Errorf("%s: %w", name, db.Translate(err))
	}
	return res.RowsAffected()
}

// QueryRow reads the one row of a statement, or returns sql.ErrNoRows.
func QueryRow(ctx context.Context, db Runner, name string, args []any, into ...any) error {
	for row, err := range Query(ctx, db, name, args...) {
		if err != nil {
			return err
		}
		return row.Scan(into...)
	}
	return sql.ErrNoRows
}

// Query yields the rows of a statement, or one error at the end.
func Query(ctx context.Context, db Runner, name string, args ...any) iter.Seq2[*sql.Rows, error] {
	statement, err := query.Text(name)
	if err != nil {
		return func(yield func(*sql.Rows, error) bool) { yield(nil, err) }
	}
	return Rows(ctx, db, name, statement, args...)
}

// Rows yields the rows of a statement, which errors call by a name.
func Rows(ctx context.Context, db Runner, name, statement string, args ...any) iter.Seq2[*sql.Rows, error] {
	return func(yield func(*sql.Rows, error) bool) {
		// With a context that can be cancelled the driver starts a goroutine for
		// every row: it gets one that cannot, and this loop asks the caller's.
		rows, err := db.QueryContext(context.WithoutCancel(ctx), statement, args...)
		if err != nil {
			yield(nil, words.Errorf("%s: %w", name, db.Translate(err)))
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
			yield(nil, words.Errorf("%s: %w", name, db.Translate(err)))
		}
	}
}

// List reads all rows of a statement. It is for what is known to be few.
func List[T any](ctx context.Context, db Runner, name string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	var all []T
	for item, err := range Stream(ctx, db, name, scan, args...) {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}

// Stream yields the rows of a statement as values.
func Stream[T any](ctx context.Context, db Runner, name string, scan func(*sql.Rows) (T, error), args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for rows, err := range Query(ctx, db, name, args...) {
			if err != nil {
				yield(none, err)
				return
			}
			item, err := scan(rows)
			if err != nil {
				yield(none, words.Errorf("%s: %w", name, err))
				return
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}
