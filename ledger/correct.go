package ledger

import (
	"math"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// correct proposes at most one refund a trade and holds it back with the first
// reason that applies (contract 4.2). Bad evidence can only hold money back.
func (d *decision) correct() error {
	p, free := d.policy, Issued
	if p.Signer == nil || p.Manual {
		free, d.run.Unsigned = Proposed, p.Unsigned
	}
	candidates, err := query.Text("correction_candidates")
	if err != nil {
		return err
	}
	propose, err := query.Text("correction_propose")
	if err != nil {
		return err
	}
	args := append(d.candidateArgs(), d.run.ID, string(free), p.Reason)
	if _, err := store.ExecText(d.ctx, d.tx, "propose corrections", "WITH p AS (\n"+candidates+"\n)\n"+propose, args...); err != nil {
		return err
	}
	if p.RunCap == nil {
		return nil
	}
	var sum int64
	if err := store.QueryRow(d.ctx, d.tx, "correction_free_sum", []any{d.run.ID}, &sum); err != nil {
		return err
	}
	if sum > p.RunCap.Fen() {
		return d.exec("correction_trip", d.run.ID)
	}
	return nil
}

// candidateArgs are the parameters of correction_candidates.
func (d *decision) candidateArgs() []any {
	lineCap := int64(math.MaxInt64)
	if d.policy.LineCap != nil {
		lineCap = d.policy.LineCap.Fen()
	}
	return []any{bit(d.input.gap()), lineCap, d.run.Account}
}
