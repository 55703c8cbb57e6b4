package ledger

import (
	"context"
	"database/sql/driver"
	"strings"
)

// bulkRows is how many rows go into one INSERT. With more of them fewer are handed
// from one goroutine to the other; SQLite allows 32,766 parameters.
const bulkRows = 512

// A bulk gathers rows for one table and inserts them many at a time.
type bulk struct {
	db      executor
	head    string // INSERT INTO … VALUES
	tail    string // ON CONFLICT …, may be empty
	columns int
	args    []driver.NamedValue
	full    string // the statement for bulkRows rows; empty before it is needed
}

// An executor executes statements. The arguments are its own from then on; it
// returns a slice to gather the next ones in.
type executor interface {
	exec(statement string, args []driver.NamedValue) (spare []driver.NamedValue, err error)
}

// A direct executor waits for each statement.
type direct struct {
	ctx context.Context
	db  *prepared
}

func (d direct) exec(statement string, args []driver.NamedValue) ([]driver.NamedValue, error) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	_, err := d.db.ExecContext(d.ctx, statement, values...)
	return args[:0], translate(err)
}

// A bulkOf says which statements a bulk is for.
type bulkOf struct {
	into       **bulk
	head, tail string
	columns    int
}

// newBulks prepares several.
func newBulks(db executor, all []bulkOf) error {
	for _, b := range all {
		var err error
		if *b.into, err = newBulk(db, b.head, b.tail, b.columns); err != nil {
			return err
		}
	}
	return nil
}

// newBulk prepares inserts with the head, and the tail where it is named, of
// files in query/.
func newBulk(db executor, head, tail string, columns int) (*bulk, error) {
	b := &bulk{db: db, columns: columns}
	var err error
	if b.head, err = text(head); err != nil {
		return nil, err
	}
	b.head = failing(b.head)
	if tail != "" {
		if b.tail, err = text(tail); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// add takes one row, of int64, string, []byte and nil, and writes when enough have
// gathered.
func (b *bulk) add(row ...driver.Value) error {
	for _, v := range row {
		b.args = append(b.args, driver.NamedValue{Ordinal: len(b.args) + 1, Value: v})
	}
	if len(b.args) < bulkRows*b.columns {
		return nil
	}
	if b.full == "" {
		b.full = b.statement(bulkRows)
	}
	var err error
	b.args, err = b.db.exec(b.full, b.args)
	return err
}

// flush writes what is left.
func (b *bulk) flush() error {
	if len(b.args) == 0 {
		return nil
	}
	var err error
	b.args, err = b.db.exec(b.statement(len(b.args)/b.columns), b.args)
	return err
}

// statement is the INSERT for some rows. Its parameters have no numbers, because the
// engine takes those for names, and looks each up among all before it.
func (b *bulk) statement(rows int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", b.columns), ",") + "),"
	return b.head + strings.TrimSuffix(strings.Repeat(row, rows), ",") + "\n" + b.tail
}
