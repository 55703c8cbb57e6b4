package ledger

import (
	"encoding/binary"

	"reconcile/alipay"
	"reconcile/words"
)

// SameTrade is what several rows of one export with the same trade are, where they have
// several order numbers or none (§3.2).
type SameTrade string

// What they may be.
const (
	SameTradeUnknown SameTrade = ""       // nobody has said: ORDER_CONFLICT
	SameTradeSum     SameTrade = "sum"    // each row is a part of what was paid and is due
	SameTradeRepeat  SameTrade = "repeat" // each row repeats the whole
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

	// Item is set where the row is one item of several that the trade may have paid for:
	// Paid and Due are the item's, and those of the trade are their sums over its rows.
	Item bool
	// OverPrice is set where more was paid for an item than it costs: each row may say what
	// was paid for the whole trade.
	OverPrice bool
	SameTrade SameTrade // as the job says
}

// Order records a row of an order export. It is written when the source is closed,
// in the order of its key.
func (in *Intake) Order(line int64, o Order) error {
	in.count(in.next(line), accepted)
	if err := in.orderedIn.add(line, o.TradeNo); err != nil {
		return words.Errorf("record order %s: %w", o.TradeNo, err)
	}
	b := &in.buf
	b.key = append(append(b.key[:0], o.TradeNo...), 0)
	b.key = binary.BigEndian.AppendUint64(b.key, uint64(line))
	b.value = binary.AppendVarint(b.value[:0], o.Paid.Fen())
	due := int64(-1)
	if o.Due != nil {
		due = o.Due.Fen()
	}
	b.value = binary.AppendVarint(b.value, due)
	b.value = binary.AppendVarint(b.value, bit(o.Item)+2*bit(o.OverPrice)+4*bit(o.SameTrade == SameTradeSum)+8*bit(o.SameTrade == SameTradeRepeat))
	for _, text := range []string{o.OutTradeNo, o.PaidAt, o.Status, o.RefundReason, o.Seller} {
		b.value = b.text(b.value, text)
	}
	if err := in.rows.Add(b.key, b.value); err != nil {
		return words.Errorf("record order %s: %w", o.TradeNo, err)
	}
	return nil
}

func (a *applier) writeOrders() error {
	var rows tradeRows
	for row, err := range a.waiting(a.rows) {
		if err != nil {
			return err
		}
		if trade := row.Key[:len(row.Key)-9]; string(trade) != rows.tradeNo || len(rows.rows) == maxTradeRows {
			if err := a.addOrders(&rows); err != nil {
				return err
			}
			rows.next(string(trade))
		}
		rows.rows = append(rows.rows, readOrderRow(row))
	}
	return a.addOrders(&rows)
}

// addOrders writes the rows of a trade.
func (a *applier) addOrders(rows *tradeRows) error {
	unsaid := bit(rows.settle())
	for _, r := range rows.rows {
		var due any
		if r.due >= 0 {
			due = r.due
		}
		err := a.orders.Add(rows.tradeNo, a.source.Account, a.source.ID, r.line, r.paid, due,
			r.outTradeNo, r.paidAt, r.status, r.refundReason, r.seller, orNull(int64(paidDay(r.paidAt))), unsaid)
		if err != nil {
			return err
		}
	}
	return nil
}
