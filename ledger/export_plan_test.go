package ledger

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reconcile/ledger/query"
)

// A Plan is how the engine would run a statement, a line a step.
type Plan struct {
	Statement string
	Steps     []string
}

// partialIndex names an index that has only exceptions, or what is open.
var partialIndex = regexp.MustCompile(`\b(reject_|request_faulty|request_forged|request_source|notification_odd|trade_open|trade_over|trade_failed|trade_odd|claim_odd|finding_open|finding_closed)`)

// Scanned are the tables that the engine would read from end to end. What it would
// read through a partial index is not among them.
func (p Plan) Scanned() []string {
	var tables []string
	for _, step := range p.Steps {
		if m := regexp.MustCompile(`^(?:MATERIALIZE|CO-ROUTINE) (\w+)`).FindStringSubmatch(step); m != nil {
			tables = append(tables, m[1]) // a view that is put together whole
		}
		m := regexp.MustCompile(`^SCAN (\w+)`).FindStringSubmatch(step)
		if m == nil || partialIndex.MatchString(step) || slices.Contains(p.Steps, "CO-ROUTINE "+m[1]) || slices.Contains(p.Steps, "MATERIALIZE "+m[1]) {
			continue
		}
		named := regexp.MustCompile(`(?:FROM|JOIN) (\w+) `+m[1]+`\b`).FindAllStringSubmatch(p.Statement, -1)
		for _, n := range named {
			tables = append(tables, n[1])
		}
		// Of a table without another name the first row is asked for.
		if len(named) == 0 && !strings.Contains(p.Statement, "EXISTS (SELECT 1 FROM "+m[1]+")") {
			tables = append(tables, m[1])
		}
	}
	return tables
}

// Plans returns the plans of the rules, the totals and what reports show, over a part
// of the books or over all of them.
func Plans(ctx context.Context, l *Ledger, run Run, part bool) (map[string]Plan, error) {
	plans := map[string]Plan{}
	return plans, try(ctx, l, run, func(d *decision) error {
		d.incremental = part
		statements, err := d.statements()
		if err != nil {
			return err
		}
		for name, statement := range statements {
			if plans[name], err = d.plan(statement); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}

// statements are those of the rules and of the totals.
func (d *decision) statements() (map[string]string, error) {
	all := map[string]string{}
	rules, err := Rules()
	for _, r := range rules {
		if err == nil {
			all[r.Code], _, err = d.foundRows(r)
		}
	}
	names := []string{"total_trades", "total_requests", "total_bills", "total_attested", "total_sum"}
	for _, name := range names {
		if err == nil {
			all[name], err = query.Text(d.scoped(name))
		}
	}
	for _, name := range []string{d.clearing(), "scope_batch_add", "scope_trade_add", "correction_candidates", "standing_heaps", "trade_sum_one",
		"trades_open+trades_changed+trades_end+trade_list", "trades_open+trades_changed+trades_end+result_list", "trades_open+trades_end+trade_list",
		"trades_open+trades_changed+trades_end+trade_results", "trades_open+trades_end+trade_results", "claim_notify_id",
		"batches_open+batches_changed+batches_end+batch_rows", "batches_open+batches_end+batch_rows", "batches_one+batches_end+batch_rows",
		"result_sum", "day_sum_list", "code_rows", "day_rows", "found_carry_trade", "found_carry_batch", "hold_everything", "explain_deliveries"} {
		if err == nil {
			all[name], err = query.Text(name)
		}
	}
	return all, err
}

func (d *decision) plan(statement string) (Plan, error) {
	statement, parameters := asked(statement)
	rows, err := d.tx.QueryContext(d.ctx, "EXPLAIN QUERY PLAN "+statement, make([]any, parameters)...)
	if err != nil {
		return Plan{}, err
	}
	defer rows.Close()
	plan := Plan{Statement: statement}
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return Plan{}, err
		}
		plan.Steps = append(plan.Steps, step)
	}
	return plan, rows.Err()
}

// asked is a statement with the list that is to follow it, and how many parameters it has.
func asked(statement string) (whole string, parameters int) {
	if strings.HasSuffix(strings.TrimSpace(statement), "f.code IN") {
		statement = strings.TrimSpace(statement) + " ('')"
	}
	for _, m := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(statement, -1) {
		n, _ := strconv.Atoi(m[1])
		parameters = max(parameters, n)
	}
	return statement, parameters
}
