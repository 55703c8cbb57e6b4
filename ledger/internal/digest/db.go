package digest

import (
	"context"
	"regexp"
	"slices"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A DB is books of which every transaction keeps the digests of what it writes by the named
// statements of package query. Others are not recorded: those of a copy, which takes the
// digests over with the rows.
type DB struct {
	store.DB
	books *books
}

// New returns books whose transactions keep digests. Those of books that have none yet, as an
// earlier program has left them, are of the rows that they hold.
func New(ctx context.Context, db store.DB) (*DB, error) {
	b, err := newBooks()
	if err != nil {
		return nil, err
	}
	d := &DB{db, b}
	return d, d.begin(ctx)
}

// Update is as of the books.
func (d *DB) Update(ctx context.Context, do func(store.Tx) error) error {
	return d.DB.Update(ctx, func(inner store.Tx) error {
		tx := &Tx{inner, d.books.recorder()}
		if err := do(tx); err != nil {
			return err
		}
		return tx.keep(ctx, inner)
	})
}

// Load is as of the books.
func (d *DB) Load(ctx context.Context) (store.Load, error) {
	inner, err := d.DB.Load(ctx)
	if err != nil {
		return nil, err
	}
	return &load{inner, context.WithoutCancel(ctx), d.books.recorder()}, nil
}

// A Tx is a transaction that keeps the digests of what it writes.
type Tx struct {
	store.Tx
	*recorder
}

// Inserter is as of the transaction.
func (tx *Tx) Inserter(ctx context.Context, head, tail string, columns int) (store.Inserter, error) {
	inner, err := tx.Tx.Inserter(ctx, head, tail, columns)
	if err != nil {
		return nil, err
	}
	return tx.inserter(inner, head, tail)
}

// A load is a load that keeps the digests of what it writes.
type load struct {
	store.Load
	ctx context.Context
	*recorder
}

// Prepared is as of the load.
func (l *load) Prepared() *store.Prepared {
	return store.Prepare(recorded{l.Load.Prepared().Preparer, l.recorder})
}

// A recorded is a transaction of a load.
type recorded struct {
	store.Preparer
	*recorder
}

// Inserter is as of the load.
func (l *load) Inserter(head, tail string, columns int) (store.Inserter, error) {
	inner, err := l.Load.Inserter(head, tail, columns)
	if err != nil {
		return nil, err
	}
	return l.inserter(inner, head, tail)
}

// Finish is as of the load, and keeps the digests.
func (l *load) Finish() error {
	if err := l.Load.Finish(); err != nil {
		return err
	}
	db := l.Load.Prepared()
	defer db.Close()
	return l.keep(l.ctx, db)
}

// insertHead reads the head of an INSERT: its table and its columns.
var insertHead = regexp.MustCompile(`(?s)INSERT INTO (\w+) \(([\w, \n]+)\) VALUES\s*$`)

// inserter adds up what another one inserts, where it is of a table that is digested.
func (r *recorder) inserter(inner store.Inserter, head, tail string) (store.Inserter, error) {
	m := insertHead.FindStringSubmatch(head)
	if m == nil {
		return nil, words.Errorf("not the head of an insert: %s", head)
	}
	t := r.books.tables[m[1]]
	if t == nil {
		return inner, nil
	}
	if tail != "" {
		return nil, words.Errorf("insert into %s: what is known already cannot be told from what is new", t.Name)
	}
	in := &inserter{Inserter: inner, recorder: r, totals: NewTotals(t), row: append([]any{}, t.Defaults...), from: make([]int, 0, len(t.Columns))}
	for _, name := range list(m[2]) {
		at := slices.Index(t.Columns, name)
		if at < 0 {
			return nil, words.Errorf("insert into %s: no column %s", t.Name, name)
		}
		in.from = append(in.from, at)
	}
	return in, nil
}

// An inserter adds up the rows that it inserts. It is for one goroutine.
type inserter struct {
	store.Inserter
	recorder *recorder
	totals   *Totals
	row      []any // in the order of the table
	from     []int // the place of each value in it
}

// Add is as of the inserter.
func (in *inserter) Add(row ...any) error {
	if len(row) != len(in.from) {
		return words.Errorf("insert into %s: %d values, not %d", in.totals.table.Name, len(row), len(in.from))
	}
	for i, v := range row {
		in.row[in.from[i]] = v
	}
	if err := in.totals.Add(in.row); err != nil {
		return err
	}
	return in.Inserter.Add(row...)
}

// Flush is as of the inserter.
func (in *inserter) Flush() error {
	in.recorder.merge(in.totals.table, in.totals.Of)
	in.totals = NewTotals(in.totals.table)
	return in.Inserter.Flush()
}

// begin digests what books hold that have no digests yet.
func (d *DB) begin(ctx context.Context) error {
	known, err := d.digested(ctx, d.Reader())
	if err != nil || known {
		return err
	}
	err = d.DB.Update(ctx, func(tx store.Tx) error {
		if known, err := d.digested(ctx, tx); err != nil || known {
			return err
		}
		r := d.books.recorder()
		for name, t := range d.books.tables {
			if _, _, err := each(ctx, tx, "digest of "+name, t.Select(), nil, len(t.Columns), r.of(t).Add); err != nil {
				return err
			}
		}
		return r.keep(ctx, tx)
	})
	if err != nil {
		return words.Errorf("digest the books: %w", err)
	}
	return nil
}

// digested reports whether the books have digests, or had.
func (d *DB) digested(ctx context.Context, db store.Runner) (known bool, err error) {
	err = store.QueryRow(ctx, db, "digest_any", nil, &known)
	return known, err
}

// Keep puts into the books what a transaction has written so far.
func Keep(ctx context.Context, tx store.Tx) error {
	if tx, ok := tx.(*Tx); ok {
		return tx.keep(ctx, tx.Tx)
	}
	return nil
}
