package ledger

import (
	"context"
	"strconv"
	"strings"
)

// bulkRows is how many rows go into one INSERT. Beyond some fifty the gain is
// small, and SQLite allows 32,766 parameters.
const bulkRows = 64

// A bulk gathers rows for one table and inserts them many at a time.
type bulk struct {
	ctx     context.Context
	db      *prepared
	head    string // INSERT INTO … VALUES
	tail    string // ON CONFLICT …, may be empty
	columns int
	args    []any
	full    string // the statement for bulkRows rows; empty before it is needed
}

// newBulk prepares inserts with the head, and the tail where it is named, of
// files in query/.
func newBulk(ctx context.Context, db *prepared, head, tail string, columns int) (*bulk, error) {
	b := &bulk{ctx: ctx, db: db, columns: columns}
	var err error
	if b.head, err = text(head); err != nil {
		return nil, err
	}
	if tail != "" {
		if b.tail, err = text(tail); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// add takes one row and writes when enough have gathered.
func (b *bulk) add(row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args) < bulkRows*b.columns {
		return nil
	}
	if b.full == "" {
		b.full = b.statement(bulkRows)
	}
	_, err := b.db.ExecContext(b.ctx, b.full, b.args...)
	b.args = b.args[:0]
	return translate(err)
}

// flush writes what is left.
func (b *bulk) flush() error {
	if len(b.args) == 0 {
		return nil
	}
	_, err := b.db.ExecContext(b.ctx, b.statement(len(b.args)/b.columns), b.args...)
	b.args = b.args[:0]
	return translate(err)
}

// statement is the INSERT for some rows, its parameters $1, $2, … in order.
func (b *bulk) statement(rows int) string {
	var s strings.Builder
	s.WriteString(b.head)
	n := 0
	for r := range rows {
		s.WriteString([]string{"(", ",("}[min(r, 1)])
		for c := range b.columns {
			n++
			s.WriteString([]string{"$", ",$"}[min(c, 1)] + strconv.Itoa(n))
		}
		s.WriteByte(')')
	}
	s.WriteByte('\n')
	s.WriteString(b.tail)
	return s.String()
}
