package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"reconcile/alipay"
)

var (
	benchDir   = flag.String("benchdata", "", "the folder that TestBenchData leaves its shop in; none otherwise")
	benchLines = flag.Int("benchlines", 2_000, "the lines of the log, and the orders, that TestBenchData makes")
	benchSign  = flag.String("benchsign", "MD5", "how that log is signed: MD5, RSA")
	benchLate  = flag.Int("benchlate", 100, "the lines of the second night's log")
)

// A benchShop is a made-up shop of any size: as many orders as lines in the log, two
// results a line, one in twenty of them failed, one line in twelve delivered again.
type benchShop struct {
	rng     *rand.Rand
	paid    []int32 // fen
	due     []int32
	details []benchDetail
	totals  benchTotals // of the first night
}

// benchTotals are what a run over the shop must come to.
type benchTotals struct{ notifications, results, failed, fen int64 }

func newBenchShop(orders int) *benchShop {
	s := &benchShop{rng: rand.New(rand.NewPCG(20260301, 7))}
	for i := range orders {
		s.addTrade(int32(i))
	}
	for i := range orders / 500 {
		s.details = append(s.details, benchDetail{trade: int32(-1 - i), fen: int32(1 + s.rng.IntN(10_000))})
	}
	s.rng.Shuffle(len(s.details), func(i, j int) { s.details[i], s.details[j] = s.details[j], s.details[i] })
	return s
}

// addTrade makes up an order and its refunds, two on average. One order in a hundred
// is owed more than it got, one less.
func (s *benchShop) addTrade(trade int32) {
	paid, refunded := int32(100+s.rng.IntN(200_000)), int32(0)
	refunds := []int{0, 1, 1, 1, 2, 2, 2, 3, 4, 4}[s.rng.IntN(10)]
	for range refunds {
		d := benchDetail{trade: trade, fen: max(paid/int32(refunds+1), 1), hasFee: s.rng.IntN(7) == 0}
		if s.rng.IntN(20) == 0 {
			d.failure = int8(1 + s.rng.IntN(len(benchFailures())))
		} else {
			refunded += d.fen
		}
		s.details = append(s.details, d)
	}
	due := refunded
	switch s.rng.IntN(100) {
	case 0:
		due += int32(1 + s.rng.IntN(500))
	case 1:
		due = int32(s.rng.IntN(int(due) + 1))
	}
	s.paid, s.due = append(s.paid, paid), append(s.due, due)
}

// tradeNo is a number of 28 digits that does not ascend with the order.
func (s *benchShop) tradeNo(trade int32) string {
	if trade < 0 {
		return fmt.Sprintf("2026020921001004%012d", -trade)
	}
	mixed := (uint64(trade)*2_654_435_761 + 12_345) % 10_000_000_000
	return fmt.Sprintf("202602%02d21001004%02d%010d", trade%28+1, trade%7, mixed)
}

// TestBenchData writes a shop and asks that two nights of the program come to what
// was made up. With -benchdata the shop stays there, as .ci/bench uses it.
func TestBenchData(t *testing.T) {
	dir := *benchDir
	if dir == "" {
		dir = t.TempDir()
	}
	s := newBenchShop(*benchLines)
	if err := s.write(dir, *benchSign, *benchLines, *benchLate); err != nil {
		t.Fatal(err)
	}
	if *benchDir != "" {
		results := fmt.Append(nil, s.totals.results, "\n")
		if err := os.WriteFile(filepath.Join(dir, "results"), results, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Chdir(dir)
	s.compare(t, "2026-03-15 02:30:00")
	if err := errors.Join(os.Rename("later/notify.log", "notify/later.log"), os.Rename("later/orders.csv", "orders/later.csv")); err != nil {
		t.Fatal(err)
	}
	s.totals.notifications += int64(*benchLate)
	s.totals.add(s.details...)
	s.compare(t, "2026-03-16 02:30:00")
}

// add counts results.
func (b *benchTotals) add(details ...benchDetail) {
	b.results += int64(len(details))
	for _, d := range details {
		if d.failure != 0 {
			b.failed++
		} else {
			b.fen += int64(d.fen)
		}
	}
}

// compare runs the program and compares its totals.
func (s *benchShop) compare(t *testing.T, asOf string) {
	t.Helper()
	benchCall(t, "run", "--fail-on", "none", "--as-of", asOf)
	got := readOutcome(t, "out/nightly/latest").summary.Totals
	want := map[string]string{
		"notifications": fmt.Sprint(s.totals.notifications), "results": fmt.Sprint(s.totals.results), "failed_results": fmt.Sprint(s.totals.failed),
		"success_amount": alipay.Fen(s.totals.fen).String(), "orders": fmt.Sprint(len(s.paid)),
	}
	for key, w := range want {
		if g := fmt.Sprint(got[key]); g != w {
			t.Errorf("%s = %s, want %s", key, g, w)
		}
	}
}
