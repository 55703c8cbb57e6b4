package ledger

import (
	"reconcile/alipay"
)

// computeTotals recomputes every trade of the account from its evidence, and
// the control totals, before the run's own batches.
func (d *decision) computeTotals() error {
	account := d.run.Account
	for _, name := range []string{"total_clear", "total_orders", "total_results", "total_requests"} {
		if err := d.exec(name, account); err != nil {
			return err
		}
	}
	var success, paid int64
	t := &d.run.Totals
	err := queryRow(d.ctx, d.tx, "totals_trades", []any{account},
		&t.Results, &success, &t.FailedResults, &t.Orders, &paid, &t.RequestLines, &t.Trades)
	if err != nil {
		return err
	}
	t.SuccessAmount, t.PaidAmount = alipay.Fen(success), alipay.Fen(paid)
	if err := queryRow(d.ctx, d.tx, "totals_notifications", []any{account}, &t.Notifications); err != nil {
		return err
	}
	return queryRow(d.ctx, d.tx, "totals_requests", []any{account}, &t.Requests)
}
