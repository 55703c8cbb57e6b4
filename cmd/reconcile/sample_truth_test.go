package main

import (
	"testing"

	"reconcile/alipay"
)

// A sampleTruth is what the whole evidence of the sample shows, by trade, in fen.
type sampleTruth struct{ owed, shown map[string]int64 }

// newSampleTruth adds the sample up from what made it: of each trade the least that was
// paid or is due, and each refund that a result or a bill shows, or that was sent and has
// no result.
func newSampleTruth(t *testing.T) sampleTruth {
	s := newShop(t)
	s.trade()
	s.tell()
	s.work()
	s.tellBatches()
	truth := sampleTruth{map[string]int64{}, map[string]int64{}}
	truth.addOwed(s)
	truth.addShown(s)
	return truth
}

// addOwed adds the least that was paid for each trade or is due.
func (truth sampleTruth) addOwed(s *shop) {
	for _, orders := range s.exports {
		for _, o := range orders {
			owed := s.yuan(o.paid).Fen()
			if o.due != "" {
				owed = min(owed, s.yuan(o.due).Fen())
			}
			if before, ok := truth.owed[o.trade]; ok {
				owed = min(owed, before)
			}
			truth.owed[o.trade] = owed
		}
	}
}

// addShown adds what results and bills show, and what was sent and has no result.
func (truth sampleTruth) addShown(s *shop) {
	lines, told := map[[2]string]int64{}, map[[2]string]bool{}
	for _, l := range s.sent {
		r, err := alipay.ParseRequest(l.body, alipay.GBK)
		if err != nil {
			continue // it stands among the unread
		}
		for _, line := range r.Lines {
			lines[[2]string{r.BatchNo, line.TradeNo}] = line.Amount.Fen()
		}
	}
	for _, l := range s.got {
		n, err := alipay.ParseNotification(l.body, s.key)
		if err != nil || l.path != refundPath || l.at.After(clock(15, 0, 0)) {
			continue
		}
		results, _ := alipay.ParseResultDetails(n.ResultDetails)
		for _, r := range results {
			key := [2]string{n.BatchNo, r.TradeNo}
			if told[key] = true; r.Code != alipay.Success {
				delete(lines, key)
			} else {
				lines[key] = r.Amount.Fen()
			}
		}
	}
	for _, b := range s.bills {
		if b.at.Before(clock(14, 0, 0)) {
			lines[[2]string{b.batch, b.trade}] = s.yuan(b.amount).Fen()
		}
	}
	for _, u := range s.unread {
		truth.shown[u.trade] += s.yuan(u.amount).Fen()
	}
	for key, amount := range lines {
		truth.shown[key[1]] += amount
	}
}
