package ledger

import (
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A BillRefund is one refund as Alipay's trade bill shows it (contract 3.4).
type BillRefund struct {
	TradeNo    string
	BatchNo    string       // as the bill has it; empty where a person refunded by hand
	Amount     alipay.Money // given back, above zero
	FinishedAt time.Time
}

// BillRefund records a refund that a bill shows. The same refund in another bill
// is a duplicate: a month's bill repeats those of its days. Rows of one bill that
// are alike are refunds of their own; the n-th of them in one source is the n-th
// in another. Which rows are accepted is counted when the source is closed.
func (in *Intake) BillRefund(line int64, r BillRefund) error {
	if err := in.outer.Err(); err != nil {
		return err
	}
	in.pending++
	in.include(r.FinishedAt)
	err := in.bills.Add(in.source.ID, line, in.source.Account, r.TradeNo, r.BatchNo, r.FinishedAt.UnixMilli(), r.Amount.Fen())
	if err != nil {
		return words.Errorf("record refund of trade %s in a bill: %w", r.TradeNo, err)
	}
	return nil
}

// BillPeriod records which times the bill that is the open source covers: those
// from from on, and before until. A period that is empty is an error.
func (in *Intake) BillPeriod(from, until time.Time) error {
	if !from.Before(until) {
		return words.Errorf("record period of bill %s: its end is not after its beginning", in.source.Path)
	}
	_, err := store.Exec(in.ctx, in.db, "bill_period_add", in.source.Account, from.UnixMilli(), until.UnixMilli(), in.source.ID)
	return err
}

// applyBill asks the ledger which rows of the open source are new. It is asked
// once a source, because only the whole source gives the n-th of rows that are
// alike.
func (a *applier) applyBill() error {
	if a.source.Kind != Bills || a.pending == 0 {
		return nil
	}
	if _, err := store.Exec(a.ctx, a.db, "bill_refund_add", a.source.ID); err != nil {
		return err
	}
	var fresh int64
	if err := store.QueryRow(a.ctx, a.db, "bill_refund_count", []any{a.source.ID}, &fresh); err != nil {
		return err
	}
	a.counts.Lines += a.pending
	a.counts.Accepted += fresh
	a.counts.Duplicate += a.pending - fresh
	return nil
}
