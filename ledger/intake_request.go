package ledger

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Submission is one submission of the interface as a log holds it.
type Submission struct {
	Line         int64
	Request      alipay.Request
	Account      *alipay.Merchant // what the request is checked against; nil: by itself alone
	BadSignature string           // why its signature is bad; empty where it is good, or was not checked
}

// faults are the rules of the interface that the request breaks.
func (s Submission) faults() []alipay.Fault {
	if s.Account == nil {
		return alipay.CheckRequest(s.Request)
	}
	return alipay.CheckCaptured(s.Request, *s.Account)
}

// Request records a captured request. The first request of a batch number
// counts; the same lines again are a duplicate; other lines are rejected
// (BATCH_NO_REUSED).
func (in *Intake) Request(s Submission) error {
	p, r := in.next(s.Line), s.Request
	var faults []string
	for _, f := range s.faults() {
		faults = append(faults, f.Error())
	}
	refundTime, ok := r.RefundTime()
	if ok {
		in.include(refundTime)
	}
	n, err := store.Exec(in.ctx, in.db, "request_add", r.BatchNo, in.source.Account, r.Digest[:], millis(refundTime),
		len(r.Lines), r.Total().Fen(), joinFaults(faults), in.source.ID, p.line, s.BadSignature, bit(s.Account != nil && r.NotifyURL == ""))
	if err != nil {
		return words.Errorf("record request of batch %s: %w", r.BatchNo, err)
	}
	if n == 0 {
		return in.again(p, r)
	}
	if !ok {
		refundTime = batchDay(r.BatchNo)
	}
	in.count(p, accepted)
	in.sums.requests++
	in.sums.day(refundTime.UnixMilli(), 0, int64(len(r.Lines)))
	if err := in.partlyUnread(p, r); err != nil {
		return err
	}
	for _, l := range r.Lines {
		if err := in.lines.Add(l.TradeNo, in.source.Account, r.BatchNo, int64(l.Occurrence), l.Amount.Fen(), refundTime.UnixMilli(), l.Reason); err != nil {
			return words.Errorf("record request of batch %s: %w", r.BatchNo, err)
		}
	}
	return nil
}

// again handles a request whose batch number the ledger knows.
func (in *Intake) again(p place, r alipay.Request) error {
	var digest []byte
	if err := store.QueryRow(in.ctx, in.db, "request_digest", []any{r.BatchNo, in.source.Account}, &digest); err != nil {
		return words.Errorf("compare request of batch %s: %w", r.BatchNo, err)
	}
	if !bytes.Equal(digest, r.Digest[:]) {
		return in.reject(rejection{place: p, kind: "reused", batchNo: r.BatchNo, reason: "batch_no " + r.BatchNo + " was used before for other lines; the first stands", trades: requestTrades(r)})
	}
	in.count(p, duplicate)
	return nil
}

// batchDay is the beginning of a batch number's day. A request whose
// refund_date cannot be read is as old as its number says, and as old as can be
// where that says nothing: what is in flight for ever must be seen.
func batchDay(batchNo string) time.Time {
	if len(batchNo) < 8 {
		return time.UnixMilli(0)
	}
	t, err := time.ParseInLocation("20060102", batchNo[:8], alipay.Shanghai())
	if err != nil {
		return time.UnixMilli(0)
	}
	return t
}

// joinFaults keeps the faults of a request readable: the first ten, and how
// many more there are.
func joinFaults(faults []string) string {
	const most = 10
	if len(faults) > most {
		faults = append(faults[:most:most], fmt.Sprintf("and %d more", len(faults)-most))
	}
	return strings.Join(faults, "; ")
}
