package sqlite

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"reconcile/ledger/internal/store"
)

// insertRows is how many rows go into one INSERT. With more of them fewer are handed
// from one goroutine to the other; SQLite allows 32,766 parameters.
const insertRows = 512

// An inserter gathers rows for one table and inserts them many at a time.
type inserter struct {
	db      executor
	head    string // INSERT INTO … VALUES
	tail    string // ON CONFLICT …, may be empty
	columns int
	args    []driver.NamedValue
	full    string // the statement for insertRows rows; empty before it is needed
}

// An executor executes statements. The arguments are its own from then on; it
// returns a slice to gather the next ones in.
type executor interface {
	exec(statement string, args []driver.NamedValue) (spare []driver.NamedValue, err error)
}

// A direct executor waits for each statement.
type direct struct {
	ctx context.Context
	db  *store.Prepared
}

func (d direct) exec(statement string, args []driver.NamedValue) ([]driver.NamedValue, error) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	_, err := d.db.ExecContext(d.ctx, statement, values...)
	return args[:0], translate(err)
}

// Inserter prepares inserts that are executed at once.
func (tx Tx) Inserter(ctx context.Context, head, tail string, columns int) (store.Inserter, error) {
	return newInserter(direct{ctx, store.Prepare(tx)}, head, tail, columns), nil
}

func newInserter(db executor, head, tail string, columns int) *inserter {
	// What is inserted so is given up with its transaction where it fails: without OR FAIL
	// the engine would copy every page beforehand.
	return &inserter{db: db, head: strings.Replace(head, "INSERT INTO", "INSERT OR FAIL INTO", 1), tail: tail, columns: columns}
}

// Add takes one row, of int64, string, []byte and nil, and writes when enough have
// gathered.
func (b *inserter) Add(row ...any) error {
	n := len(b.args)
	b.args = slices.Grow(b.args, len(row))[:n+len(row)]
	for i, v := range row {
		a := &b.args[n+i] // its name is empty: it was used for nothing else
		a.Ordinal, a.Value = n+i+1, v
	}
	if len(b.args) < insertRows*b.columns {
		return nil
	}
	if b.full == "" {
		b.full = b.statement(insertRows)
	}
	var err error
	b.args, err = b.db.exec(b.full, b.args)
	return err
}

// Flush writes what is left.
func (b *inserter) Flush() error {
	if len(b.args) == 0 {
		return nil
	}
	var err error
	b.args, err = b.db.exec(b.statement(len(b.args)/b.columns), b.args)
	return err
}

// statement is the INSERT for some rows. Its parameters have no numbers, because the
// engine takes those for names, and looks each up among all before it.
func (b *inserter) statement(rows int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", b.columns), ",") + "),"
	return b.head + strings.TrimSuffix(strings.Repeat(row, rows), ",") + "\n" + b.tail
}
