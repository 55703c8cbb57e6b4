package ledger

import (
	"time"

	"reconcile/alipay"
)

// A BillRefund is one refund as Alipay's trade bill shows it (contract 3.4).
type BillRefund struct {
	TradeNo    string
	BatchNo    string       // as the bill has it; empty where a person refunded by hand
	Amount     alipay.Money // given back, above zero
	FinishedAt time.Time
}

// coverBills computes anew which times the bills of the account cover together,
// and puts them where the rules can read them.
func (d *decision) coverBills() error {
	if err := d.exec("bill_cover_clear", d.run.Account); err != nil {
		return err
	}
	return d.exec("bill_cover", d.run.Account)
}
