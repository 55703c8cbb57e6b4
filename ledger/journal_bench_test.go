package ledger_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

var benchIssued = flag.Int("issued", 200_000, "the lines that the journal of BenchmarkJournal holds, 1000 a batch")

// fullEntry is a batch of 1000 lines, as the journal holds it.
func fullEntry(tb testing.TB, n int) ledger.Entry {
	tb.Helper()
	r := alipay.Request{BatchNo: fmt.Sprintf("2026%02d%02d9%05d", 1+n/28%12, 1+n%28, n), RefundDate: "2026-03-07 02:30:00"}
	r.Partner = partner
	var fields []string
	for i := range 1000 {
		l := alipay.Line{TradeNo: benchTrade(1000*n + i), Amount: alipay.Fen(int64(100 + i))}
		r.Lines, fields = append(r.Lines, l), append(fields, l.TradeNo, l.Amount.String())
	}
	r.Digest = alipay.NewDigest(fields...)
	e, err := ledger.EntryOf(r, "nightly", 1)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// BenchmarkJournal is what a night does with the journal, beside books that know all of
// it: it is read, compared with the books, and read again under its lock for a batch.
func BenchmarkJournal(b *testing.B) {
	w, stop := openWorld(b, filepath.Join(b.TempDir(), "ledger.db"))
	defer stop()
	j := newJournal(b)
	var all []ledger.Entry
	for n := range *benchIssued / 1000 {
		all = append(all, fullEntry(b, n))
	}
	if err := j.Append(partner, all); err != nil {
		b.Fatal(err)
	}
	if err := w.l.TakeIn(b.Context(), w.run.ID, w.account, ledger.FromJournal, all); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(j.Path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	const other = "2088101008267255" // whose batches are not compared
	begun := processorTime(b)
	for b.Loop() {
		night := &ledger.Journal{Path: j.Path, Name: j.Name}
		if err := night.Probe(); err != nil {
			b.Fatal(err)
		}
		found, err := w.l.Compare(b.Context(), w.account, partner, night.Entries())
		if err != nil || len(found.Missing)+len(found.Other) > 0 {
			b.Fatal(found, err)
		}
		if lacking, err := w.l.EmittedOf(b.Context(), w.account, partner, night); err != nil || len(lacking) > 0 {
			b.Fatal(lacking, err)
		}
		if err := night.Append(other, []ledger.Entry{entry(b, other, "20260307900001")}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((processorTime(b)-begun).Milliseconds())/float64(b.N), "cpu-ms/op")
}

// processorTime is what the process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
