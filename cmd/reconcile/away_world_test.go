package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"reconcile/alipay"
)

// The days of an awayWorld: the shop's logs begin with day 0, the first night is that of
// firstAwayNight, and nothing is submitted by the shop itself after the last day.
const (
	awayDays       = 6
	firstAwayNight = 3
	oldestAway     = -40 // the day on which the oldest trades were paid
)

// awaySources are which evidence an account gives, and whether somebody says that all
// refunds are submitted where the books see them.
type awaySources struct{ requests, bills, stated bool }

func (s awaySources) String() string {
	return fmt.Sprintf("requests=%v,bills=%v,complete_since=%v", s.requests, s.bills, s.stated)
}

// An awayWorld is what really happened in a shop of which files tell. What
// complete_since says is true of it, from the day since on.
type awayWorld struct {
	awaySources
	seed   uint64
	r      *rand.Rand
	since  int  // the first day from which all submissions are captured, or made by the program
	older  bool // one bill tells of all days before the logs
	trades []*awayTrade
	sent   []*awayBatch
	hand   []awayHand
	serial int
}

// An awayTrade is one paid trade. Amounts are fen.
type awayTrade struct {
	no        string
	born      int // its day
	paid, due int64
	told      bool  // exports say what is due
	dueFrom   int   // the day from whose export on they do; before it they say 0.00
	left      int64 // of the due, as the shop sees it while it submits
	again     int64 // what failed at its last try, and is soon tried again
}

// An awayBatch is one submission of the shop.
type awayBatch struct {
	no     string
	day    int
	at     time.Time
	lines  []awayLine
	sendOf []awayDelivery
}

// An awayLine is a line of a batch. Its code is SUCCESS, or why it failed; one that never
// ran has neither.
type awayLine struct {
	trade  *awayTrade
	amount int64
	code   string
}

// An awayDelivery tells the results of the first lines of a batch.
type awayDelivery struct {
	at    time.Time
	lines int
}

// An awayHand is a refund that no log of the shop knows of: made by hand at Alipay, or
// before there were logs.
type awayHand struct {
	trade  *awayTrade
	amount int64
	day    int
	batch  string
}

// awayAt is a moment of a day.
func awayAt(day, hour, minute int) time.Time {
	return time.Date(2026, 3, 1+day, hour, minute, 0, 0, alipay.Shanghai())
}

func awayName(day int) string { return awayAt(day, 0, 0).Format("20060102") }

// awayDay is the day of a moment.
func awayDay(at time.Time) int { return int(at.Sub(awayAt(0, 0, 0)).Hours()) / 24 }

func newAwayWorld(seed uint64, sources awaySources) *awayWorld {
	w := &awayWorld{awaySources: sources, seed: seed, r: rand.New(rand.NewPCG(seed, 13))}
	if !w.requests {
		w.since = 2 // before it the shop submitted by itself, and no log tells
	}
	w.older = w.r.IntN(2) == 0
	for range 10 + w.r.IntN(12) {
		w.sell()
	}
	last := awayDays
	if !w.requests {
		last = w.since
	}
	for day := range last {
		w.submit(day, 10)
		w.submit(day, 15)
		w.refundByHand(day)
	}
	w.failLate(w.r.IntN(last))
	return w
}

// dueAt is what exports that a night reads say is due; what they do not say is known to
// the buyer all the same.
func (t *awayTrade) dueAt(night int) int64 {
	if t.told && t.dueFrom >= night {
		return 0
	}
	return min(t.due, t.paid)
}

// drawn is a random source that a name alone decides.
func (w *awayWorld) drawn(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(w.seed, h.Sum64()))
}

// compareAwayLines orders the lines of a log by their moment.
func compareAwayLines(a, b awayText) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }
