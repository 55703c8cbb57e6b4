package ledger

import (
	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A tradeSums is what trades add up to.
type tradeSums struct {
	trades, answered, succeeded, submitted, refundedFen, orders, paidFen int64

	attested, attestedFailed, attestedFen, elsewhereFen int64

	commit int64 // of the run that computed them; 0 for none
}

// plus adds other sums, or takes them away.
func (s tradeSums) plus(t tradeSums, sign int64) tradeSums {
	s.trades += sign * t.trades
	s.answered += sign * t.answered
	s.succeeded += sign * t.succeeded
	s.submitted += sign * t.submitted
	s.refundedFen += sign * t.refundedFen
	s.orders += sign * t.orders
	s.paidFen += sign * t.paidFen
	s.attested += sign * t.attested
	s.attestedFailed += sign * t.attestedFailed
	s.attestedFen += sign * t.attestedFen
	s.elsewhereFen += sign * t.elsewhereFen
	return s
}

// computeTotals computes the trades that the run looks at from their evidence, and
// the control totals, before the run's own batches.
func (d *decision) computeTotals() error {
	account := d.run.Account
	var sums, before tradeSums
	var err error
	if d.incremental {
		if sums, _, err = d.readSums(); err != nil {
			return err
		}
		if before, err = d.sumTrades(); err != nil {
			return err
		}
		if err := d.exec("trade_before_clear"); err != nil {
			return err
		}
		if err := d.exec("trade_before_put", account); err != nil {
			return err
		}
	}
	if err := d.exec(d.clearing(), account); err != nil {
		return err
	}
	for _, name := range []string{"total_trades", "total_requests", "total_bills", "total_attested", "total_paid", "total_elsewhere"} {
		if err := d.exec(d.scoped(name), account); err != nil {
			return err
		}
	}
	after, err := d.sumTrades()
	if err != nil {
		return err
	}
	sums = sums.plus(before, -1).plus(after, 1)
	err = d.exec("trade_sum_put", account, d.commitNo, sums.trades, sums.answered, sums.succeeded, sums.submitted, sums.refundedFen,
		sums.orders, sums.paidFen, sums.attested, sums.attestedFailed, sums.attestedFen, sums.elsewhereFen)
	if err != nil {
		return err
	}
	return d.takeTotals(sums)
}

func (d *decision) clearing() string {
	if d.incremental {
		return "total_clear_part"
	}
	return "total_clear"
}

// sumTrades adds up the trades that the run looks at, as their totals are now.
func (d *decision) sumTrades() (s tradeSums, err error) {
	err = store.QueryRow(d.ctx, d.tx, d.scoped("total_sum"), []any{d.run.Account},
		&s.trades, &s.answered, &s.succeeded, &s.submitted, &s.refundedFen, &s.orders, &s.paidFen,
		&s.attested, &s.attestedFailed, &s.attestedFen, &s.elsewhereFen)
	return s, err
}

// readSums returns the sums of the account's trades as they are.
func (d *decision) readSums() (tradeSums, bool, error) {
	return readTradeSums(d.ctx, d.tx, d.run.Account)
}

// takeTotals sets the control totals.
func (d *decision) takeTotals(s tradeSums) error {
	t := &d.run.Totals
	t.Results, t.FailedResults, t.Trades = s.answered, s.answered-s.succeeded, s.trades
	t.Orders, t.RequestLines = s.orders, s.submitted
	t.Attested = attestedOf(s.attested, s.attestedFailed, s.attestedFen, s.elsewhereFen)
	t.SuccessAmount, t.PaidAmount = alipay.Fen(s.refundedFen), alipay.Fen(s.paidFen)
	if err := store.QueryRow(d.ctx, d.tx, "request_sum_one", []any{d.run.Account}, &t.Requests); err != nil {
		return err
	}
	n, err := readNoticeSums(d.ctx, d.tx, d.run.Account)
	if err != nil {
		return err
	}
	t.Notifications = n.notifications
	results, err := readResultSums(d.ctx, d.tx, d.run.Account)
	t.Fees = results.Fees
	return err
}

// coverBills recomputes which times the bills of the account cover together,
// and puts them where the rules can read them.
func (d *decision) coverBills() error {
	if err := d.exec("bill_cover_clear", d.run.Account); err != nil {
		return err
	}
	return d.exec("bill_cover", d.run.Account)
}
