package main

import (
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
)

// A notice is what a notification says, whenever it is delivered.
type notice struct {
	id, batch string
	num       int
	items     []string
}

// notice makes the notification of a batch.
func (s *shop) notice(b sampleBatch) notice {
	items := b.items()
	return notice{s.hex(), b.no, successes(items), items}
}

// params are a delivery's parameters, without signature.
func (n notice) params(at time.Time) alipay.Params {
	return alipay.Params{
		{Name: "notify_time", Value: at.Format(alipay.TimeLayout)},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: n.id},
		{Name: "batch_no", Value: n.batch},
		{Name: "success_num", Value: fmt.Sprint(n.num)},
		{Name: "result_details", Value: strings.Join(n.items, "#")},
	}
}

// deliver logs one delivery.
func (s *shop) deliver(at time.Time, n notice) {
	s.settle(at, n)
	s.log(at, refundPath, s.signed(n.params(at)))
}

// answer delivers the notification of a batch some minutes after its password
// was typed, and now and then again, because the server was slow to answer.
func (s *shop) answer(b sampleBatch) notice {
	n, at := s.notice(b), s.later(b.at, 3*time.Minute, 1200)
	s.deliver(at, n)
	for _, wait := range []time.Duration{4 * time.Minute, 10 * time.Minute, 10 * time.Minute} {
		if s.rng.IntN(5) > 1 {
			break
		}
		at = at.Add(wait)
		s.deliver(at, n)
	}
	return n
}

// log adds a line to the merchant's log.
func (s *shop) log(at time.Time, path, body string) {
	s.got = append(s.got, logged{at, path, body})
}

const (
	refundPath = "/alipay/refund_notify"
	payPath    = "/alipay/pay_notify"
)

// payments are the notifications of payments, which share the log and are none
// of reconcile's business.
func (s *shop) payments() {
	for _, orders := range s.exports {
		for _, o := range orders {
			if o.at.Before(clock(firstLogged, 0, 0)) {
				continue
			}
			at := s.later(o.at, time.Second, 20)
			s.log(at, payPath, s.signed(alipay.Params{
				{Name: "notify_time", Value: at.Format(alipay.TimeLayout)},
				{Name: "notify_type", Value: "trade_status_sync"},
				{Name: "notify_id", Value: s.hex()},
				{Name: "trade_no", Value: o.trade},
				{Name: "total_fee", Value: o.paid},
				{Name: "trade_status", Value: "TRADE_SUCCESS"},
			}))
		}
	}
}

// noise is what other services log.
func (s *shop) noise() {
	for day := firstLogged; day <= fortnight; day++ {
		for range 8 + s.rng.IntN(4) {
			s.log(s.later(clock(day, 0, 10), 0, 23*3600), "", "")
		}
	}
}
