package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

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
	candidates, err := query.Text("correction_candidates")
	if err != nil {
		return nil, err
	}
	check, err := query.Text("correction_check")
	if err != nil {
		return nil, err
	}
	var all []Discrepancy
	for rows, err := range store.Rows(d.ctx, d.tx, "check corrections", "WITH p AS (\n"+candidates+"\n)\n"+check, append(d.candidateArgs(), d.run.ID)...) {
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

// compareKept compares the totals that were kept with those that were computed
// since. carried are the sums beside them, which tell if they are the run's totals:
// a release computes them, too, from what is known by then, and those
// that an earlier program has left know less of a trade.
func (d *decision) compareKept(carried tradeSums) ([]Discrepancy, error) {
	if carried.commit != d.run.commit {
		return nil, nil
	}
	statement, err := rewinding.ReadFile("rewind/totals_apart.sql")
	if err != nil {
		return nil, err
	}
	var all []Discrepancy
	for rows, err := range store.Rows(d.ctx, d.tx, "compare totals", string(statement), d.run.Account) {
		if err != nil {
			return nil, err
		}
		var trade string
		if err := rows.Scan(&trade); err != nil {
			return nil, err
		}
		all = append(all, Discrepancy{What: "totals", Where: fmt.Sprintf("run %d, trade %s", d.run.ID, trade), Found: "comes out otherwise from the evidence"})
	}
	return all, nil
}
