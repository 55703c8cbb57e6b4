package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// A Discrepancy is a place where the books are not what they should be.
type Discrepancy struct {
	What  string `json:"what"`  // "file", "chain", "totals", "findings", "corrections"
	Where string `json:"where"` // the run, trade or batch
	Books string `json:"books"` // what the books say
	Found string `json:"found"` // what a recomputation says
}

// errKept ends a transaction that must leave nothing.
var errKept = errors.New("kept as it was")

// maxDiscrepancies is how many of one sort are told.
const maxDiscrepancies = 100

// Verify proves the books: the file is sound, no run in the chain was altered, and
// each job's last run comes out again when its totals, findings and corrections are
// recomputed from the evidence. It sets the copy back on its way.
func (a *Audit) Verify(ctx context.Context) ([]Discrepancy, error) {
	all, err := a.checkFile(ctx)
	if err != nil || len(all) > 0 {
		return all, err // what a damaged file says proves nothing
	}
	runs, err := a.decided(ctx)
	if err != nil {
		return nil, err
	}
	if all, err = a.checkChain(ctx, runs); err != nil {
		return nil, err
	}
	acts, err := a.checkActs(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, acts...)
	derived, err := a.checkDerived(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, derived...)
	jobs, accounts := map[string]bool{}, map[int64]bool{}
	for _, run := range slices.Backward(runs) {
		if jobs[run.Job] {
			continue
		}
		found, err := a.recheck(ctx, run, !accounts[run.Account])
		jobs[run.Job], accounts[run.Account] = true, true
		if err != nil {
			return nil, fmt.Errorf("verify run %d: %w", run.ID, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// checkFile asks the engine.
func (a *Audit) checkFile(ctx context.Context) ([]Discrepancy, error) {
	var all []Discrepancy
	wrong, err := a.db.Check(ctx)
	if errors.Is(err, ErrDamaged) {
		return append(all, Discrepancy{What: "file", Found: err.Error()}), nil
	}
	for _, message := range wrong {
		all = append(all, Discrepancy{What: "file", Found: message})
	}
	return all, err
}

// decided returns the runs in the order in which they were decided.
func (a *Audit) decided(ctx context.Context) ([]Run, error) {
	var runs []Run
	for run, err := range a.Runs(ctx, "") {
		if err != nil {
			return nil, err
		}
		if run.commit > 0 {
			runs = append(runs, run)
		}
	}
	slices.SortFunc(runs, func(a, b Run) int { return int(a.commit - b.commit) })
	return runs, nil
}

// checkChain recomputes the head of every run.
func (a *Audit) checkChain(ctx context.Context, runs []Run) ([]Discrepancy, error) {
	var all []Discrepancy
	for i, run := range runs {
		where := fmt.Sprintf("run %d", run.ID)
		if run.commit != int64(i+1) {
			return append(all, Discrepancy{"chain", where, fmt.Sprintf("decision %d", run.commit), fmt.Sprintf("decision %d: a run is gone", i+1)}), nil
		}
		head, inputs, err := a.rechain(ctx, run)
		if err != nil {
			return nil, fmt.Errorf("verify %s: %w", where, err)
		}
		if inputs != run.Inputs {
			all = append(all, Discrepancy{"chain", where + ", inputs", run.Inputs, inputs})
		}
		if head != run.Head {
			all = append(all, Discrepancy{"chain", where, run.Head, head})
		}
	}
	return all, nil
}

// rechain recomputes the head of a run and the digest of what it read.
func (a *Audit) rechain(ctx context.Context, run Run) (head, inputs string, err error) {
	in, err := a.inputOf(ctx, run)
	if err != nil {
		return "", "", err
	}
	err = a.db.Update(ctx, func(tx store.Tx) error {
		d := decision{ctx: ctx, tx: tx, run: run, policy: run.Policy, recorded: run.recorded}
		head, err = d.chain()
		return errors.Join(err, errKept)
	})
	if errors.Is(err, errKept) {
		err = nil
	}
	return head, in.digest(), err
}

// inputOf returns what a run found of its sources.
func (a *Audit) inputOf(ctx context.Context, run Run) (in RunInput, err error) {
	if in.Files, err = a.Files(ctx, run.ID); err != nil {
		return in, err
	}
	in.Gaps, err = store.List(ctx, a.db.Reader(), "run_gap_list", scanText, run.ID)
	return in, err
}

// recheck recomputes what the last run of a job has decided. Where it was the last of
// its account, the books have the totals that it was decided from.
func (a *Audit) recheck(ctx context.Context, run Run, last bool) ([]Discrepancy, error) {
	totals, apart, err := a.setBack(ctx, run)
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
	err = a.db.Update(ctx, func(tx store.Tx) error {
		d := decision{ctx: ctx, tx: tx, run: run, policy: run.Policy, input: in}
		if err := d.rewind("own_away"); err != nil {
			return err
		}
		if err := d.search(); err != nil {
			return err
		}
		found, err := d.checkFindings()
		if err != nil {
			return err
		}
		corrections, err := d.checkCorrections()
		if err != nil {
			return err
		}
		money, err := d.compareStanding()
		if err != nil {
			return err
		}
		all = slices.Concat(all, found, corrections, money)
		return errKept
	})
	if errors.Is(err, errKept) {
		err = nil
	}
	return all, err
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

// checkDerived compares what is derived of the evidence while it is read, and carried
// on from night to night, with the evidence.
func (a *Audit) checkDerived(ctx context.Context) ([]Discrepancy, error) {
	var all []Discrepancy
	for rows, err := range store.Query(ctx, a.db.Reader(), "derived_check") {
		if err != nil {
			return nil, err
		}
		var name string
		var apart int64
		if err := rows.Scan(&name, &apart); err != nil {
			return nil, err
		}
		if apart > 0 {
			all = append(all, Discrepancy{What: "totals", Where: name, Found: fmt.Sprintf("%d rows are not what the evidence yields", apart)})
		}
	}
	return all, nil
}
