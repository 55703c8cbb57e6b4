package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// A billWorld is a world of results and bills on a grid of hours, kept a second
// time in plain maps, from which the findings are worked out hour by hour.
type billWorld struct {
	*world
	r       *rapid.T
	results map[string]billResult // by trade and batch: what counts
	refunds map[billedRefund]int  // how often one bill shows it at most
	periods [][2]int              // hours, the second is not covered
	notices int
}

// graceHour is exactly the grace before the as-of.
const graceHour = 120

type billResult struct {
	hour, fen int
	code      string
}

type billedRefund struct {
	key       string // trade and batch
	hour, fen int
}

// TestBillWorlds compares the rules about bills with their definition, in worlds
// that nobody thought of.
func TestBillWorlds(t *testing.T) {
	fewerChecks(t, "40")
	rapid.Check(t, func(r *rapid.T) {
		w, stop := openWorld(r, ledgertest.Name(r))
		defer stop()
		b := &billWorld{world: w, r: r, results: map[string]billResult{}, refunds: map[billedRefund]int{}}
		for range rapid.IntRange(3, 12).Draw(r, "events") {
			rapid.SampledFrom([]func(){b.notified, b.billed, b.covered, b.covered, b.covered}).Draw(r, "event")()
		}
		run := b.night()
		for code, want := range b.want() {
			if got := b.findings(run, code); !slices.Equal(got, want) {
				r.Errorf("%s: got %q, want %q", code, got, want)
			}
		}
	})
}

// at is the beginning of an hour. The world's as-of is at half past two.
func (b *billWorld) at(hour int) time.Time {
	return when(b.t, "2026-03-01 00:30:00").Add(time.Duration(hour) * time.Hour)
}

// hour draws an hour, few of which there are, so that borders meet.
func (b *billWorld) hour(first, last int) int {
	return 5 * rapid.IntRange(first, last).Draw(b.r, "hour")
}

func (b *billWorld) key() string {
	return trades(rapid.SampledFrom([]string{"T1", "T2"}).Draw(b.r, "trade")) + " " + rapid.SampledFrom([]string{"20260301001", "20260301002"}).Draw(b.r, "batch")
}

// notified tells one result; of those about one trade and batch, the latest success
// counts, else the latest.
func (b *billWorld) notified() {
	b.notices++
	key := b.key()
	got := billResult{b.hour(5, 12), rapid.IntRange(1, 2).Draw(b.r, "fen"), rapid.SampledFrom([]string{"SUCCESS", "SYSTEM_ERROR"}).Draw(b.r, "code")}
	trade, batch, _ := strings.Cut(key, " ")
	b.tell(fmt.Sprintf("notify n%02d %s %s 1 %s^%s^%s", b.notices, batch, b.at(got.hour).Format(alipay.TimeLayout), trade, alipay.Fen(int64(got.fen)), got.code))
	counts, ok := b.results[key]
	succeeds, counted := got.code == alipay.Success, counts.code == alipay.Success
	if !ok || succeeds && !counted || succeeds == counted && got.hour >= counts.hour {
		b.results[key] = got
	}
}

// billed tells one bill of a few refunds.
func (b *billWorld) billed() {
	shown := map[billedRefund]int{}
	b.intake(ledger.Bills, func(in *ledger.Intake) error {
		for line := range rapid.Int64Range(1, 4).Draw(b.r, "rows") {
			row := billedRefund{b.key(), rapid.SampledFrom([]int{60, graceHour - 1, graceHour}).Draw(b.r, "hour"), rapid.IntRange(1, 2).Draw(b.r, "fen")}
			shown[row]++
			trade, batch, _ := strings.Cut(row.key, " ")
			if err := in.BillRefund(line+1, ledger.BillRefund{TradeNo: trade, BatchNo: batch, Amount: alipay.Fen(int64(row.fen)), FinishedAt: b.at(row.hour)}); err != nil {
				return err
			}
		}
		return nil
	})
	for row, n := range shown {
		b.refunds[row] = max(b.refunds[row], n)
	}
}

// covered tells the period of one bill.
func (b *billWorld) covered() {
	from := b.hour(0, 9)
	until := from + b.hour(1, 6)
	b.periods = append(b.periods, [2]int{from, until})
	b.intake(ledger.Bills, func(in *ledger.Intake) error { return in.BillPeriod(b.at(from), b.at(until)) })
}

// isCovered reports whether bills cover the 25 hours up to the beginning of an
// hour, and that beginning.
func (b *billWorld) isCovered(hour int) bool {
	for h := hour - 25; h <= hour; h++ {
		if !slices.ContainsFunc(b.periods, func(p [2]int) bool { return p[0] <= h && h < p[1] }) {
			return false
		}
	}
	return true
}

// want are the findings of each code, as findings lists them.
func (b *billWorld) want() map[string][]string {
	want := map[string][]string{"BILL_CONTRADICTS": nil, "BILL_AMOUNT_MISMATCH": nil, "BILL_UNKNOWN": nil, "BILL_MISSING": nil}
	add := func(code, key string, fen int) {
		want[code] = append(want[code], key+" - "+alipay.Fen(int64(fen)).String())
	}
	shown, late := map[string]int{}, map[string]int{}
	for row, n := range b.refunds {
		shown[row.key] += n * row.fen
		if row.hour < graceHour {
			late[row.key] += n * row.fen
		}
	}
	for key, fen := range shown {
		switch result, ok := b.results[key]; {
		case !ok && late[key] > 0:
			add("BILL_UNKNOWN", key, late[key])
		case ok && result.code != alipay.Success:
			add("BILL_CONTRADICTS", key, fen)
		case ok && result.fen != fen:
			add("BILL_AMOUNT_MISMATCH", key, max(result.fen-fen, fen-result.fen))
		}
	}
	for key, result := range b.results {
		if shown[key] == 0 && result.code == alipay.Success && b.isCovered(result.hour) {
			add("BILL_MISSING", key, result.fen)
		}
	}
	for _, lines := range want {
		slices.Sort(lines)
	}
	return want
}
