package ledger

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
	"reconcile/words"
)

// find runs every rule and brings the findings of the job up to date: what the
// rules see for the first time opens, what they no longer see closes. What the rules
// read is computed already (see prepare), and db reads it.
func (d *decision) find(db store.DB) error {
	if err := d.searchBeside(db); err != nil {
		return err
	}
	if err := d.exec("finding_close", d.run.ID, d.run.Job); err != nil {
		return err
	}
	if err := d.exec("finding_change", d.run.ID, d.run.Job); err != nil {
		return err
	}
	if err := d.exec("finding_keep", d.run.ID, d.run.Job); err != nil {
		return err
	}
	if err := d.exec("finding_open", d.run.Job, d.run.ID); err != nil {
		return err
	}
	return d.exec("tally_add", d.run.ID, d.run.Job)
}

// searchBeside puts what every rule sees into found. What the rules read is committed, and db
// reads it, several rules side by side.
func (d *decision) searchBeside(db store.DB) error {
	rules, err := d.resetFound()
	if err != nil {
		return err
	}
	if err := d.evaluateRules(rules, db); err != nil {
		return err
	}
	return d.exec("found_dismissed", d.run.Account)
}

// search puts what every rule sees into found, rule by rule within the transaction.
func (d *decision) search() error {
	for _, step := range []func() error{d.loadCodes, d.coverBills} {
		if err := step(); err != nil {
			return err
		}
	}
	rules, err := d.resetFound()
	if err != nil {
		return err
	}
	for _, r := range rules {
		if err := d.apply(r); err != nil {
			return err
		}
	}
	return d.exec("found_dismissed", d.run.Account)
}

// resetFound empties found but for what is carried on, and returns the rules.
func (d *decision) resetFound() ([]Rule, error) {
	rules, err := Rules()
	if err != nil {
		return nil, err
	}
	if err := d.exec("found_clear"); err != nil {
		return nil, err
	}
	return rules, d.carryForward(rules)
}

// apply puts what one rule yields into found. It is read first: a server's connection does not
// take rows while it yields some.
func (d *decision) apply(r Rule) error {
	var seen [][]any
	for row, err := range d.foundBy(d.ctx, d.tx, r) {
		if err != nil {
			return err
		}
		seen = append(seen, row)
	}
	found, err := store.InserterOf(d.ctx, d.tx, "found_put", foundColumns)
	if err != nil {
		return err
	}
	for _, row := range seen {
		if err := found.Add(row...); err != nil {
			return err
		}
	}
	return found.Flush()
}

// foundBy yields the rows of found that a rule yields, as a database reads them.
func (d *decision) foundBy(ctx context.Context, db store.Runner, r Rule) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		statement, args, err := d.foundRows(r)
		if err != nil {
			yield(nil, err)
			return
		}
		for rows, err := range store.Rows(ctx, db, "rule "+r.Code, statement, args...) {
			row, into := make([]any, foundColumns), make([]any, foundColumns)
			for i := range row {
				into[i] = &row[i]
			}
			if err == nil {
				err = rows.Scan(into...)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// foundColumns is how many columns found has.
const foundColumns = 12

// foundRows is the statement that selects rows of found as a rule yields them, with its
// arguments.
func (d *decision) foundRows(r Rule) (statement string, args []any, err error) {
	if statement, err = foundText(r, d.scoped("")); err != nil {
		return "", nil, err
	}
	args, err = d.ruleArgs(r)
	return statement, args, err
}

// foundText is that statement over an extent: what the run looks at.
func foundText(r Rule, extent string) (string, error) {
	scope, err := query.Text(extent)
	return fmt.Sprintf("%s\nSELECT '%s', '%s', %d, q.trade_no, q.batch_no, q.notify_id, q.subject, CAST(q.amount_fen AS BIGINT), q.expected, q.actual, CAST(q.source_id AS BIGINT), CAST(q.line_no AS BIGINT)\nFROM (\n%s\n) q",
		strings.TrimSpace(scope), r.Code, r.Severity, bit(r.Holds), r.Select), err
}

// ruleArgs binds the parameters that a rule's head names. Nothing else reaches
// a rule.
func (d *decision) ruleArgs(r Rule) ([]any, error) {
	tomorrow := DayOf(d.run.Started).Add(1).Start() // of the clock, which no as-of sets back
	known := map[string]any{
		"account_id":           d.run.Account,
		"as_of - result_grace": d.run.AsOf.Add(-d.policy.ResultGrace).UnixMilli(),
		"result_grace":         d.policy.ResultGrace.Milliseconds(),
		"tomorrow":             tomorrow.UnixMilli(),
		"tomorrow's number":    tomorrow.Format(dayLayout),
		"attempt_warning":      d.policy.AttemptWarning,
		"has_requests":         bit(d.policy.HasRequests),
		"batch_prefix":         d.policy.BatchPrefix,
		"batch_no_length":      len("20060102") + len(d.policy.BatchPrefix) + serialWidth(d.policy.BatchPrefix),
	}
	var args []any
	for _, name := range r.Params {
		v, ok := known[name]
		if !ok {
			return nil, words.Errorf("head: unknown parameter %q", name)
		}
		args = append(args, v)
	}
	return args, nil
}

// loadCodes puts the account's error-code table where the rules can read it.
func (d *decision) loadCodes() error {
	if err := d.exec("error_code_clear", d.run.Account); err != nil {
		return err
	}
	codes, err := store.InserterOf(d.ctx, d.tx, "error_code_add", 3)
	if err != nil {
		return err
	}
	for _, c := range d.policy.Codes {
		if err := codes.Add(d.run.Account, c.Code, string(c.Class)); err != nil {
			return err
		}
	}
	return codes.Flush()
}

// evaluators is how many rules are evaluated at a time: one connection is left for other
// readers.
func evaluators(db store.DB) int { return min(runtime.GOMAXPROCS(0), db.Readers()-1) }

// An evaluator evaluates rules side by side on connections that read, and sends what they
// yield to the one that writes.
type evaluator struct {
	*decision
	ctx   context.Context
	db    store.DB
	rules chan Rule
	seen  chan [][]any // rows of found, some at a time
}

// resultBatch is how many rows are sent at a time.
const resultBatch = 256

// evaluateRules puts what the rules yield into found. What they read is committed, and
// nothing changes it meanwhile.
func (d *decision) evaluateRules(rules []Rule, db store.DB) error {
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
	var block [][]any
	for row, err := range e.foundBy(e.ctx, e.db.Reader(), r) {
		if err != nil {
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
	found, err := store.InserterOf(e.ctx, e.tx, "found_put", foundColumns)
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
