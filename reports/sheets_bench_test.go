package reports_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// fullBooks have many rows on each of these sheets, made up as they are asked for.
type fullBooks struct {
	*books
	trades, results, batches, findings int64
}

// manyRows yields n rows.
func manyRows[T any](n int64, row func(int64) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for i := range n {
			if !yield(row(i), nil) {
				return
			}
		}
	}
}

func (b fullBooks) Trades(context.Context, ledger.Run) iter.Seq2[ledger.Trade, error] {
	return manyRows(b.trades, manyTrade)
}

func (b fullBooks) Results(context.Context, ledger.Run) iter.Seq2[ledger.ResultRow, error] {
	return manyRows(b.results, manyResult)
}

func (b fullBooks) BatchRows(context.Context, ledger.Run, time.Duration) iter.Seq2[ledger.BatchRow, error] {
	return manyRows(b.batches, manyBatch)
}

func (b fullBooks) Findings(context.Context, int64) iter.Seq2[ledger.Finding, error] {
	return manyRows(b.findings, manyFinding)
}

// manyTrade is the i-th trade: every eighth is not refunded in full.
func manyTrade(i int64) ledger.Trade {
	paid := alipay.Fen(i*7919%5_000_000 + 1)
	t := ledger.Trade{
		TradeNo: fmt.Sprintf("2026022012345678%012d", i), OutTradeNo: fmt.Sprintf("T%010d", i), Paid: &paid, Due: &paid, Refunded: paid,
		Attempts: 2, Succeeded: 1, Answered: 2, Submitted: 2, LastCode: alipay.Success, LastAt: time.Unix(1_772_500_000+i, 0),
	}
	if i%8 == 0 {
		t.Refunded, t.LastCode = alipay.Fen(0), "SELLER_BALANCE_NOT_ENOUGH"
	}
	return t
}

// manyBatch is the i-th batch.
func manyBatch(i int64) ledger.BatchRow {
	at := time.Unix(1_772_500_000+i, 0)
	return ledger.BatchRow{
		BatchNo: fmt.Sprintf("20260301%08d", i), Origin: "captured", State: ledger.Settled, At: at, Lines: 2,
		Requested: alipay.Fen(i % 100_000), Succeeded: 2, Refunded: alipay.Fen(i % 100_000), Stated: 2, Counted: 2,
		Notifications: 1, Deliveries: 1, FirstAt: at.Add(time.Minute), LastAt: at.Add(time.Minute),
	}
}

// manyFinding is the i-th finding, about the i-th trade.
func manyFinding(i int64) ledger.Finding {
	amount := alipay.Fen(i % 100_000)
	return ledger.Finding{
		ID: fmt.Sprintf("%012x", i), Code: "OVER_REFUND", Severity: ledger.Critical, Status: ledger.StatusNew,
		TradeNo: fmt.Sprintf("2026022012345678%012d", i), Amount: &amount, Expected: "1234.56", Actual: "1239.56",
		Evidence: []ledger.Place{{File: "notify/2026-03-06.log", Line: i}, {File: "notify/2026-03-06.log", Line: i + 7}},
		FirstRun: 7, FirstAt: time.Unix(1_772_500_000, 0),
	}
}

// BenchmarkSheets writes whole reports with many rows on one sheet, or on several
// side by side, and reports rows per second. A finding is on two sheets.
func BenchmarkSheets(b *testing.B) {
	const n = 50_000
	for _, c := range []struct {
		name string
		full fullBooks
	}{
		{"trades", fullBooks{trades: n}},
		{"results", fullBooks{results: n}},
		{"batches", fullBooks{batches: n}},
		{"findings", fullBooks{trades: n, findings: n}},
		{"side-by-side", fullBooks{trades: n, results: 2 * n, batches: n, findings: n / 20}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.full.books = &books{}
			r := reports.Report{Run: ledger.Run{ID: 7, Job: "nightly", AsOf: time.Date(2026, 3, 6, 18, 30, 0, 0, time.UTC)}, Language: "zh", Rules: testRules(), Policy: ledger.Policy{Codes: testCodes()}}
			b.ReportAllocs()
			for b.Loop() {
				if err := reports.Write(context.Background(), b.TempDir(), c.full, r); err != nil {
					b.Fatal(err)
				}
			}
			rows := c.full.trades + c.full.results + c.full.batches + 2*c.full.findings
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
