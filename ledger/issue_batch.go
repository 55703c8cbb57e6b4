package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// issue numbers, signs and records the batches of the corrections that nothing
// holds. From here on their lines are in flight.
// Proposals are only grouped.
func (d *decision) issue() error {
	status := Issued
	if d.policy.Signer == nil || d.policy.Manual {
		status = Proposed
	} else if enough, err := d.enoughNumbers(); err != nil {
		return err
	} else if !enough {
		status = Proposed
		d.run.Unsigned = fmt.Sprintf("no batch number is left for %s: the next day has new ones", d.series())
		if err := d.exec("correction_demote", d.run.ID); err != nil {
			return err
		}
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

// scanPending reads a correction on its way into a batch.
func scanPending(rows *sql.Rows) (l alipay.Line, err error) {
	var amount int64
	err = rows.Scan(&l.TradeNo, &amount, &l.Reason)
	l.Amount = alipay.Fen(amount)
	return l, err
}

// issueBatch turns lines into a batch of the as-of day and returns its number.
func (d *decision) issueBatch(seq int, lines []alipay.Line) (string, error) {
	number, err := d.nextBatchNo()
	if err != nil {
		return "", err
	}
	r, err := alipay.NewRequest(d.policy.Merchant, number, d.run.AsOf, lines)
	if err != nil {
		return "", words.Errorf("build batch %s: %w", number, err)
	}
	params, err := r.Params()
	if err != nil {
		return "", words.Errorf("build batch %s: %w", number, err)
	}
	if params, err = alipay.Sign(params, d.policy.Signer); err != nil {
		return "", words.Errorf("sign batch %s: %w", number, err)
	}
	if err := d.recordBatch(seq, r, params); err != nil {
		return "", words.Errorf("record batch %s: %w", number, err)
	}
	e, err := EntryOf(r, d.run.Job, d.run.ID)
	if err == nil {
		err = store.QueryRow(d.ctx, d.tx, "chain_head", nil, &e.Head)
	}
	if err != nil {
		return "", words.Errorf("record batch %s: %w", number, err)
	}
	d.issued = append(d.issued, e)
	return number, nil
}

// ErrUnsettled is returned where a run that was cut off does not issue again what the
// journal holds of it: that is to be taken in, as what anybody else has issued.
var ErrUnsettled = words.Errorf("the journal holds another batch of this run")

// journal writes what is about to be committed into the journal. It is the last step
// before the commit: what comes between is in the journal and not in the books, and
// they take it in as a request in flight.
func (d *decision) journal() error {
	if d.policy.Journal == nil {
		return nil
	}
	var fresh []Entry
	left := map[entryKey]bool{}
	for _, e := range d.policy.Pending {
		left[e.key()] = true
	}
	for _, e := range d.issued {
		if !left[e.key()] {
			fresh = append(fresh, e)
		}
		delete(left, e.key())
	}
	if len(left) > 0 {
		return ErrUnsettled
	}
	return d.policy.Journal.Append(d.policy.Merchant.Partner, fresh)
}

// recordBatch puts a batch into the books and asserts, before anything can be
// committed, that no line takes its trade beyond what is owed.
func (d *decision) recordBatch(seq int, r alipay.Request, params alipay.Params) error {
	at, ok := r.RefundTime()
	if !ok {
		return words.Errorf("refund_date %q", r.RefundDate)
	}
	err := d.exec("batch_add", r.BatchNo, d.run.Account, r.Digest[:], at.UnixMilli(), len(r.Lines), r.Total().Fen())
	if err != nil {
		return err
	}
	if err := d.exec("request_sum_add", d.run.Account, 1); err != nil {
		return err
	}
	if err := d.exec("day_sum_add", d.run.Account, dayOf(at.UnixMilli()), 0, len(r.Lines)); err != nil {
		return err
	}
	err = d.exec("emitted_add", r.BatchNo, d.run.Account, d.run.ID, seq, string(r.Charset), d.policy.Gateway, []byte(params.Encode()))
	if err != nil {
		return err
	}
	rows, err := store.InserterOf(d.ctx, d.tx, "request_line_add", 7)
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
	if err := d.exec("open_line_settle", d.run.Account); err != nil {
		return err
	}
	if err := d.exec("open_line_add", d.run.Account, r.BatchNo); err != nil {
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
	return words.Errorf("trade %s: a line of %s would break refunded %s + pending %s + new ≤ min(paid %s, due %s); nothing was issued",
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

// series is what the numbers of a run begin with: the as-of day and the prefix.
func (d *decision) series() string {
	return d.run.AsOf.In(alipay.Shanghai()).Format("20060102") + d.policy.BatchPrefix
}

// serialWidth is how many digits follow a series with a prefix.
func serialWidth(prefix string) int { return max(serialDigits-len(prefix), 3) }

// enoughNumbers reports whether a number is left for every batch that the run issues.
func (d *decision) enoughNumbers() (bool, error) {
	var lines int64
	if err := store.QueryRow(d.ctx, d.tx, "correction_free_count", []any{d.run.ID}, &lines); err != nil || lines == 0 {
		return true, err
	}
	used, err := d.lastSerial()
	batches := (lines + int64(d.policy.MaxLines) - 1) / int64(d.policy.MaxLines)
	return len(strconv.FormatInt(used+batches, 10)) <= serialWidth(d.policy.BatchPrefix), err
}

// nextBatchNo returns a batch number of the as-of day that nothing has used before:
// neither a request of any sender nor a notification (§4.2, batch_no).
func (d *decision) nextBatchNo() (string, error) {
	serial, err := d.lastSerial()
	if err != nil {
		return "", err
	}
	width := serialWidth(d.policy.BatchPrefix)
	next := fmt.Sprintf("%0*d", width, serial+1)
	if len(next) > width {
		return "", words.Errorf("%w for %s", ErrNoNumber, d.series())
	}
	return d.series() + next, nil
}

// ErrNoNumber is returned where every number of a day is drawn.
var ErrNoNumber = words.Errorf("no batch number is left")

// lastSerial is the greatest serial of the day that anything knows, the journal among
// it; 0 for none.
func (d *decision) lastSerial() (int64, error) {
	day := d.series()
	width := serialWidth(d.policy.BatchPrefix)
	serial := int64(0)
	low, high := day+strings.Repeat("0", width), day+strings.Repeat("9", width)
	all, err := store.List(d.ctx, d.tx, "batch_numbers", scanText, d.run.Account, low, high)
	if err != nil {
		return 0, err
	}
	for _, used := range append(all, d.policy.Journal.highest(low, high, d.policy.Pending)) {
		// A longer one, or one with letters, is not of this series.
		if len(used) != len(low) {
			continue
		}
		if n, err := strconv.ParseUint(used[len(day):], 10, 63); err == nil {
			serial = max(serial, int64(n))
		}
	}
	return serial, nil
}
