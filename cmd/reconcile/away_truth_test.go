package main

import (
	"fmt"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// check asks that what a night has issued is owed, as the whole evidence tells it.
func (n *awayNights) check(night int, b *awayBatch) {
	for _, l := range b.lines {
		left := l.trade.dueAt(night) - n.shown(l.trade, night)
		if l.amount > left {
			n.fail(night, fmt.Sprintf("%s is issued for %s, of which %s is left", alipay.Fen(l.amount), l.trade.no, alipay.Fen(left)))
		}
		if day, covered := n.covered(l.trade, night); !covered {
			n.fail(night, fmt.Sprintf("%s is issued, and nothing covers %s", l.trade.no, awayName(day)))
		}
	}
}

// checkProof asks that whole evidence proves what it can.
func (n *awayNights) checkProof(night int) {
	for _, t := range n.trades {
		if _, covered := n.covered(t, night); covered && n.held[t.no] == ledger.NoProof {
			n.fail(night, t.no+" is held, though all of its days are covered")
		}
	}
}

func (n *awayNights) fail(night int, what string) {
	n.t.Errorf("seed %d, %s: %s: night of %s: %s\nissued:\n%s", n.seed, n.awaySources, n.taken, awayName(night), what, strings.Join(n.trace, "\n"))
}

// shown is what the whole evidence that a night may have shows as refunded and in flight.
func (n *awayNights) shown(t *awayTrade, night int) (sum int64) {
	for _, b := range append(slices.Clone(n.sent), n.own...) {
		for i, l := range b.lines {
			if l.trade == t && n.counts(b, i, night) {
				sum += l.amount
			}
		}
	}
	for _, h := range n.hand {
		if h.trade == t && n.billed(h.day, night) {
			sum += h.amount
		}
	}
	return sum
}

// billed reports whether a night may have a bill of a day.
func (w *awayWorld) billed(day, night int) bool {
	return w.bills && (day < 0 && w.older || day >= 0 && day <= night-2)
}

// counts reports whether a line of a batch is refunded or in flight.
func (n *awayNights) counts(b *awayBatch, line, night int) bool {
	l := b.lines[line]
	if b.day >= night {
		return false
	}
	if l.code == alipay.Success && n.billed(b.day, night) {
		return true
	}
	told, answered := false, false
	for _, d := range b.sendOf {
		answered = answered || awayDay(d.at) < night
		told = told || awayDay(d.at) < night && line < d.lines
	}
	switch {
	case told:
		return l.code == alipay.Success
	case slices.Contains(n.own, b):
		return true
	case !n.requests:
		return false
	}
	return !n.lost(b) || answered && !n.billed(b.day, night)
}

// lost reports whether the request of a batch is what was taken away. Nobody can know of
// it unless the batch is answered; and where a bill shows its day, it shows that what was
// not answered was not refunded.
func (n *awayNights) lost(b *awayBatch) bool {
	if n.taken.file != (awayFile{ledger.Requests, b.day}) {
		return false
	}
	switch n.taken.how {
	case wholeFile, otherKey, wrongKey, cutLine:
		return false
	case missingLine:
		return n.taken.line == b.no
	case openHalf, finalHalf:
		lines := n.lines(n.taken.file, awayKeyOf("k"))
		half, end := len(awayJoin(lines))/2, 0
		for _, l := range lines {
			if end += len(l.text); l.id == b.no {
				begun := max(0, half-end+len(l.text))
				return end > half && !strings.Contains(l.text[:min(begun, len(l.text))], "detail_data")
			}
		}
	}
	return true
}

// covered reports whether the evidence that is left can cover all days of a trade's life,
// or else a day that it does not cover.
func (n *awayNights) covered(t *awayTrade, night int) (day int, ok bool) {
	if !n.stated {
		return night, false
	}
	first := night
	read := map[int]bool{}
	for _, f := range n.files(night) {
		whole := f != n.taken.file || n.taken.how == wholeFile || n.taken.how == wrongKey || n.taken.how == otherKey
		if f.kind != ledger.Bills || !whole {
			continue
		}
		read[f.day] = true
		if first = min(first, f.day); f.day < 0 {
			first = oldestAway - 5
		}
	}
	for day := min(t.born, night); day <= night; day++ {
		stated := day >= n.since && (day < first || day > night-2) && !n.knownBetter(day, night)
		if !stated && !read[max(day, -1)] {
			return day, false
		}
	}
	return 0, true
}

// knownBetter reports whether a night knows that requests of a day are not captured: its
// file is missing among others, or one of its batches is answered that no file holds.
func (n *awayNights) knownBetter(day, night int) bool {
	if n.taken.file != (awayFile{ledger.Requests, day}) {
		return false
	}
	missing, later := n.taken.how == missingFile || n.taken.how == renamedFile, night-1-day
	if missing && day > 0 && later > 0 && (day >= 3 || later >= 3) { // a daily series
		return true
	}
	return slices.ContainsFunc(n.sent, func(b *awayBatch) bool {
		return b.day == day && n.lost(b) && slices.ContainsFunc(b.sendOf, func(d awayDelivery) bool { return awayDay(d.at) < night })
	})
}
