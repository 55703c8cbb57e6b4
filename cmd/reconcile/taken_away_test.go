package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

var (
	takenAwayAll   = flag.Bool("taken-away-all", false, "take away everything, of many worlds; some hours")
	takenAwayFirst = flag.Uint64("taken-away-first", 1, "the seed of the first random world")
	takenAwaySeeds = flag.Int("taken-away-seeds", 200, "with -taken-away-all: how many random worlds, each with every set of sources")
	takenAwayOnly  = flag.String("taken-away-only", "", "with -taken-away-all: take away only what this regular expression matches, such as \"bills/.* missing\"")
	takenAwayLines = flag.Int("taken-away-lines", 200, "with -taken-away-all: how many random lines of each world at most")
)

// awaySets are the sets of sources. Who says complete_since without bills does not refund
// by hand.
func awaySets() []awaySources {
	return []awaySources{
		{requests: true, bills: false, stated: true},
		{requests: true, bills: true, stated: true},
		{requests: false, bills: true, stated: true},
		{requests: false, bills: false, stated: true},
		{requests: true, bills: true, stated: false},
		{requests: false, bills: false, stated: false},
	}
}

// TestTakenAway takes one thing away from the evidence of random worlds of several
// nights, each file and some lines in turn: what is issued for a trade is never more than
// is due less what the whole evidence shows as refunded and in flight, and nothing is
// issued where nothing covers. With whole evidence no trade lacks proof that has it.
func TestTakenAway(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(800))
	seeds, lines := 1, 4
	if *takenAwayAll {
		seeds, lines = *takenAwaySeeds, *takenAwayLines
	}
	for _, sources := range awaySets() {
		t.Run(sources.String(), func(t *testing.T) {
			most := 4
			switch {
			case *takenAwayAll:
				most = math.MaxInt
			case !sources.stated:
				most = 1 // nothing is issued, whatever is there
			}
			issued, tries := 0, 0
			for seed := range uint64(seeds) {
				w := newAwayWorld(*takenAwayFirst+seed, sources)
				all, n := w.tryAll(t, lines, most)
				issued, tries = issued+all, tries+n
			}
			t.Logf("%d lines are issued with whole evidence; %d times something was taken away", issued, tries)
			if sources.stated && issued == 0 {
				t.Error("nothing is issued with whole evidence: the worlds show nothing")
			}
		})
	}
}

// tryAll plays a world whole, and then with one thing after another taken away: each file
// in each way and some lines, most of them at most. It returns how many lines the whole
// world issued.
func (w *awayWorld) tryAll(t *testing.T, lines, most int) (all, tries int) {
	before := map[int]*awayNights{}
	whole, all := w.playWhole(t, before, awayDays)
	only := regexp.MustCompile(*takenAwayOnly)
	takings := slices.DeleteFunc(w.takings(whole, lines), func(a awayTaken) bool { return !only.MatchString(a.String()) })
	w.drawn("takings").Shuffle(len(takings), func(i, j int) { takings[i], takings[j] = takings[j], takings[i] })
	takings = takings[:min(most, len(takings))]
	for _, taken := range takings {
		w.playWithout(t, before[taken.file.firstNight()], taken)
	}
	return all, len(takings)
}

// playWhole plays the nights of a world with whole evidence, up to one of them. It keeps
// what they were before each but the first, and returns how many lines they issued.
func (w *awayWorld) playWhole(t *testing.T, before map[int]*awayNights, last int) (whole *awayNights, issued int) {
	whole = w.begin(t, awayDir(t), nil, awayTaken{})
	for night := firstAwayNight; night <= last; night++ {
		w.snapshot(before, night, whole)
		b := whole.night(night)
		whole.check(night, b)
		whole.checkProof(night)
		whole.submitOwn(b)
		issued += len(b.lines)
	}
	w.remove(t, whole)
	return whole, issued
}

// playWithout plays the nights of a world without something, from the first that could
// have read it. before is what whole evidence left, nil where that is the first night.
func (w *awayWorld) playWithout(t *testing.T, before *awayNights, taken awayTaken) {
	n := w.begin(t, awayDir(t), before, taken)
	for night := taken.file.firstNight(); night <= awayDays; night++ {
		b := n.night(night)
		n.check(night, b)
		n.submitOwn(b)
	}
	w.remove(t, n)
}

// snapshot keeps what nights were before one of them.
func (w *awayWorld) snapshot(before map[int]*awayNights, night int, n *awayNights) {
	if night > firstAwayNight {
		c := *n
		c.own, c.trace = slices.Clone(n.own), slices.Clone(n.trace)
		before[night] = &c
	}
}

func awayDir(t *testing.T) string {
	dir, err := os.MkdirTemp("", "away")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (w *awayWorld) remove(t *testing.T, n *awayNights) {
	if err := os.RemoveAll(n.dir); err != nil {
		t.Error(err)
	}
}

// takings are what is taken away in turn: of each file all, half, its name or its key,
// and some lines.
func (w *awayWorld) takings(whole *awayNights, lines int) (all []awayTaken) {
	var single []awayTaken
	for _, f := range w.files(awayDays) {
		hows := []awayHow{missingFile, renamedFile, emptyFile, openHalf, finalHalf}
		if f.kind != ledger.Bills {
			hows = append(hows, cutLine, otherKey, wrongKey)
		}
		for _, how := range hows {
			all = append(all, awayTaken{how: how, file: f})
		}
		for _, l := range whole.lines(f, awayKeyOf("k")) {
			single = append(single, awayTaken{how: missingLine, file: f, line: l.id})
		}
	}
	w.drawn("lines").Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
	return append(all, single[:min(lines, len(single))]...)
}

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

// TestNightsAreThePrograms asks that the nights of random worlds, which leave reports and
// journal out, decide as the program itself does.
func TestNightsAreThePrograms(t *testing.T) {
	w := newAwayWorld(1, awaySets()[1])
	var issued [2][]string
	for i, program := range []bool{false, true} {
		n := w.begin(t, t.TempDir(), nil, awayTaken{})
		n.real = program
		for night := firstAwayNight; night <= awayDays; night++ {
			n.submitOwn(n.night(night))
		}
		issued[i] = n.trace
	}
	if len(issued[0]) == 0 || !slices.Equal(issued[0], issued[1]) {
		t.Errorf("issued:\n%s\nthe program issues:\n%s", strings.Join(issued[0], "\n"), strings.Join(issued[1], "\n"))
	}
}
