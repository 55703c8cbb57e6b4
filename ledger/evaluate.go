package ledger

import (
	"context"
	"runtime"
	"sync"

	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// evaluators is how many rules are evaluated at a time: one connection is left for other
// readers.
func evaluators(db *sqlite.DB) int { return min(runtime.GOMAXPROCS(0), db.Readers()-1) }

// An evaluator evaluates rules side by side on connections that read, and sends what they
// yield to the one that writes.
type evaluator struct {
	*decision
	ctx   context.Context
	db    *sqlite.DB
	rules chan Rule
	seen  chan [][]any // rows of found, some at a time
}

// resultBatch is how many rows are sent at a time.
const resultBatch = 256

// evaluateRules puts what the rules yield into found. What they read is committed, and
// nothing changes it meanwhile.
func (d *decision) evaluateRules(rules []Rule, db *sqlite.DB) error {
	ctx, stop := context.WithCancelCause(d.ctx)
	defer stop(nil)
	e := &evaluator{decision: d, ctx: ctx, db: db, rules: make(chan Rule, len(rules)), seen: make(chan [][]any, evaluators(db))}
	for _, r := range rules {
		e.rules <- r
	}
	close(e.rules)
	var all sync.WaitGroup
	for range evaluators(db) {
		all.Go(func() {
			if err := e.work(); err != nil {
				stop(err)
			}
		})
	}
	go func() {
		all.Wait()
		close(e.seen)
	}()
	if err := e.collect(); err != nil {
		stop(err)
	}
	return context.Cause(ctx)
}

// work evaluates the rules that are left.
func (e *evaluator) work() error {
	for r := range e.rules {
		if err := e.evaluate(r); err != nil {
			return err
		}
	}
	return nil
}

func (e *evaluator) evaluate(r Rule) error {
	statement, args, err := e.foundRows(r)
	if err != nil {
		return err
	}
	var block [][]any
	for rows, err := range store.Rows(e.ctx, e.db.Reader(), "rule "+r.Code, statement, args...) {
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
		if block = append(block, row); len(block) == resultBatch {
			if err := e.send(block); err != nil {
				return err
			}
			block = nil
		}
	}
	return e.send(block)
}

// send hands rows over, or returns why they are no longer wanted.
func (e *evaluator) send(block [][]any) error {
	select {
	case e.seen <- block:
		return nil
	case <-e.ctx.Done():
		return context.Cause(e.ctx)
	}
}

// collect writes what is sent. It takes everything, so that no evaluation waits for it.
func (e *evaluator) collect() error {
	found, err := e.tx.Inserter(e.ctx, "found_put", "", foundColumns)
	for block := range e.seen {
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
