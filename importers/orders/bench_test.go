package orders_test

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/importers/files"
	"reconcile/importers/orders"
)

// bigExport is an export of orders, a row each, as shops have them.
func bigExport(rows int) string {
	var text strings.Builder
	text.WriteString("trade_no,out_trade_no,paid_amount,refund_due,paid_at,status\n")
	for i := range rows {
		fmt.Fprintf(&text, "20160301%019d1,M201603%015d,%d.%02d,%d.00,2016-03-01 %02d:%02d:%02d,PAID\n",
			i, i, 1000+i%900, i%100, i%900, i/3600%24, i/60%60, i%60)
	}
	return text.String()
}

// BenchmarkReadOrders reads an export, each row as an order.
func BenchmarkReadOrders(b *testing.B) {
	const rows = 100_000
	text := bigExport(rows)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		read := 0
		for line, err := range orders.Read(strings.NewReader(text), orders.Settings{}) {
			if err != nil {
				b.Fatal(err)
			}
			if line.Verdict == files.Read {
				read++
			}
		}
		if read != rows {
			b.Fatalf("%d rows are read, want %d", read, rows)
		}
	}
	b.ReportMetric(float64(b.N*rows)/b.Elapsed().Seconds(), "rows/s")
}
