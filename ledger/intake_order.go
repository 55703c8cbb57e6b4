package ledger

import (
	"encoding/binary"
	"fmt"

	"reconcile/alipay"
)

// An Order is a paid trade as a merchant's export has it.
type Order struct {
	TradeNo      string
	Paid         alipay.Money
	Due          *alipay.Money // nil where the export does not say
	OutTradeNo   string
	PaidAt       string // as the export has it
	Status       string
	RefundReason string
	Seller       string
}

// Order records a row of an order export. It is written when the source is closed,
// in the order of its key.
func (in *Intake) Order(line int64, o Order) error {
	in.count(line, accepted)
	b := &in.buf
	b.key = append(append(b.key[:0], o.TradeNo...), 0)
	b.key = binary.BigEndian.AppendUint64(b.key, uint64(line))
	b.value = binary.AppendVarint(b.value[:0], o.Paid.Fen())
	due := int64(-1)
	if o.Due != nil {
		due = o.Due.Fen()
	}
	b.value = binary.AppendVarint(b.value, due)
	for _, text := range []string{o.OutTradeNo, o.PaidAt, o.Status, o.RefundReason, o.Seller} {
		b.value = b.text(b.value, text)
	}
	if err := in.rows.Add(b.key, b.value); err != nil {
		return fmt.Errorf("record order %s: %w", o.TradeNo, err)
	}
	return nil
}

func (a *applier) writeOrders() error {
	for row, err := range a.waiting(a.rows) {
		if err != nil {
			return err
		}
		trade := len(row.Key) - 9
		r := rowReader(row.Value)
		paid := r.number()
		var due any
		if fen := r.number(); fen >= 0 {
			due = fen
		}
		outTradeNo, paidAt := r.text(), r.text()
		err := a.orders.Add(string(row.Key[:trade]), a.source.Account, a.source.ID, int64(binary.BigEndian.Uint64(row.Key[trade+1:])),
			paid, due, outTradeNo, paidAt, r.text(), r.text(), r.text(), orNull(int64(paidDay(paidAt))))
		if err != nil {
			return err
		}
	}
	return nil
}
