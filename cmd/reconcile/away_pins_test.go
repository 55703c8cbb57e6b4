package main

import (
	"testing"

	"reconcile/ledger"
)

// An awayPin is a world of which one thing is taken away, and the only thing that keeps
// its money from being refunded twice.
type awayPin struct {
	kept string // what fails the test if it does not hold
	seed uint64
	awaySources
	awayTaken
}

// awayPins were looked for with -taken-away-all: each was found by breaking what it keeps.
func awayPins() []awayPin {
	var (
		requests = awaySources{requests: true, stated: true}
		both     = awaySources{requests: true, bills: true, stated: true}
		bills    = awaySources{bills: true, stated: true}
		whole    = awayTaken{}
	)
	return []awayPin{
		{"a hole in the requests covers nothing", 4, requests, awayTaken{how: missingFile, file: awayFile{ledger.Requests, 4}}},
		{"a batch without a request uncovers its day", 1, requests, awayTaken{how: missingFile, file: awayFile{ledger.Requests, 1}}},
		{"an unread request holds its trades", 2, requests, awayTaken{how: cutLine, file: awayFile{ledger.Requests, 2}}},
		{"a trade is born on the date of its number, whatever paid_at says", 2, requests, whole},
		{"an empty due replaces no known one", 1, requests, whole},
		{"results count in the order of their requests", 1, requests, whole},
		{"a hole in the bills covers nothing", 1, both, awayTaken{how: missingFile, file: awayFile{ledger.Bills, 1}}},
		{"bills are expected up to the day before yesterday", 2, bills, awayTaken{how: missingFile, file: awayFile{ledger.Bills, 3}}},
	}
}

// TestTakenAwayPinned takes away, of known worlds, what a night has to notice.
func TestTakenAwayPinned(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for _, pin := range awayPins() {
		t.Run(pin.kept, func(t *testing.T) {
			w := newAwayWorld(pin.seed, pin.awaySources)
			first, before := pin.file.firstNight(), map[int]*awayNights{}
			if pin.how == wholeFile {
				first = awayDays + 1
			}
			if _, issued := w.playWhole(t, before, min(first, awayDays)); pin.how == wholeFile && issued == 0 {
				t.Error("nothing is issued with whole evidence: the world shows nothing")
			}
			if pin.how != wholeFile {
				w.playWithout(t, before[first], pin.awayTaken)
			}
		})
	}
}
