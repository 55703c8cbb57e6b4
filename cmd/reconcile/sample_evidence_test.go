package main

import (
	"strings"
	"time"

	"reconcile/alipay"
)

// firstLogged is the first day, counted from 1 November, of which the shop has a log: the
// last of October, packed.
const firstLogged = -4

// lostLog is the day whose log is gone: the disk was changed on 30 October.
const lostLog = -1

// tellEvidence adds what the newer codes are about: answers that come at odd times, more
// back than was asked for, and what nobody can read.
func (s *shop) tellEvidence() {
	s.tellClocks()
	s.tellExtras()
	s.tellSubmissions()
	s.tellUnread()
}

// back is a return of November with an order of its own.
func (s *shop) back(day int, due string) refund {
	return refund{trade: s.order(november, clock(day, 15, 0), due, due), amount: due}
}

// tellClocks: answers that come too early, too late, or again and again.
func (s *shop) tellClocks() {
	fast := s.submit(clock(9, 13, 40), s.back(4, "39.90")) // the clock of the till was ahead by half an hour
	s.deliver(clock(9, 13, 14), s.notice(fast))
	slow := s.submit(clock(9, 14, 5), s.back(4, "68.00")) // Alipay's queue stood still for a day
	s.deliver(clock(10, 17, 31), s.notice(slow))
	// After a release the page answered with a login form for an evening.
	b := s.submit(clock(11, 17, 20), s.back(5, "29.00"))
	n, at := s.notice(b), clock(11, 17, 26)
	for _, wait := range []time.Duration{0, 4 * time.Minute, 10 * time.Minute, 10 * time.Minute, time.Hour} {
		at = at.Add(wait)
		s.deliver(at, n)
	}
}

// tellExtras: a refund of which more fee came back than money, and one that the bank sent
// back, because the buyer had closed the card.
func (s *shop) tellExtras() {
	protected := refund{trade: s.order(november, clock(4, 15, 0), "399.00", "1.00"), amount: "1.00"} // the price fell by a yuan
	protected.item = success(protected) + fee(239, "SUCCESS")
	s.answer(s.submit(clock(10, 13, 15), protected))
	closed := s.back(5, "79.90")
	closed.item = success(closed) + "^true^F"
	s.answer(s.submit(clock(10, 13, 50), closed))
}

// tellSubmissions: a batch whose year somebody mistyped, and one that a forgotten script
// signed with the key of last year. Alipay took neither.
func (s *shop) tellSubmissions() {
	mistyped := batchOf(time.Date(2062, 11, 12, 13, 5, 0, 0, alipay.Shanghai()), s.back(6, "59.00"))
	s.send(mistyped, clock(12, 13, 5), "1")
	key, err := alipay.NewMD5(alipay.NewSecret("l4st0year0s0key0of0no0real0accnt"))
	if err != nil {
		s.t.Fatal(err)
	}
	current := s.key
	s.key = key
	s.submit(clock(14, 16, 50), s.back(7, "88.00"))
	s.key = current
}

// tellUnread: what cannot be read, and so holds the trade that it names. Of an answer only
// the line is left that a programmer printed to look for a fault; a mail program broke a
// submission when somebody sent the log; and in an export an amount is spelt out.
func (s *shop) tellUnread() {
	debugged := s.back(5, "66.00")
	s.submit(clock(7, 13, 15), debugged)
	s.log(clock(7, 13, 20), "", "2026-11-07 13:20:11,093 DEBUG [notify-1] AlipayController result_details="+success(debugged))
	broken := s.back(6, "19.90")
	s.submit(clock(13, 13, 30), broken)
	last := &s.sent[len(s.sent)-1]
	last.body = strings.Replace(last.body, "https%3A", "https%=\r\n3A", 1)
	s.unread = append(s.unread, broken)
	s.respelt = s.order(october, clock(-3, 15, 0), "128.00", "128.00")
}
