package ledger

import (
	"context"
	"runtime"
	"sync"

	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// lookers is how many rules are evaluated at a time: one connection is left to whoever
// else reads.
func lookers(db *sqlite.DB) int { return min(runtime.GOMAXPROCS(0), db.Readers()-1) }

// A look evaluates rules side by side on connections that read, and hands what they
// yield to the one that writes.
type look struct {
	*decision
	ctx   context.Context
	db    *sqlite.DB
	rules chan Rule
	seen  chan [][]any // rows of found, some at a time
}

// sighted is how many rows are handed over at a time.
const sighted = 256

// lookSideBySide puts what the rules yield into found. What they read is committed, and
// nobody changes it meanwhile.
func (d *decision) lookSideBySide(rules []Rule, db *sqlite.DB) error {
	ctx, stop := context.WithCancelCause(d.ctx)
	defer stop(nil)
	l := &look{decision: d, ctx: ctx, db: db, rules: make(chan Rule, len(rules)), seen: make(chan [][]any, lookers(db))}
	for _, r := range rules {
		l.rules <- r
	}
	close(l.rules)
	var all sync.WaitGroup
	for range lookers(db) {
		all.Go(func() {
			if err := l.evaluate(); err != nil {
				stop(err)
			}
		})
	}
	go func() {
		all.Wait()
		close(l.seen)
	}()
	if err := l.take(); err != nil {
		stop(err)
	}
	return context.Cause(ctx)
}

// evaluate evaluates the rules that nobody has taken yet.
func (l *look) evaluate() error {
	for r := range l.rules {
		if err := l.one(r); err != nil {
			return err
		}
	}
	return nil
}

func (l *look) one(r Rule) error {
	statement, args, err := l.yields(r)
	if err != nil {
		return err
	}
	var block [][]any
	for rows, err := range store.Rows(l.ctx, l.db.Reader(), "rule "+r.Code, statement, args...) {
		if err != nil {
			return err
		}
		row, into := make([]any, foundColumns), make([]any, foundColumns)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if block = append(block, row); len(block) == sighted {
			if err := l.hand(block); err != nil {
				return err
			}
			block = nil
		}
	}
	return l.hand(block)
}

// hand hands rows over, or tells why nobody wants them any more.
func (l *look) hand(block [][]any) error {
	select {
	case l.seen <- block:
		return nil
	case <-l.ctx.Done():
		return context.Cause(l.ctx)
	}
}

// take writes what is handed over. It takes everything, so that nobody waits for it.
func (l *look) take() error {
	found, err := l.tx.Inserter(l.ctx, "found_put", "", foundColumns)
	for block := range l.seen {
		for _, row := range block {
			if err == nil {
				err = found.Add(row...)
			}
		}
	}
	if err == nil {
		err = found.Flush()
	}
	return err
}
