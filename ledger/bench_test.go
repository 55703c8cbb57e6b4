package ledger_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

var benchRows = flag.Int("rows", 50_000, "the results that the benchmarks store and compute from, two a notification")

// benchCaptures are notifications of two results each, every tenth failed.
func benchCaptures(b *testing.B) []ledger.Delivery {
	b.Helper()
	all := make([]ledger.Delivery, *benchRows/2)
	for i := range all {
		batch, code, good := fmt.Sprintf("20260306%09d", i), alipay.Success, 2
		if i%5 == 0 {
			code, good = "TRADE_HAS_CLOSED", 1
		}
		details := fmt.Sprintf("%s^1.00^SUCCESS#%s^2.00^%s", benchTrade(2*i), benchTrade(2*i+1), code)
		n := alipay.Notification{NotifyID: fmt.Sprintf("%032x", i*2_654_435_761), BatchNo: batch, NotifyTime: when(b, "2026-03-06 10:00:00"), SuccessNum: good,
			ResultDetails: details, Digest: alipay.NewDigest(batch, fmt.Sprint(good), details)}
		all[i] = ledger.Delivery{Line: int64(i + 1), Notification: n}
		all[i].Results, all[i].Bad = alipay.ParseResultDetails(details)
	}
	return all
}

// benchTrade is the i-th trade number, in an order that is not theirs.
func benchTrade(i int) string { return fmt.Sprintf("2026020112345678%012d", i*7919%1_000_000_007) }

// feed stores notifications.
func feed(w *world, captures []ledger.Delivery) {
	w.t.Helper()
	w.intake(ledger.Notify, func(in *ledger.Intake) error {
		for _, c := range captures {
			if err := in.Deliver(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// feedOrders stores an order for each result, of which one in ten is owed more.
func feedOrders(w *world) {
	w.t.Helper()
	w.intake(ledger.Orders, func(in *ledger.Intake) error {
		for i := range *benchRows {
			due := alipay.Fen(int64(100 + i%2*100 + (i%10)/9*50))
			if err := in.Order(int64(i+1), ledger.Order{TradeNo: benchTrade(i), Paid: alipay.Fen(1000), Due: &due}); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkIngest stores notifications in an empty ledger.
func BenchmarkIngest(b *testing.B) {
	captures := benchCaptures(b)
	for b.Loop() {
		b.StopTimer()
		w, stop := openWorld(b, filepath.Join(b.TempDir(), "ledger.db"))
		b.StartTimer()
		feed(w, captures)
		b.StopTimer()
		stop()
		b.StartTimer()
	}
	perSecond(b, "results/s")
}

// BenchmarkTotals recomputes the totals of every trade.
func BenchmarkTotals(b *testing.B) { benchmarkStep(b, ledger.Recompute) }

// BenchmarkRules runs every rule.
func BenchmarkRules(b *testing.B) { benchmarkStep(b, ledger.Search) }

// benchmarkStep measures a step of the decision on books of one night.
func benchmarkStep(b *testing.B, step func(context.Context, *ledger.Ledger, ledger.Run) error) {
	w, stop := openWorld(b, filepath.Join(b.TempDir(), "ledger.db"))
	defer stop()
	feedOrders(w)
	feed(w, benchCaptures(b))
	run := w.night()
	for b.Loop() {
		if err := step(b.Context(), w.l, run); err != nil {
			b.Fatal(err)
		}
	}
	perSecond(b, "rows/s")
}

// perSecond tells how many results a second went through.
func perSecond(b *testing.B, unit string) {
	b.ReportMetric(float64(*benchRows)*float64(b.N)/b.Elapsed().Seconds(), unit)
}
