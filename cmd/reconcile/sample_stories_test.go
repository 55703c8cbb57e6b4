package main

import (
	"math/rand/v2"
	"time"
)

// tell adds what goes wrong: every code of the catalogue at least once, but that of
// restored books, and the one after a void in the late log. Most of it rides in ordinary batches.
func (s *shop) tell() {
	s.tellAmounts()
	s.tellFailures()
	s.tellFees()
	s.tellAttempts()
}

// tellBatches adds what needs a batch or a notification of its own.
func (s *shop) tellBatches() {
	s.tellSilence()
	s.tellRequests()
	s.tellNotices()
	s.tellForgeries()
	s.tellBills()
	s.tellEvidence()
	s.tellVisits()
}

// tellAmounts: what was refunded is not what was owed.
func (s *shop) tellAmounts() {
	twice := s.order(october, clock(-3, 11, 0), "268.00", "268.00") // somebody sent it on two days
	s.plan(4, twice, "268.00", "")
	s.plan(6, twice, "268.00", "")
	generous := s.order(october, clock(-2, 14, 0), "560.00", "80.00")
	s.plan(5, generous, "100.00", "")
	slip := s.order(november, clock(2, 14, 0), "88.00", "880.00") // a slip of the keyboard
	s.plan(5, slip, "8.00", "")
	exposed := s.order(november, clock(3, 9, 0), "180.00", "120.00")
	s.plan(9, exposed, "120.00", "")
	s.submit(clock(14, 21, 12), refund{trade: exposed, amount: "120.00"}) // again, and not answered yet
	short := s.order(november, clock(4, 9, 0), "59.90", "59.90")
	s.plan(8, short, "59.90", short+"^59.00^SUCCESS")
	half := s.order(november, clock(2, 16, 0), "158.00", "150.00") // the second parcel came back later
	s.plan(7, half, "100.00", "")
	for i, due := range []string{"99.00", "45.50", "19.90"} { // forgotten
		s.order(november, clock(8+i, 13, 0), due, due)
	}
	s.order(november, clock(6, 10, 0), "4680.00", "4680.00") // above the cap of a line
	moved := s.order(october, clock(-4, 17, 0), "158.00", "20.00")
	s.exports[november] = append(s.exports[november], sampleOrder{trade: moved, paid: "185.00", due: "20.00", at: clock(1, 0, 3)})
}

// tellFailures: what Alipay refused, one of each class, and one that was cured.
func (s *shop) tellFailures() {
	for i, code := range []string{"TRADE_HAS_CLOSED", "ACCOUNT_NOT_EXISTS", "SYSTEM_ERROR", "BUYER_WALLET_SUSPENDED"} {
		trade := s.order(november, clock(2+i, 12, 0), "79.90", "79.90")
		s.plan(6+i, trade, "79.90", trade+"^79.90^"+code)
	}
	again := s.order(november, clock(3, 18, 0), "128.00", "128.00")
	s.plan(10, again, "128.00", again+"^128.00^SELLER_BALANCE_NOT_ENOUGH")
	cured := s.order(october, clock(-1, 18, 0), "399.00", "399.00")
	s.plan(10, cured, "399.00", cured+"^399.00^SELLER_BALANCE_NOT_ENOUGH")
	s.plan(11, cured, "399.00", "")
	foreign := s.tradeNo(clock(-30, 8, 0), october) // of another shop: in no export
	s.plan(12, foreign, "36.00", foreign+"^36.00^BATCH_REFUND_LOCK_ERROR")
}

// tellFees: the trade and its fee have different fates.
func (s *shop) tellFees() {
	kept := s.order(november, clock(5, 15, 0), "199.00", "199.00")
	s.plan(9, kept, "199.00", success(refund{trade: kept, amount: "199.00"})+fee(119, "REFUND_CHARGE_FEE_ERROR"))
	alone := s.order(november, clock(5, 16, 0), "118.00", "118.00")
	s.plan(9, alone, "118.00", alone+"^118.00^TRADE_STATUS_ERROR"+fee(70, "SUCCESS"))
}

// tellAttempts: one trade is refunded lesson by lesson, another visit by visit.
func (s *shop) tellAttempts() {
	course := s.order(october, clock(-10, 10, 0), "560.00", "110.00")
	for day := 3; day <= 13; day++ {
		s.plan(day, course, "10.00", "")
	}
	s.ticket = s.order(october, clock(-6, 10, 0), "399.00", "51.00")
}

// mostRefunds is how often Alipay refunds one trade. A further refund it leaves alone, and
// never answers.
const mostRefunds = 99

