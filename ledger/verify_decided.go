package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// recheck recomputes what the last run of a job has decided. Where it was the last of
// its account, the books have the totals that it was decided from. proven says whether what
// is derived of the evidence is as it should be.
func (a *Audit) recheck(ctx context.Context, run Run, last, proven bool) ([]Discrepancy, error) {
	totals, apart, err := a.setBack(ctx, run, proven)
	if err != nil {
		return nil, err
	}
	rules, err := digestRules(run.Policy)
	if err != nil || rules != run.Policy.rules {
		return nil, err // an earlier program decided by other rules, and the next run looks at everything
	}
	all := compareTotals(run, totals)
	if last {
		all = append(all, apart...)
	}
	in, err := a.inputOf(ctx, run)
	if err != nil {
		return nil, err
	}
	d := decision{ctx: ctx, run: run, policy: run.Policy, input: in}
	found, err := d.decideAgain(a.db)
	return append(all, found...), err
}

// decideAgain compares what the run has decided with what it would decide now. What its rules
// read is committed first, so that they are evaluated side by side (see prepare).
func (d *decision) decideAgain(db store.DB) (all []Discrepancy, err error) {
	within := func(steps ...func() error) error {
		return db.Update(d.ctx, func(tx store.Tx) error {
			d.tx = tx
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	away := func() error { return d.rewind("own_away") }
	back := func() error { return d.rewind("own_back") }
	if err := within(away, d.loadCodes, d.coverBills); err != nil {
		return nil, err
	}
	search := func() error { return d.searchBeside(db) }
	compare := func() (err error) { all, err = d.compareDecided(); return err }
	if err := within(search, compare, func() error { return errKept }); !errors.Is(err, errKept) {
		return nil, err
	}
	return all, within(back)
}

// compareDecided compares what stands in found, and what follows of it, with what the run
// has decided.
func (d *decision) compareDecided() (all []Discrepancy, err error) {
	for _, check := range []func() ([]Discrepancy, error){d.checkFindings, d.checkCorrections, d.compareStanding} {
		found, err := check()
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// compareTotals compares the control totals.
func compareTotals(run Run, now Totals) []Discrepancy {
	var all []Discrepancy
	for _, t := range []struct {
		name         string
		books, found any
	}{
		{"notifications", run.Totals.Notifications, now.Notifications},
		{"results", run.Totals.Results, now.Results},
		{"success_amount", run.Totals.SuccessAmount.String(), now.SuccessAmount.String()},
		{"failed_results", run.Totals.FailedResults, now.FailedResults},
		{"orders", run.Totals.Orders, now.Orders},
		{"paid_amount", run.Totals.PaidAmount.String(), now.PaidAmount.String()},
		{"requests", run.Totals.Requests, now.Requests},
		{"request_lines", run.Totals.RequestLines, now.RequestLines},
		{"trades", run.Totals.Trades, now.Trades},
		{"attested", run.Totals.Attested.String(), now.Attested.String()},
		{"fees", run.Totals.Fees.or(now.Fees).String(), now.Fees.String()},
	} {
		if t.books != t.found {
			all = append(all, Discrepancy{"totals", fmt.Sprintf("run %d, %s", run.ID, t.name), fmt.Sprint(t.books), fmt.Sprint(t.found)})
		}
	}
	return all
}

// or is f, or g where f is unknown.
func (f Fees) or(g Fees) Fees {
	if f.Unknown {
		return g
	}
	return f
}

// checkFindings compares what the rules see with what is open in the books.
func (d *decision) checkFindings() ([]Discrepancy, error) {
	var all []Discrepancy
	for rows, err := range store.Query(d.ctx, d.tx, "finding_check", d.run.Job) {
		if err != nil {
			return nil, err
		}
		if len(all) == maxDiscrepancies {
			break
		}
		var side, code, trade, batch, notice string
		var amount sql.NullInt64
		if err := rows.Scan(&side, &code, &trade, &batch, &notice, &amount); err != nil {
			return nil, err
		}
		x := Discrepancy{What: "findings", Where: strings.Join(strings.Fields(fmt.Sprintf("run %d, %s %s %s %s", d.run.ID, code, trade, batch, notice)), " ")}
		if said := strings.TrimSpace("open " + amountText(maybeMoney(amount))); side == "books" {
			x.Books = said
		} else {
			x.Found = said
		}
		all = append(all, x)
	}
	return all, nil
}

// checkCorrections compares what would be proposed with what the run proposed.
func (d *decision) checkCorrections() ([]Discrepancy, error) {
	cal, err := d.cover()
	if err != nil {
		return nil, err
	}
	candidates, err := query.Text("correction_candidates")
	if err != nil {
		return nil, err
	}
	check, err := query.Text("correction_check")
	if err != nil {
		return nil, err
	}
	var all []Discrepancy
	for rows, err := range store.Rows(d.ctx, d.tx, "check corrections", "WITH p AS (\n"+candidates+"\n)\n"+check, append(d.candidateArgs(cal), d.run.ID)...) {
		if err != nil {
			return nil, err
		}
		if len(all) == maxDiscrepancies {
			break
		}
		var trade, hold, again string
		var amount, now sql.NullInt64
		if err := rows.Scan(&trade, &amount, &hold, &now, &again); err != nil {
			return nil, err
		}
		all = append(all, Discrepancy{"corrections", fmt.Sprintf("run %d, trade %s", d.run.ID, trade), proposal(amount, hold), proposal(now, again)})
	}
	return all, nil
}

func proposal(fen sql.NullInt64, hold string) string {
	if !fen.Valid {
		return "none"
	}
	return strings.TrimSpace(alipay.Fen(fen.Int64).String() + " " + hold)
}
