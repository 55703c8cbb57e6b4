package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"reconcile/alipay"
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
func (c *Copy) Verify(ctx context.Context) ([]Discrepancy, error) {
	all, err := c.checkFile(ctx)
	if err != nil || len(all) > 0 {
		return all, err // what a damaged file says proves nothing
	}
	runs, err := c.decided(ctx)
	if err != nil {
		return nil, err
	}
	if all, err = c.checkChain(ctx, runs); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, run := range slices.Backward(runs) {
		if seen[run.Job] {
			continue
		}
		seen[run.Job] = true
		found, err := c.recheck(ctx, run)
		if err != nil {
			return nil, fmt.Errorf("verify run %d: %w", run.ID, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// checkFile asks the engine.
func (c *Copy) checkFile(ctx context.Context) ([]Discrepancy, error) {
	var all []Discrepancy
	wrong, err := integrity(ctx, c.write)
	if errors.Is(err, ErrDamaged) {
		return append(all, Discrepancy{What: "file", Found: err.Error()}), nil
	}
	for _, message := range wrong {
		all = append(all, Discrepancy{What: "file", Found: message})
	}
	return all, err
}

// decided returns the runs in the order in which they were decided.
func (c *Copy) decided(ctx context.Context) ([]Run, error) {
	var runs []Run
	for run, err := range c.Runs(ctx, "") {
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
func (c *Copy) checkChain(ctx context.Context, runs []Run) ([]Discrepancy, error) {
	var all []Discrepancy
	for i, run := range runs {
		where := fmt.Sprintf("run %d", run.ID)
		if run.commit != int64(i+1) {
			return append(all, Discrepancy{"chain", where, fmt.Sprintf("decision %d", run.commit), fmt.Sprintf("decision %d: a run is gone", i+1)}), nil
		}
		head, inputs, err := c.rechain(ctx, run)
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
func (c *Copy) rechain(ctx context.Context, run Run) (head, inputs string, err error) {
	files, err := c.Files(ctx, run.ID)
	if err != nil {
		return "", "", err
	}
	gaps, err := list(ctx, c.read, "run_gap_list", scanText, run.ID)
	if err != nil {
		return "", "", err
	}
	err = inTx(ctx, c.write, func(tx *sql.Tx) error {
		d := decision{ctx: ctx, tx: tx, run: run, policy: run.Policy, recorded: run.recorded}
		head, err = d.chain()
		return errors.Join(err, errKept)
	})
	if errors.Is(err, errKept) {
		err = nil
	}
	return head, digestInputs(files, gaps), err
}

// recheck recomputes what the last run of a job has decided.
func (c *Copy) recheck(ctx context.Context, run Run) ([]Discrepancy, error) {
	totals, err := c.Rewind(ctx, run)
	if err != nil {
		return nil, err
	}
	all := compareTotals(run, totals)
	files, err := c.Files(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	gaps, err := list(ctx, c.read, "run_gap_list", scanText, run.ID)
	if err != nil {
		return nil, err
	}
	err = inTx(ctx, c.write, func(tx *sql.Tx) error {
		d := decision{ctx: ctx, tx: tx, run: run, policy: run.Policy, files: files, gaps: gaps}
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
		all = append(append(all, found...), corrections...)
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
	} {
		if t.books != t.found {
			all = append(all, Discrepancy{"totals", fmt.Sprintf("run %d, %s", run.ID, t.name), fmt.Sprint(t.books), fmt.Sprint(t.found)})
		}
	}
	return all
}

// checkFindings compares what the rules see with what is open in the books.
func (d *decision) checkFindings() ([]Discrepancy, error) {
	var all []Discrepancy
	for rows, err := range query(d.ctx, d.tx, "finding_check", d.run.Job) {
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
	candidates, err := text("correction_candidates")
	if err != nil {
		return nil, err
	}
	check, err := text("correction_check")
	if err != nil {
		return nil, err
	}
	rows, err := d.tx.QueryContext(d.ctx, "WITH p AS (\n"+candidates+"\n)\n"+check, append(d.candidateArgs(), d.run.ID)...)
	if err != nil {
		return nil, fmt.Errorf("check corrections: %w", translate(err))
	}
	defer rows.Close()
	var all []Discrepancy
	for rows.Next() && len(all) < maxDiscrepancies {
		var trade, hold, again string
		var amount, now sql.NullInt64
		if err := rows.Scan(&trade, &amount, &hold, &now, &again); err != nil {
			return nil, err
		}
		all = append(all, Discrepancy{"corrections", fmt.Sprintf("run %d, trade %s", d.run.ID, trade), proposal(amount, hold), proposal(now, again)})
	}
	return all, rows.Err()
}

func proposal(fen sql.NullInt64, hold string) string {
	if !fen.Valid {
		return "none"
	}
	return strings.TrimSpace(alipay.Fen(fen.Int64).String() + " " + hold)
}
