package ledger

import (
	"encoding/binary"

	"reconcile/alipay"
	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
)

// bufferItem keeps one item of a delivery, by the key that it has in the books.
func (in *Intake) bufferItem(r *alipay.Result, n *alipay.Notification, p place) error {
	b := &in.buf
	b.key = append(append(b.key[:0], r.TradeNo...), 0)
	b.key = append(append(b.key, n.BatchNo...), 0)
	b.key = binary.BigEndian.AppendUint32(b.key, uint32(r.Occurrence))
	b.key = binary.BigEndian.AppendUint64(b.key, p.key())

	b.value = b.place(b.value[:0], p)
	b.value = binary.AppendVarint(b.value, n.NotifyTime.UnixMilli())
	b.value = binary.AppendVarint(b.value, int64(len(r.TradeNo)))
	b.value = binary.AppendVarint(b.value, int64(len(n.BatchNo)))
	b.value = binary.AppendVarint(b.value, r.Amount.Fen())
	b.value = b.text(b.text(b.text(b.value, r.Code), r.Dback), r.Rest)
	if r.Fee != nil {
		b.value = binary.AppendVarint(b.value, r.Fee.Amount.Fen())
		b.value = append(b.value, r.Fee.Code...)
	}
	return in.items.Add(b.key, b.value)
}

// writeClaims writes the items of accepted notifications, in the order of their key. A
// re-delivery that was sent earlier than the accepted one gives its time to the items
// that the books have.
func (a *applier) writeClaims() error {
	for row, err := range a.waiting(a.items) {
		if err != nil {
			return err
		}
		if err := a.writeClaim(row); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) writeClaim(row extsort.Row) error {
	r := rowReader(row.Value)
	p, at := r.place(), r.number()
	moved, isMoved := a.moved[p]
	isAccepted := a.verdict(p) == accepted
	switch {
	case isMoved:
		at = moved.at
	case !isAccepted:
		return nil
	}
	trade, batch := int(r.number()), int(r.number())
	key := string(row.Key)
	amount := r.number()
	code, dback, rest := r.code(), r.text(), r.text()
	figures := claimFigures{code: code, fen: amount}
	var feeFen, feeCode any
	if len(r) > 0 {
		figures.fee = r.number()
		figures.feeCode = string(r)
		feeFen, feeCode = figures.fee, figures.feeCode
	}
	number := trade + 1 + batch + 1
	tradeNo, batchNo := key[:trade], key[trade+1:trade+1+batch]
	occurrence := int64(binary.BigEndian.Uint32(row.Key[number:]))
	if !isAccepted {
		return a.moveEarlier(at, figures, tradeNo, a.source.Account, batchNo, occurrence, moved.source, moved.line, moved.no)
	}
	a.sums.claim(at, figures)
	return a.claims.Add(tradeNo, a.source.Account, batchNo, occurrence, a.source.ID, p.line, p.no,
		at, amount, code, feeFen, feeCode, dback, rest)
}

// moveEarlier gives a claim that the books have the time of a delivery that was sent
// earlier.
func (a *applier) moveEarlier(at int64, f claimFigures, claim ...any) error {
	var was int64
	if err := store.QueryRow(a.ctx, a.db, "claim_time", claim, &was); err != nil {
		return err
	}
	if was <= at {
		return nil
	}
	a.sums.move(was, at, f)
	_, err := store.Exec(a.ctx, a.db, "claim_earlier", append([]any{at}, claim...)...)
	return err
}
