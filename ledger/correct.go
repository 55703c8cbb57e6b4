package ledger

import "math"

// correct proposes at most one refund a trade and holds it back with the first
// reason that applies (contract 4.2). Bad evidence can only hold money back.
func (d *decision) correct() error {
	p, free := d.policy, Issued
	if p.Signer == nil {
		free, d.run.Unsigned = Proposed, p.Unsigned
	}
	lineCap := int64(math.MaxInt64)
	if p.LineCap != nil {
		lineCap = p.LineCap.Fen()
	}
	err := d.exec("correction_propose", d.run.ID, string(free), p.Reason, bit(d.gap()), d.run.Job, lineCap, d.run.Account)
	if err != nil || p.RunCap == nil {
		return err
	}
	var sum int64
	if err := queryRow(d.ctx, d.tx, "correction_free_sum", []any{d.run.ID}, &sum); err != nil {
		return err
	}
	if sum > p.RunCap.Fen() {
		return d.exec("correction_trip", d.run.ID)
	}
	return nil
}
