package ledger

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
)

// A block of deliveries is gathered before the ledger is asked which of them
// stand. It ends with so many items, or so many bytes of them: the more, the
// longer are the runs in which sorted rows meet one page, and the more memory
// it takes.
const (
	blockItems = 1 << 15
	blockBytes = 8 << 20
)

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
		n.NotifyTime.UnixMilli(), millis(c.At), n.SuccessNum, successes, n.Extra)
	if err != nil {
		return fmt.Errorf("record notification %s: %w", n.NotifyID, err)
	}
	in.include(n.NotifyTime)
	in.block = append(in.block, c)
	in.items += 1 + len(c.Results) + len(c.Bad)
	in.bytes += len(n.ResultDetails)
	if in.items < blockItems && in.bytes < blockBytes {
		return nil
	}
	return in.settle()
}

// settle asks the ledger what became of the gathered deliveries and records
// the items of those that stand. Which content stands is decided in SQL.
func (in *Intake) settle() error {
	if err := in.outer.Err(); err != nil || len(in.block) == 0 {
		return err
	}
	if err := in.captures.flush(); err != nil {
		return err
	}
	first, last := in.block[0].Line, in.block[len(in.block)-1].Line
	if _, err := exec(in.ctx, in.db, "notification_stand", in.source.ID, first, last); err != nil {
		return err
	}
	verdicts, err := list(in.ctx, in.db, "capture_verdict", scanVerdict, in.source.ID, first, last)
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
	clear(in.block)
	in.block, in.items, in.bytes = in.block[:0], 0, 0
	if err := in.writeClaims(); err != nil {
		return err
	}
	return in.writeMarks(false)
}

// writeClaims writes the items that stand in the order of their key.
func (in *Intake) writeClaims() error {
	slices.SortStableFunc(in.standing, func(a, b claim) int {
		return cmp.Or(strings.Compare(a.result.TradeNo, b.result.TradeNo), strings.Compare(a.notice.BatchNo, b.notice.BatchNo))
	})
	for _, c := range in.standing {
		var feeFen, feeCode any
		if c.result.Fee != nil {
			feeFen, feeCode = c.result.Fee.Amount.Fen(), c.result.Fee.Code
		}
		err := in.claims.add(c.result.TradeNo, in.source.Account, c.notice.BatchNo, c.result.Occurrence, c.notice.NotifyID,
			c.notice.NotifyTime.UnixMilli(), c.result.Amount.Fen(), c.result.Code, feeFen, feeCode, c.result.Dback, c.result.Rest, in.source.ID, c.line)
		if err != nil {
			return err
		}
	}
	clear(in.standing)
	in.standing = in.standing[:0]
	return nil
}

// A claim is one item of a notification that stands.
type claim struct {
	result alipay.Result
	notice *alipay.Notification
	line   int64
}

func scanVerdict(rows *sql.Rows) (verdict int, err error) {
	var line int64
	err = rows.Scan(&line, &verdict)
	return verdict, err
}

func (in *Intake) decide(c Capture, verdict int) error {
	switch verdict {
	case stands:
		in.count(c.Line, accepted)
		for _, b := range c.Bad {
			if err := in.malformed.add(in.source.ID, c.Line, b.Item, in.source.Account, c.Notice.NotifyID, c.Notice.BatchNo, b.Error()); err != nil {
				return err
			}
		}
		in.claim(c)
		return nil
	case contradicts:
		return in.reject(c.Line, "conflict", c.Notice.NotifyID, c.Notice.BatchNo, "notify_id "+c.Notice.NotifyID+" came before with other content; the first stands")
	case deliveredEarlier:
		if err := in.antedate(c); err != nil {
			return err
		}
	}
	in.count(c.Line, duplicate)
	return nil
}

// antedate gives a notification and its items the time of an earlier delivery,
// so that the order in which files are read does not matter.
func (in *Intake) antedate(c Capture) error {
	if _, err := exec(in.ctx, in.db, "notification_earlier", c.Notice.NotifyTime.UnixMilli(), c.Notice.NotifyID, in.source.Account); err != nil {
		return err
	}
	in.claim(c)
	return nil
}

// claim keeps the items of a delivery that stands until they are written.
func (in *Intake) claim(c Capture) {
	for _, r := range c.Results {
		in.standing = append(in.standing, claim{r, &c.Notice, c.Line})
	}
}

// millis is a time as the ledger keeps it; the zero time is NULL.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}
