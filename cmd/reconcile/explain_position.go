package main

import (
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A position is what is refunded and in flight of a trade after one of its events.
type position struct {
	Refunded alipay.Money  `json:"refunded"`
	InFlight alipay.Money  `json:"in_flight"`
	Headroom *alipay.Money `json:"headroom,omitempty"` // paid − refunded − in flight − given another way; nil where paid is not known
}

// An attempt names one line of a batch about one trade.
type attempt struct {
	batchNo    string
	occurrence int64
}

// A timeline follows one trade from event to event. After the last one its
// position is that of the totals of the books (§4).
type timeline struct {
	paid     *alipay.Money
	given    alipay.Money // another way than by a refund
	refunded alipay.Money
	answered map[attempt]bool
	pending  map[attempt]alipay.Money
}

// newTimeline returns the timeline of a trade before its first event.
func newTimeline(events []ledger.Event) *timeline {
	return &timeline{paid: paidOf(events), answered: map[attempt]bool{}, pending: map[attempt]alipay.Money{}}
}

// paidOf is what a person says was paid for a trade, else its orders; nil where there is
// none, or where exports contradict each other.
func paidOf(events []ledger.Event) *alipay.Money {
	var paid *alipay.Money
	for _, e := range slices.Backward(events) {
		if e.Kind == ledger.EventKind(ledger.ActPaid) && e.Effective {
			return e.Amount
		}
	}
	for _, e := range events {
		if e.Kind != ledger.EventOrder {
			continue
		}
		if paid != nil && paid.Cmp(*e.Amount) != 0 {
			return nil
		}
		paid = e.Amount
	}
	return paid
}

// apply takes the next event and returns the position after it; nil where the
// event moves no money.
func (s *timeline) apply(e ledger.Event) *position {
	at := attempt{e.BatchNo, e.Occurrence}
	switch e.Kind {
	case ledger.EventRequest:
		if !s.answered[at] { // a notification's clock may be behind the request's
			s.pending[at] = *e.Amount
		}
	case ledger.EventResult, ledger.EventAnswer:
		s.answered[at] = true
		delete(s.pending, at)
		if e.Effective && e.Code == alipay.Success {
			s.refunded = s.refunded.Add(*e.Amount)
		}
	case ledger.EventVoid:
		if !e.Effective {
			return nil
		}
		s.void(e.BatchNo)
	case ledger.EventKind(ledger.ActElsewhere):
		if !e.Effective {
			return nil
		}
		s.given = s.given.Add(*e.Amount)
	default:
		return nil
	}
	return s.position()
}

// void takes the lines of a batch that nobody answered out of flight.
func (s *timeline) void(batchNo string) {
	for at := range s.pending {
		if at.batchNo == batchNo {
			delete(s.pending, at)
		}
	}
}

func (s *timeline) position() *position {
	b := position{Refunded: s.refunded}
	for _, amount := range s.pending {
		b.InFlight = b.InFlight.Add(amount)
	}
	if s.paid != nil {
		left := s.paid.Sub(b.Refunded).Sub(b.InFlight).Sub(s.given)
		b.Headroom = &left
	}
	return &b
}
