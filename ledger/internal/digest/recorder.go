package digest

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"sync"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A recorder adds up what one transaction writes.
type recorder struct {
	books *books
	mu    sync.Mutex
	after int64 // the decisions before the transaction; -1 before they are asked for
	sums  map[string]*Totals
}

// books are what is known of the tables and statements of books.
type books struct {
	tables map[string]*Table
	mu     sync.Mutex
	plans  map[string]*plan // by statement; nil where it writes nothing that is digested
}

func newBooks() (*books, error) {
	all, err := Tables()
	if err != nil {
		return nil, err
	}
	b := &books{tables: map[string]*Table{}, plans: map[string]*plan{}}
	for i := range all {
		b.tables[all[i].Name] = &all[i]
	}
	return b, nil
}

func (b *books) plan(statement string) (*plan, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, known := b.plans[statement]
	if known {
		return p, nil
	}
	p, err := planOf(statement, b.tables)
	if err == nil {
		b.plans[statement] = p
	}
	return p, err
}

func (b *books) recorder() *recorder {
	return &recorder{books: b, after: -1, sums: map[string]*Totals{}}
}

// Record runs a statement on what the recorder is of, and adds up the rows that it writes.
// ok is false where it writes none that are digested: it was not run then. last is the last
// of the rows that it has written.
func (r *recorder) Record(ctx context.Context, on store.Runner, name, statement string, args []any) (touched int64, last []any, ok bool, err error) {
	p, err := r.books.plan(statement)
	if p == nil || err != nil {
		return 0, nil, false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.begin(ctx, on); err != nil {
		return 0, nil, false, err
	}
	before, after := NewTotals(p.table), NewTotals(p.table)
	if p.before != "" {
		var of []any
		for _, at := range p.args {
			of = append(of, args[at])
		}
		if _, _, err := each(ctx, on, name, p.before, of, len(p.table.Columns), before.Take); err != nil {
			return 0, nil, false, err
		}
	}
	how := after.Add
	if p.takes {
		how = after.Take
	}
	touched, last, err = each(ctx, on, name, p.write, args, len(p.table.Columns), how)
	if err != nil {
		return 0, nil, false, err
	}
	if touched > 0 { // what was known may have been left as it is
		r.put(p.table, before.Of)
		r.put(p.table, after.Of)
	}
	return touched, last, true, nil
}

// each calls do with every row of a statement.
func each(ctx context.Context, on store.Runner, name, statement string, args []any, columns int, do func(row []any) error) (rows int64, row []any, err error) {
	row = make([]any, columns)
	into := make([]any, columns)
	for i := range row {
		into[i] = &row[i]
	}
	for r, err := range store.Rows(ctx, on, name, statement, args...) {
		if err == nil {
			err = r.Scan(into...)
		}
		if err == nil {
			err = do(row)
		}
		if err != nil {
			return 0, nil, err
		}
		rows++
	}
	return rows, row, nil
}

// begin finds out after which decision the transaction writes.
func (r *recorder) begin(ctx context.Context, on store.Runner) error {
	if r.after >= 0 {
		return nil
	}
	return store.QueryRow(ctx, on, "run_commits", nil, &r.after)
}

func (r *recorder) of(t *Table) *Totals {
	if r.sums[t.Name] == nil {
		r.sums[t.Name] = NewTotals(t)
	}
	return r.sums[t.Name]
}

// merge adds what was added up elsewhere.
func (r *recorder) merge(t *Table, of map[int64]*Sum) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(t, of)
}

func (r *recorder) put(t *Table, of map[int64]*Sum) {
	totals := r.of(t)
	for owner, sum := range of {
		at := totals.of(owner)
		*at = at.Plus(*sum)
	}
}

// keep puts what was added up so far into the books.
func (r *recorder) keep(ctx context.Context, on store.Runner) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(r.sums)) {
		of := r.sums[name].Of
		for _, owner := range slices.Sorted(maps.Keys(of)) {
			if err := r.begin(ctx, on); err != nil {
				return err
			}
			after := r.after
			if r.books.tables[name].clocked {
				after++
			}
			if err := add(ctx, on, after, name, owner, *of[owner]); err != nil {
				return words.Errorf("keep the digest of %s: %w", name, err)
			}
		}
	}
	r.sums = map[string]*Totals{}
	return nil
}

// add adds a sum to what the books have of a table and owner after a decision.
func add(ctx context.Context, on store.Runner, after int64, table string, owner int64, s Sum) error {
	if s == (Sum{}) {
		return nil
	}
	var rows int64
	var hash, placed []byte
	err := store.QueryRow(ctx, on, "digest_one", []any{after, table, owner}, &rows, &hash, &placed)
	if err == nil {
		known, err := SumOf(rows, hash, placed)
		if err != nil {
			return errors.Join(store.ErrDamaged, err)
		}
		s = s.Plus(known)
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	_, err = store.Exec(ctx, on, "digest_put", after, table, owner, s.Rows, s.Bytes(), s.Placed())
	return err
}
