package ledger

import (
	"context"
	"fmt"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An UnreadRequest is what can be read in a line that has a trace of a request and does
// not read, or of which a part does not (§3.3).
type UnreadRequest struct {
	BatchNo     string   // empty where it does not read
	Stated      int      // batch_num; 0 where it does not read
	Trades      []string // that it names
	MayNameMore bool     // it may name more trades than can be read
	Reason      string
}

// UnreadCapture records a line of a notify log that has a trace of a notification and does
// not read (UNREAD_CAPTURE). trades are those that it names; where it names none, it may
// be of any.
func (in *Intake) UnreadCapture(line int64, reason string, trades ...string) error {
	return in.unread(line, "UNREAD_CAPTURE", UnreadRequest{Trades: trades, MayNameMore: len(trades) == 0, Reason: reason})
}

// BareDelivery records a line, which is ignored, that tells of a notification whose body
// the log does not have: it may be of any trade (UNREAD_CAPTURE).
func (in *Intake) BareDelivery(line int64, reason string) error {
	return in.keepUnread(place{line: line, no: 1}, "UNREAD_CAPTURE", UnreadRequest{MayNameMore: true, Reason: reason})
}

// UnreadRequest records a line of a request log that has a trace of a request and does not
// read (UNREAD_REQUEST).
func (in *Intake) UnreadRequest(line int64, u UnreadRequest) error {
	return in.unread(line, "UNREAD_REQUEST", u)
}

func (in *Intake) unread(line int64, code string, u UnreadRequest) error {
	p := in.next(line)
	if err := in.reject(rejection{place: p, kind: "row", batchNo: u.BatchNo, reason: u.Reason}); err != nil {
		return err
	}
	return in.keepUnread(p, code, u)
}

// keepUnread records what a capture holds that does not read, whatever became of it.
func (in *Intake) keepUnread(p place, code string, u UnreadRequest) error {
	var stated any
	if u.Stated > 0 {
		stated = u.Stated
	}
	_, err := store.Exec(in.ctx, in.db, "unread_add", in.source.ID, p.line, p.no, in.source.Account, code, u.BatchNo, stated, bit(u.MayNameMore), u.Reason)
	if err != nil {
		return words.Errorf("record line %d, which does not read: %w", p.line, err)
	}
	return in.name(in.ctx, in.db, code, rejection{place: p, batchNo: u.BatchNo, trades: u.Trades})
}

// partlyUnread records lines of an accepted request that do not read, or are fewer than
// it states.
func (in *Intake) partlyUnread(p place, r alipay.Request) error {
	stated, err := strconv.Atoi(r.BatchNum)
	fewer := err == nil && stated > len(r.Lines)+len(r.Bad)
	if len(r.Bad) == 0 && !fewer {
		return nil
	}
	u := UnreadRequest{BatchNo: r.BatchNo, Stated: max(stated, 0), MayNameMore: fewer}
	for _, bad := range r.Bad {
		trades := alipay.TradeNumbersIn(bad.Text)
		u.Trades = append(u.Trades, trades...)
		u.MayNameMore = u.MayNameMore || len(trades) == 0
	}
	u.Reason = fmt.Sprintf("%d of %s lines of batch %s can be read", len(r.Lines), alipay.Quote(r.BatchNum), r.BatchNo)
	return in.keepUnread(p, "UNREAD_REQUEST", u)
}

// requestTrades are the trades that a request names.
func requestTrades(r alipay.Request) (trades []string) {
	for _, l := range r.Lines {
		trades = append(trades, l.TradeNo)
	}
	for _, bad := range r.Bad {
		trades = append(trades, alipay.TradeNumbersIn(bad.Text)...)
	}
	return trades
}

// name records the trades that a capture or a line names which did not count. code is the
// finding that it is.
func (o *openSource) name(ctx context.Context, db store.Runner, code string, r rejection) error {
	for _, trade := range r.trades {
		if trade == "" {
			continue
		}
		if _, err := store.Exec(ctx, db, "named_trade_add", trade, o.source.Account, o.source.ID, r.line, r.no, code, r.batchNo, r.notifyID); err != nil {
			return err
		}
	}
	return nil
}
