package ledger

import (
	"fmt"
	"strings"
)

// find runs every rule and brings the findings of the job up to date: what the
// rules see for the first time opens, what they no longer see closes.
func (d *decision) find() error {
	if err := d.search(); err != nil {
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

// search puts what every rule sees into found.
func (d *decision) search() error {
	if err := d.loadCodes(); err != nil {
		return err
	}
	if err := d.coverBills(); err != nil {
		return err
	}
	rules, err := Rules()
	if err != nil {
		return err
	}
	if err := d.exec("found_clear"); err != nil {
		return err
	}
	if err := d.carry(rules); err != nil {
		return err
	}
	for _, r := range rules {
		if err := d.apply(r); err != nil {
			return fmt.Errorf("rule %s: %w", r.Code, translate(err))
		}
	}
	return nil
}

// apply puts what one rule yields into found.
func (d *decision) apply(r Rule) error {
	statement, err := d.statement(r)
	if err != nil {
		return err
	}
	args, err := d.ruleArgs(r)
	if err != nil {
		return err
	}
	_, err = d.tx.ExecContext(d.ctx, statement, args...)
	return err
}

// statement is what puts into found what a rule yields.
func (d *decision) statement(r Rule) (string, error) {
	head, err := text(d.over("found_add"))
	return fmt.Sprintf("%s\nSELECT '%s', '%s', %d, q.trade_no, q.batch_no, q.notify_id, q.subject, q.amount_fen, q.expected, q.actual, q.source_id, q.line_no\nFROM (\n%s\n) q",
		strings.TrimSpace(head), r.Code, r.Severity, bit(r.Holds), r.Select), err
}

// ruleArgs binds the parameters that a rule's head names. Nothing else reaches
// a rule.
func (d *decision) ruleArgs(r Rule) ([]any, error) {
	known := map[string]any{
		"account_id":           d.run.Account,
		"as_of - result_grace": d.run.AsOf.Add(-d.policy.ResultGrace).UnixMilli(),
		"attempt_warning":      d.policy.AttemptWarning,
		"has_requests":         bit(d.policy.HasRequests),
	}
	var args []any
	for _, name := range r.Params {
		v, ok := known[name]
		if !ok {
			return nil, fmt.Errorf("head: unknown parameter %q", name)
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
	codes, err := newBulk(direct{d.ctx, newPrepared(d.tx)}, "error_code_add", "", 3)
	if err != nil {
		return err
	}
	for _, c := range d.policy.Codes {
		if err := codes.add(d.run.Account, c.Code, string(c.Class)); err != nil {
			return err
		}
	}
	return codes.flush()
}
