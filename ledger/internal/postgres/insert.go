package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"reconcile/ledger/internal/store"
)

// copyRows is how many rows are copied at a time.
const copyRows = 8192

// An inserter gathers rows for one table and copies them, or, where some may be known,
// inserts each by a statement.
type inserter struct {
	ctx     context.Context
	conn    *sql.Conn
	written *tally
	table   string
	columns []string
	each    string // the statement of a row, where a tail says what to do with one that is known
	rows    [][]any
}

// Inserter prepares inserts that are executed at once.
func (tx Tx) Inserter(ctx context.Context, head, tail string, columns int) (store.Inserter, error) {
	b, err := newInserter(ctx, tx, head, columns)
	if err != nil {
		return nil, err
	}
	if tail != "" {
		b.each = head + "(" + parameters(columns) + ")\n" + tail
	}
	return b, nil
}

// insertHead reads the head of an INSERT: its table and its columns.
var insertHead = regexp.MustCompile(`(?s)INSERT INTO (\w+) \(([\w, \n]+)\) VALUES\s*$`)

func newInserter(ctx context.Context, tx Tx, head string, columns int) (*inserter, error) {
	m := insertHead.FindStringSubmatch(head)
	if m == nil {
		return nil, fmt.Errorf("not the head of an insert: %s", head)
	}
	names := strings.Split(m[2], ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	if len(names) != columns {
		return nil, fmt.Errorf("insert into %s: %d columns, not %d", m[1], len(names), columns)
	}
	return &inserter{ctx: ctx, conn: tx.conn, written: tx.written, table: m[1], columns: names}, nil
}

// parameters are $1 to $n.
func parameters(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("$%d", i+1))
	}
	return strings.Join(all, ", ")
}

// Add takes one row, and writes when enough have gathered.
func (b *inserter) Add(row ...any) error {
	kept := make([]any, len(row))
	for i, v := range row {
		if text, ok := v.(string); ok {
			v = cleanText(text)
		}
		kept[i] = v
	}
	if b.rows = append(b.rows, kept); len(b.rows) < copyRows {
		return nil
	}
	return b.Flush()
}

// Flush writes what is left.
func (b *inserter) Flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	rows := b.rows
	b.rows = nil
	b.written.add(b.table, len(rows))
	return b.conn.Raw(func(inner any) error {
		c := inner.(*conn).pgx()
		if b.each != "" {
			for _, row := range rows {
				if _, err := c.Exec(b.ctx, b.each, row...); err != nil {
					return translate(err)
				}
			}
			return nil
		}
		_, err := c.CopyFrom(b.ctx, pgx.Identifier{b.table}, b.columns, pgx.CopyFromRows(rows))
		return translate(err)
	})
}

// A tally is how many rows have gone into each table since the server last looked at it.
type tally struct {
	mu   sync.Mutex
	rows map[string]int
}

func newTally() *tally { return &tally{rows: map[string]int{}} }

func (t *tally) add(table string, rows int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[table] += rows
}

// take returns what has gathered, and begins anew.
func (t *tally) take() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.rows
	t.rows = map[string]int{}
	return rows
}
