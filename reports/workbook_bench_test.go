package reports_test

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

var benchRows = flag.Int64("rows", 100_000, "rows of the sheet Results in BenchmarkWorkbook")

// manyBooks have any number of results, made up as they are asked for:
// .ci/bench-workbook writes the same ones with another library.
type manyBooks struct {
	*books
	rows int64
}

func (b manyBooks) Results(context.Context, ledger.Run) iter.Seq2[ledger.ResultRow, error] {
	return func(yield func(ledger.ResultRow, error) bool) {
		for i := range b.rows {
			if !yield(manyResult(i), nil) {
				return
			}
		}
	}
}

// manyResult is the i-th result: every tenth failed, every third has a fee.
func manyResult(i int64) ledger.ResultRow {
	const day = 24 * time.Hour
	r := ledger.ResultRow{
		NotifyTime: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC).Add(time.Duration(i%86_400) * time.Second).Add(time.Duration(i%28) * day),
		BatchNo:    fmt.Sprintf("202603%02d%06d", i%28+1, i/1000), TradeNo: fmt.Sprintf("2026022012345678%012d", i*7919%1_000_000_007),
		Occurrence: 1, Amount: alipay.Fen(i*7919%5_000_000 + 1), Code: alipay.Success, NotifyID: fmt.Sprintf("%032x", i/10*2_654_435_761),
		HasOrder: true, Match: ledger.MatchLine, Place: ledger.Place{File: "notify/2026-03-06.log", Line: i/10 + 1},
	}
	if i%10 == 3 {
		r.Code = "SELLER_BALANCE_NOT_ENOUGH"
	}
	if i%3 == 0 {
		fee := alipay.Fen(i % 900)
		r.FeeAmount, r.FeeCode = &fee, alipay.Success
	}
	return r
}

// BenchmarkWorkbook writes whole reports with a sheet of many results and reports
// rows per second, the size of the workbook and the peak memory of the process,
// in MiB.
func BenchmarkWorkbook(b *testing.B) {
	many := manyBooks{&books{}, *benchRows}
	var size int64
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		b.StartTimer()
		r := reports.Report{Run: ledger.Run{ID: 7, Job: "nightly", AsOf: time.Date(2026, 3, 6, 18, 30, 0, 0, time.UTC)}, Language: "zh", Rules: testRules(), Policy: ledger.Policy{Codes: testCodes()}}
		if err := reports.Write(context.Background(), dir, many, r); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, "reconcile-nightly-2026-03-07.xlsx"))
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(*benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(size)/(1<<20), "MiB")
	b.ReportMetric(float64(used.Maxrss)/1024, "peak-MiB")
}
