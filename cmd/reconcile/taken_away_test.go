package main

import (
	"flag"
	"math"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

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
	t.Parallel()
	skipShort(t)
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

// TestNightsAreThePrograms asks that the nights of random worlds, which leave reports and
// journal out, decide as the program itself does.
func TestNightsAreThePrograms(t *testing.T) {
	t.Parallel()
	skipShort(t)
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
