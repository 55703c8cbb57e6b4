package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// blockSize is how many bytes of rows are handed to the server at a time, and eachRows how
// many rows of those that are inserted by a statement.
const (
	blockSize = 1 << 20
	eachRows  = 8192
)

// A block is rows of one table that go to the server together.
type block struct {
	table  string
	rows   int64
	copy   string  // the statement that takes copied
	copied []byte  // rows as COPY has them
	each   string  // the statement of a row, where a tail says what to do with one that is known
	values [][]any // its rows
}

// An inserter gathers rows for one table, which are copied, or, where some may be known,
// inserted each by a statement.
type inserter struct {
	block
	columns int
	send    func(block) (spare []byte, err error)
}

// Inserter prepares inserts that are executed at once.
func (tx Tx) Inserter(ctx context.Context, head, tail string, columns int) (store.Inserter, error) {
	return newInserter(head, tail, columns, func(b block) ([]byte, error) {
		tx.wrote(b.table, b.rows)
		return b.copied[:0], b.write(ctx, tx.conn, tx.written)
	})
}

// insertHead reads the head of an INSERT: its table and its columns.
var insertHead = regexp.MustCompile(`(?s)INSERT INTO (\w+) \(([\w, \n]+)\) VALUES\s*$`)

func newInserter(head, tail string, columns int, send func(block) ([]byte, error)) (*inserter, error) {
	m := insertHead.FindStringSubmatch(head)
	if m == nil {
		return nil, words.Errorf("not the head of an insert: %s", head)
	}
	names := strings.Split(m[2], ",")
	if len(names) != columns {
		return nil, words.Errorf("insert into %s: %d columns, not %d", m[1], len(names), columns)
	}
	for i, name := range names {
		names[i] = pgx.Identifier{strings.TrimSpace(name)}.Sanitize()
	}
	in := &inserter{block: block{table: m[1]}, columns: columns, send: send}
	if tail != "" {
		in.each = head + "(" + parameters(columns) + ")\n" + tail
	} else {
		in.copy = "COPY " + pgx.Identifier{m[1]}.Sanitize() + " (" + strings.Join(names, ", ") + ") FROM STDIN (FORMAT binary)"
	}
	return in, nil
}

// parameters are $1 to $n.
func parameters(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("$%d", i+1))
	}
	return strings.Join(all, ", ")
}

// Add takes one row, and hands over what has gathered when it is enough.
func (in *inserter) Add(row ...any) error {
	if len(row) != in.columns {
		return words.Errorf("insert into %s: %d values, not %d", in.table, len(row), in.columns)
	}
	if in.each != "" {
		in.values = append(in.values, cleanValues(row))
	} else {
		copied, err := appendRow(in.copied, row)
		if err != nil {
			return words.Errorf("insert into %s: %w", in.table, err)
		}
		in.copied = copied
	}
	in.rows++
	if len(in.copied) < blockSize && len(in.values) < eachRows {
		return nil
	}
	return in.Flush()
}

// cleanValues are values that the server takes.
func cleanValues(row []any) []any {
	kept := make([]any, len(row))
	for i, v := range row {
		if text, ok := v.(string); ok {
			v = store.Text(text)
		}
		kept[i] = v
	}
	return kept
}

// Flush hands over what is left.
func (in *inserter) Flush() (err error) {
	if in.rows == 0 {
		return nil
	}
	full := in.block
	in.rows, in.copied, in.values = 0, nil, nil
	in.copied, err = in.send(full)
	return err
}

// write writes the rows of a block.
func (b *block) write(ctx context.Context, on *sql.Conn, written *tally) error {
	written.add(b.table, b.rows)
	return on.Raw(func(inner any) error {
		c := inner.(*conn).pgx()
		if b.each == "" {
			_, err := c.PgConn().CopyFrom(ctx, copyReader(b.copied), b.copy)
			return translate(err)
		}
		var all pgx.Batch
		for _, row := range b.values {
			all.Queue(b.each, row...)
		}
		return translate(c.SendBatch(ctx, &all).Close())
	})
}
