package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"reconcile/ledger/internal/digest"
	"reconcile/ledger/internal/store"
)

// chain is the head of the chain of runs with this one: the hex SHA-256 of the
// head before it, of what people did since, and of what this run was decided by,
// read, found and decided. A run that was altered later breaks every head after it.
func (d *decision) chain() (string, error) {
	h := sha256.New()
	var previous string
	var place int64
	if err := store.QueryRow(d.ctx, d.tx, "run_head", []any{d.run.ID}, &previous, &place); err != nil {
		return "", err
	}
	if err := writeActs(d.ctx, d.tx, h, place); err != nil {
		return "", err
	}
	t := d.run.Totals
	fmt.Fprintf(h, "%s\nrun %d %q %d\ninputs %s\ntotals %d %d %s %d %d %s %d %d %d\n", previous, d.run.ID, d.run.Job, d.run.AsOf.UnixMilli(), d.run.Inputs,
		t.Notifications, t.Results, t.SuccessAmount, t.FailedResults, t.Orders, t.PaidAmount, t.Requests, t.RequestLines, t.Trades)
	if !t.Fees.Unknown {
		fmt.Fprintf(h, "fees %s %s\n", t.Fees.Back, t.Fees.Failed)
	}
	if !t.Attested.IsZero() { // heads of runs without acts are as they were
		fmt.Fprintf(h, "attested %s\n", t.Attested)
	}
	if d.run.Standing != nil {
		fmt.Fprintln(h, d.run.Standing.chained())
	}
	fmt.Fprintf(h, "policy %s\n", d.recorded)
	if err := d.chainFindings(h); err != nil {
		return "", err
	}
	for c, err := range store.Stream(d.ctx, d.tx, "correction_list", scanCorrection, d.run.ID) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "correction %s %s %s %s %s\n", c.TradeNo, c.Amount, c.Status, c.Hold, c.BatchNo)
		if d.run.proof > 0 {
			fmt.Fprintf(h, "of %q %q %d %d %d\n", c.Reason, c.Code, c.Born, c.Act, c.seq)
		}
	}
	for b, err := range store.Stream(d.ctx, d.tx, "batch_run", scanBatch, d.run.ID) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "batch %s %s\n", b.BatchNo, b.SHA256)
	}
	if d.run.proof > 0 {
		if err := d.chainDigests(h, place); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// chainDigests writes the digests of what was written after the decision before this one.
func (d *decision) chainDigests(w io.Writer, place int64) error {
	for rows, err := range store.Query(d.ctx, d.tx, "digest_list", place) {
		if err != nil {
			return err
		}
		var table string
		var owner, count int64
		var sum, placed []byte
		if err := rows.Scan(&table, &owner, &count, &sum, &placed); err != nil {
			return err
		}
		if !digest.InHead(table) {
			continue
		}
		fmt.Fprintf(w, "rows %s %d %d %x\n", table, owner, count, sum)
		if d.run.proof > 1 {
			fmt.Fprintf(w, "at %x\n", placed)
		}
	}
	return nil
}

func (d *decision) chainFindings(w io.Writer) error {
	for f, err := range store.Stream(d.ctx, d.tx, "finding_list", scanFinding, d.run.ID, d.run.Job) {
		if err != nil {
			return err
		}
		amount := ""
		if f.Amount != nil {
			amount = f.Amount.String()
		}
		fmt.Fprintf(w, "finding %s %s %s %q %q %s %q %q\n", f.Code, f.TradeNo, f.BatchNo, f.NotifyID, amount, f.Status, f.Expected, f.Actual)
		if d.run.proof > 0 {
			fmt.Fprintf(w, "of %q %q %d %d %d %t\n", f.Severity, f.subject, f.FirstRun, f.source.Int64, f.line.Int64, f.Before != nil)
		}
	}
	return nil
}
