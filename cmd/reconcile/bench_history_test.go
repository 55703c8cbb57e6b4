package main

import (
	"fmt"
	"time"

	"reconcile/alipay"
)

// A benchHistory is the shop of .ci/bench-growth: nights of as many captures as
// trades, two results a trade, all of it settled but a few trades whose number does
// not grow with the history, and behind it the nights that are measured. Every part
// of it is computed from its number, so that a long history takes no memory.
//
// The captures of a night are a multiple of 200, the nights at least 10.
type benchHistory struct {
	signer alipay.Signer
	night  int // captures of a night
	nights int // of the history
	owed   map[int]int32
}

// trades are those of the history; the measured nights bring more.
func (h *benchHistory) trades() int { return h.night * h.nights }

// open are the trades that stay open whatever the size, and step is how far apart
// they are.
func (h *benchHistory) open() (trades, step int) {
	trades = min(2000, h.trades()/40)
	return trades, h.trades() / trades &^ 3
}

// isOpen reports whether a trade stays open, and whether that is because it is in no
// export; it was refunded more than was due otherwise.
func (h *benchHistory) isOpen(trade int) (open, unknown bool) {
	trades, step := h.open()
	open = trade < h.trades() && trade%step == 0 && trade/step < trades
	return open, open && trade/step%2 == 1
}

// share is what each result of a trade is about. A thirty-second of what was paid
// leaves room for all that the nights bring.
func (h *benchHistory) share(trade int) int32 { return int32(100 + trade*7919%60_000) }

// tries are a trade's results in the history.
func (h *benchHistory) tries(trade int) int {
	if trade >= h.trades() {
		return 0
	}
	return []int{1, 2, 2, 3}[trade%4]
}

// failed reports whether the first of those failed: a later one cures it.
func (h *benchHistory) failed(trade int) bool { return trade < h.trades() && trade%10 == 1 }

// due is what a trade's order says.
func (h *benchHistory) due(trade int) int32 {
	good := h.tries(trade)
	if h.failed(trade) {
		good--
	}
	due := int32(good)*h.share(trade) + h.owed[trade]
	if open, _ := h.isOpen(trade); open {
		due--
	}
	return due
}

// result is the i-th result of one night of the history: every trade's first, then
// all the second ones, then the third. Two neighbours are never of one trade.
func (h *benchHistory) result(i int) (trade, try int) {
	b := h.night
	switch second := i - b; {
	case second < 0:
		return i * 7919 % b, 0
	case second < b*3/4:
		x := second * 7919 % (b * 3 / 4)
		return x/3*4 + x%3 + 1, 1
	default:
		return (second-b*3/4)*7919%(b/4)*4 + 3, 2
	}
}

// touched is the i-th trade of the measured night, of which the first is 0: half of
// them are new, four in ten are of the last seven nights of the history, one in ten
// is anywhere before. None of them is one that stays open.
func (h *benchHistory) touched(night, i int) int {
	b := h.night
	known := h.trades() + night*b/2
	old := known - 7*b
	switch {
	case i < b/2:
		return known + i
	case i < b*9/10:
		return old + (i*7919+night*31)%(7*b/2)*2 + 1
	default:
		stride := old / (b / 10)
		return ((i-b*9/10)*stride + night*37%stride) | 1
	}
}

// mishap tells how the i-th trade of a measured night fares: the first of its two
// results fails in one of ten, the second, which nothing cures, in one of a hundred.
func (h *benchHistory) mishap(i int) (first, second bool) { return i%10 == 1, i%100 == 0 }

// owe adds what the trades of a measured night are owed.
func (h *benchHistory) owe(night int) {
	for i := range h.night {
		trade := h.touched(night, i)
		h.owed[trade] += 2 * h.share(trade)
		if first, _ := h.mishap(i); first {
			h.owed[trade] -= h.share(trade)
		}
	}
}

// capture is a line of the history, two results.
func (h *benchHistory) capture(serial int) (string, error) {
	n := &benchNotice{serial: serial, at: h.moment(serial)}
	for i := range 2 {
		trade, try := h.result(serial%h.night*2 + i)
		trade += serial / h.night * h.night
		d := benchDetail{fen: h.share(trade), hasFee: serial%7 == 0}
		if try == 0 && h.failed(trade) {
			d.failure, d.hasFee = 2, false
		}
		n.add(h.tradeNo(trade), d)
	}
	return n.line(h.signer)
}

// news is the i-th capture of a measured night, or, after those, an old one that is
// delivered again.
func (h *benchHistory) news(night, i int) (string, error) {
	if i >= h.night {
		return h.capture((i - h.night) * 7919 % h.trades())
	}
	serial := h.trades() + night*h.night + i
	n := &benchNotice{serial: serial, at: h.moment(serial)}
	for j := range 2 {
		x := (2*i + j) * 7919 % h.night
		trade := h.touched(night, x)
		d := benchDetail{fen: h.share(trade)}
		first, second := h.mishap(x)
		switch isSecond := 2*i >= h.night; {
		case isSecond && second:
			d.failure = 2
			d.fen++ // no success of its day is of the same amount, and cures it
		case !isSecond && first:
			d.failure = 2
		}
		n.add(h.tradeNo(trade), d)
	}
	return n.line(h.signer)
}

// moment is when a capture was notified: the history ends with 2026-03-14, and the
// measured nights follow.
func (h *benchHistory) moment(serial int) time.Time {
	of := 24 * time.Hour * time.Duration(serial%h.night) / time.Duration(h.night)
	return h.day(serial / h.night).Add(of)
}

// day is the day of a night.
func (h *benchHistory) day(night int) time.Time {
	return time.Date(2026, 3, 15, 0, 0, 0, 0, alipay.Shanghai()).AddDate(0, 0, night-h.nights)
}

// tradeNo is a number of 28 digits: the day, as Alipay has it, and digits that do
// not ascend within it.
func (h *benchHistory) tradeNo(trade int) string {
	night := trade / h.night
	if trade >= h.trades() {
		night = h.nights + (trade-h.trades())*2/h.night
	}
	return fmt.Sprintf("%s21001004%012d", h.day(night).Format("20060102"), (uint64(trade)*2_654_435_761+12_345)%1_000_000_000_000)
}

// order is a row of the exports; empty for a trade that is in none.
func (h *benchHistory) order(trade int) string {
	if _, unknown := h.isOpen(trade); unknown {
		return ""
	}
	share := h.share(trade)
	return benchOrder(h.tradeNo(trade), trade, 32*share, h.due(trade), h.day(0).Add(time.Duration(trade)*time.Second))
}
