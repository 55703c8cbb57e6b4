package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// issue numbers, signs and records the batches of the corrections that nothing
// holds. From here on their lines are in flight.
// Proposals are only grouped.
func (d *decision) issue() error {
	status := Issued
	if d.policy.Signer == nil || d.policy.Manual {
		status = Proposed
	}
	last := ""
	for seq := 1; ; seq++ {
		page, err := store.List(d.ctx, d.tx, "correction_page", scanPending, d.run.ID, string(status), last, d.policy.MaxLines)
		if err != nil || len(page) == 0 {
			return err
		}
		first, number := page[0].TradeNo, ""
		last = page[len(page)-1].TradeNo
		if status == Issued {
			if number, err = d.issueBatch(seq, page); err != nil {
				return err
			}
		}
		if err := d.exec("correction_number", number, seq, d.run.ID, string(status), first, last); err != nil {
			return err
		}
	}
}

// A pendingLine is a correction on its way into a batch.
type pendingLine struct {
	BatchLine
	Code string
}

func scanPending(rows *sql.Rows) (p pendingLine, err error) {
	var amount, refunded int64
	var paid sql.NullInt64
	err = rows.Scan(&p.TradeNo, &amount, &p.Reason, &p.Code, &paid, &refunded)
	p.Amount, p.Refunded, p.Paid = alipay.Fen(amount), alipay.Fen(refunded), alipay.Fen(paid.Int64)
	return p, err
}

// issueBatch turns lines into a batch of the as-of day and returns its number.
func (d *decision) issueBatch(seq int, page []pendingLine) (string, error) {
	number, err := d.nextBatchNo()
	if err != nil {
		return "", err
	}
	lines := make([]alipay.Line, len(page))
	for i, p := range page {
		lines[i] = alipay.Line{TradeNo: p.TradeNo, Amount: p.Amount, Reason: p.Reason}
	}
	r, err := alipay.NewRequest(d.policy.Merchant, number, d.run.AsOf, lines)
	if err != nil {
		return "", fmt.Errorf("build batch %s: %w", number, err)
	}
	params, err := r.Params()
	if err != nil {
		return "", fmt.Errorf("build batch %s: %w", number, err)
	}
	if params, err = alipay.Sign(params, d.policy.Signer); err != nil {
		return "", fmt.Errorf("sign batch %s: %w", number, err)
	}
	if err := d.recordBatch(seq, r, params); err != nil {
		return "", fmt.Errorf("record batch %s: %w", number, err)
	}
	return number, nil
}

// recordBatch puts a batch into the books and asserts, before anything can be
// committed, that no line takes its trade beyond what is owed.
func (d *decision) recordBatch(seq int, r alipay.Request, params alipay.Params) error {
	at, ok := r.RefundTime()
	if !ok {
		return fmt.Errorf("refund_date %q", r.RefundDate)
	}
	err := d.exec("batch_add", r.BatchNo, d.run.Account, r.Digest[:], at.UnixMilli(), len(r.Lines), r.Total().Fen())
	if err != nil {
		return err
	}
	if err := d.exec("request_sum_add", d.run.Account, 1); err != nil {
		return err
	}
	err = d.exec("emitted_add", r.BatchNo, d.run.Account, d.run.ID, seq, string(r.Charset), d.policy.Gateway, []byte(params.Encode()))
	if err != nil {
		return err
	}
	rows, err := d.tx.Inserter(d.ctx, "request_line_add", "", 7)
	if err != nil {
		return err
	}
	for _, l := range r.Lines {
		if err := rows.Add(l.TradeNo, d.run.Account, r.BatchNo, int64(l.Occurrence), l.Amount.Fen(), at.UnixMilli(), l.Reason); err != nil {
			return err
		}
	}
	if err := rows.Flush(); err != nil {
		return err
	}
	return d.checkHeadroom(r.BatchNo)
}

// checkHeadroom fails the run where a line of a batch would break
// refunded + pending + new ≤ min(paid, due), or joins another one in flight.
func (d *decision) checkHeadroom(batchNo string) error {
	var trade string
	var amount int64
	var refunded, pending, paid, due sql.NullInt64
	err := store.QueryRow(d.ctx, d.tx, "batch_breaks", []any{d.run.Account, batchNo}, &trade, &amount, &refunded, &pending, &paid, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("trade %s: a line of %s would break refunded %s + pending %s + new ≤ min(paid %s, due %s); nothing was issued",
		trade, alipay.Fen(amount), yuan(refunded), yuan(pending), yuan(paid), yuan(due))
}

func yuan(n sql.NullInt64) string {
	if !n.Valid {
		return "unknown"
	}
	return alipay.Fen(n.Int64).String()
}

// serialDigits is how long a serial is, prefix included.
const serialDigits = 6

// nextBatchNo returns a batch number of the as-of day that nothing has used before:
// neither a request of any sender nor a notification (§4.2, batch_no).
func (d *decision) nextBatchNo() (string, error) {
	day := d.run.AsOf.In(alipay.Shanghai()).Format("20060102") + d.policy.BatchPrefix
	width := max(serialDigits-len(d.policy.BatchPrefix), 3)
	serial := int64(0)
	low, high := day+strings.Repeat("0", width), day+strings.Repeat("9", width)
	for rows, err := range store.Query(d.ctx, d.tx, "batch_numbers", d.run.Account, low, high) {
		if err != nil {
			return "", err
		}
		var used string
		if err := rows.Scan(&used); err != nil {
			return "", err
		}
		// A longer one, or one with letters, is not of this series.
		if n, err := strconv.ParseUint(used[len(day):], 10, 63); err == nil && len(used) == len(low) {
			serial = max(serial, int64(n))
		}
	}
	next := fmt.Sprintf("%0*d", width, serial+1)
	if len(next) > width {
		return "", fmt.Errorf("no batch number is left for %s", day)
	}
	return day + next, nil
}