// tellVisits: a script gives back half a yuan for each of 102 visits that fell out, in a
// batch of its own every minute, and waits for the answer; of the hundredth none comes. Its
// chances are its own: the rest of the fortnight goes as it would without them.
func (s *shop) tellVisits() {
	others := s.rng
	s.rng = rand.New(rand.NewPCG(20261101, mostRefunds))
	for visit := range mostRefunds + 1 {
		b := batchOf(clock(1, 0, 30+visit), refund{trade: s.ticket, amount: "0.50"})
		s.send(b, b.at, "1")
		if visit < mostRefunds {
			s.deliver(b.at.Add(20*time.Second), s.notice(b))
		}
	}
	s.rng = others
}

// tellSilence: batches that Alipay never answered.
func (s *shop) tellSilence() {
	waits := s.order(november, clock(4, 11, 0), "300.00", "300.00")
	s.submit(clock(9, 16, 45), refund{trade: waits, amount: "200.00"})
	var refused []refund
	for i, due := range []string{"68.00", "39.90", "118.00"} {
		refused = append(refused, refund{trade: s.order(november, clock(5, 10+i, 0), due, due), amount: due})
	}
	s.refused(s.submit(clock(12, 16, 40), refused...))
}

// refused keeps the notification that comes after all, days later, out of the
// fortnight.
func (s *shop) refused(b sampleBatch) {
	n := s.notice(b)
	for _, at := range []time.Time{clock(16, 9, 12), clock(16, 9, 16)} {
		s.deliver(at, n)
	}
}

// tellRequests: submissions that break a rule of the interface.
func (s *shop) tellRequests() {
	back := func(day int, due string) refund {
		return refund{trade: s.order(october, clock(-day, 12, 0), due, due), amount: due}
	}
	b := batchOf(clock(3, 12, 31), back(5, "29.00"), back(6, "45.50"))
	s.send(b, b.at, "1") // batch_num is one too few
	s.answer(b)
	reused := s.submit(clock(6, 11, 20), back(7, "88.00"))
	s.answer(reused)
	s.send(sampleBatch{reused.no, clock(6, 11, 52), []refund{{trade: reused.lines[0].trade, amount: "8.80"}}}, clock(6, 11, 52), "1")
	reload := s.submit(clock(7, 11, 5), back(8, "19.90"))
	s.send(reload, clock(7, 11, 6), "1")
	s.answer(reload)
	double := back(9, "40.00")
	double.amount = "20.00"
	s.answer(s.submit(clock(8, 11, 33), double, double))
}

// tellNotices: notifications that contradict themselves, each other or the
// requests.
func (s *shop) tellNotices() {
	back := func(day int, due string) refund {
		return refund{trade: s.order(october, clock(-day, 13, 0), due, due), amount: due}
	}
	b := s.submit(clock(4, 11, 15), back(1, "59.00"), back(2, "68.00"))
	n := s.notice(b)
	n.num = 3
	s.deliver(clock(4, 11, 26), n)

	b = s.submit(clock(5, 11, 40), back(3, "99.00"))
	n = s.answer(b)
	n.items = []string{b.lines[0].trade + "^9.90^SUCCESS"} // the same notify_id, another amount
	s.deliver(clock(5, 13, 2), n)

	b = s.submit(clock(11, 11, 10), back(4, "118.00"))
	n = s.notice(b)
	s.deliver(clock(11, 11, 19), notice{n.id, n.batch, 0, []string{b.lines[0].trade + "^118.00^SYSTEM_ERROR"}})
	s.deliver(clock(11, 13, 44), notice{s.hex(), n.batch, n.num, n.items}) // after all

	b = s.submit(clock(12, 11, 25), back(5, "29.00"), back(6, "39.90"))
	n = s.notice(b)
	n.items[1] = b.lines[1].trade + "^39,90^SUCCESS"
	n.num = 1
	s.deliver(clock(12, 11, 37), n)

	b = s.submit(clock(13, 11, 25), back(7, "79.90"))
	guest := back(8, "39.90")
	b.lines = append(b.lines, guest) // answered, though it was never asked for
	s.answer(b)
	s.answer(batchOf(clock(13, 12, 10), back(9, "45.50"))) // typed in by hand at Alipay
}

// tellForgeries: what is not Alipay's, or cannot be read.
func (s *shop) tellForgeries() {
	trade := s.order(october, clock(-8, 10, 0), "128.00", "128.00")
	b := s.submit(clock(11, 12, 5), refund{trade: trade, amount: "128.00"})
	s.answer(b)
	forged := notice{s.hex(), b.no, 1, []string{trade + "^100.00^SUCCESS"}}
	at := clock(13, 3, 33)
	s.log(at, refundPath, forged.params(at).Encode()+"&sign_type=MD5&sign="+s.hex())
	at = clock(13, 14, 2)
	s.log(at, refundPath, s.signed(s.notice(b).params(at))+"&batch_no="+b.no) // a proxy repeated a parameter
}
