package ledger

import (
	"database/sql"
	"fmt"
	"time"
)

// blockLines is how many deliveries are gathered before the ledger is asked
// which of them stand.
const blockLines = 2048

// What capture_verdict says of a delivery.
const (
	stands = iota
	delivered
	deliveredEarlier
	contradicts
)

// Capture records one delivery of a notification whose signature is good. The
// first content of a notify_id stands; the same content again is a duplicate;
// other content is rejected (NOTIFY_CONFLICT).
func (in *Intake) Capture(c Capture) error {
	successes := 0
	for _, r := range c.Results {
		if r.Succeeded() {
			successes++
		}
	}
	n := c.Notice
	err := in.captures.add(in.source.ID, c.Line, in.source.Account, n.NotifyID, n.BatchNo, n.Digest[:],
		n.NotifyTime.UnixMilli(), millis(c.At), n.SuccessNum, successes)
	if err != nil {
		return fmt.Errorf("record notification %s: %w", n.NotifyID, err)
	}
	in.block = append(in.block, c)
	if len(in.block) < blockLines {
		return nil
	}
	return in.settle()
}

// settle asks the ledger what became of the gathered deliveries and records
// the items of those that stand. Which content stands is decided in SQL.
func (in *Intake) settle() error {
	if len(in.block) == 0 {
		return nil
	}
	if err := in.captures.flush(); err != nil {
		return err
	}
	first, last := in.block[0].Line, in.block[len(in.block)-1].Line
	if _, err := exec(in.ctx, in.tx, "notification_stand", in.source.ID, first, last); err != nil {
		return err
	}
	verdicts, err := list(in.ctx, in.tx, "capture_verdict", scanVerdict, in.source.ID, first, last)
	if err != nil {
		return err
	}
	if len(verdicts) != len(in.block) {
		return fmt.Errorf("settle notifications: %d of %d deliveries have a verdict", len(verdicts), len(in.block))
	}
	for i, c := range in.block {
		if err := in.decide(c, verdicts[i]); err != nil {
			return fmt.Errorf("record notification %s: %w", c.Notice.NotifyID, err)
		}
	}
	in.block = in.block[:0]
	return nil
}

func scanVerdict(rows *sql.Rows) (verdict int, err error) {
	var line int64
	err = rows.Scan(&line, &verdict)
	return verdict, err
}

func (in *Intake) decide(c Capture, verdict int) error {
	switch verdict {
	case stands:
		in.accept()
		for _, b := range c.Bad {
			if err := in.items.add(in.source.ID, c.Line, b.Item, in.source.Account, c.Notice.NotifyID, c.Notice.BatchNo, b.Error()); err != nil {
				return err
			}
		}
		return in.claim(c)
	case contradicts:
		return in.reject(c.Line, "conflict", c.Notice.NotifyID, c.Notice.BatchNo, "notify_id "+c.Notice.NotifyID+" came before with other content; the first stands")
	case deliveredEarlier:
		if err := in.antedate(c); err != nil {
			return err
		}
	}
	in.counts.Lines++
	in.counts.Duplicate++
	return nil
}

// antedate gives a notification and its items the time of an earlier delivery,
// so that the order in which files are read does not matter.
func (in *Intake) antedate(c Capture) error {
	if _, err := exec(in.ctx, in.tx, "notification_earlier", c.Notice.NotifyTime.UnixMilli(), c.Notice.NotifyID, in.source.Account); err != nil {
		return err
	}
	return in.claim(c)
}

func (in *Intake) claim(c Capture) error {
	for _, r := range c.Results {
		var feeFen, feeCode any
		if r.Fee != nil {
			feeFen, feeCode = r.Fee.Amount.Fen(), r.Fee.Code
		}
		err := in.claims.add(r.TradeNo, in.source.Account, c.Notice.BatchNo, r.Occurrence, c.Notice.NotifyID,
			c.Notice.NotifyTime.UnixMilli(), r.Amount.Fen(), r.Code, feeFen, feeCode, r.Dback, r.Rest, in.source.ID, c.Line)
		if err != nil {
			return err
		}
	}
	return nil
}

// millis is a time as the ledger keeps it; the zero time is NULL.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}
