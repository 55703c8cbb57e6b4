package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// fortnight is how many days the sample has.
const fortnight = 14

// The exports of the sample.
const (
	october = iota
	november
	wholesale
)

// prices are what the shop sells for.
func prices() []string {
	return []string{"19.90", "29.00", "39.90", "45.50", "59.00", "68.00", "79.90", "88.00", "99.00", "118.00", "128.00", "158.00", "199.00", "268.00", "399.00", "560.00"}
}

// trade makes up ordinary orders: about half of them are kept, the others go
// back some days later, in full or in part.
func (s *shop) trade() {
	for i := range 200 {
		export, at := october, clock(-13+i/8, 9, i%8*80)
		if at.After(clock(1, 0, 0)) {
			export = november
		}
		paid := prices()[s.rng.IntN(len(prices()))]
		due := [...]string{"0.00", "0.00", paid, paid, "10.00"}[s.rng.IntN(5)]
		if i%10 == 9 {
			export, due = wholesale, ""
			paid = fmt.Sprintf("%d.00", 800+20*s.rng.IntN(60))
		}
		if at.After(clock(12, 0, 0)) && due != "" {
			due = "0.00" // too new to have come back
		}
		trade := s.order(export, at, paid, due)
		s.comesBack(trade, at, due)
	}
	slices.SortFunc(s.returns, func(a, b refund) int { return a.at.Compare(b.at) })
}

// comesBack plans the refund of an ordinary return. Wholesale takes goods back
// by agreement, so its export knows of no due.
func (s *shop) comesBack(trade string, paid time.Time, due string) {
	if due == "" && s.rng.IntN(2) == 0 {
		due = "120.00"
	}
	if due == "" || due == "0.00" {
		return
	}
	last := clock(14, 21, 0)
	spread := min(9*24*time.Hour, last.Sub(paid)-48*time.Hour)
	back := s.later(paid, 48*time.Hour, int(spread.Seconds()))
	if first := clock(1, 8, 0); back.Before(first) {
		back = s.later(first, 0, 3*24*3600)
	}
	s.returns = append(s.returns, refund{trade: trade, amount: due, at: back})
}

// work sends three batches a day, of the returns that wait and what stories
// planned, and logs Alipay's answers. The last batch has none yet.
func (s *shop) work() {
	for day := 1; day <= fortnight; day++ {
		for slot, hour := range []int{10, 15, 20} {
			at := s.later(clock(day, hour, 5), 0, 2400)
			lines := s.waiting(at)
			if slot == 1 {
				lines = append(lines, s.planned[day]...)
			}
			if len(lines) == 0 {
				continue
			}
			slices.SortFunc(lines, func(a, b refund) int { return strings.Compare(a.trade, b.trade) })
			b := s.submit(at, lines...)
			if day < fortnight || slot < 2 {
				s.answer(b)
			}
		}
	}
}

// waiting takes the returns that came back before a moment.
func (s *shop) waiting(at time.Time) []refund {
	n := 0
	for n < len(s.returns) && s.returns[n].at.Before(at) {
		n++
	}
	lines := slices.Clone(s.returns[:n])
	s.returns = s.returns[n:]
	for i, l := range lines {
		if cents := s.yuan(l.amount).Fen() * 6 / 1000; s.rng.IntN(5) == 0 && cents > 0 {
			lines[i].item = success(l) + fee(cents, "SUCCESS")
		}
	}
	return lines
}

// fee is the fee section of an item.
func fee(fen int64, result string) string {
	return fmt.Sprintf("$fees@example.com^2088102003456789^%d.%02d^%s", fen/100, fen%100, result)
}
