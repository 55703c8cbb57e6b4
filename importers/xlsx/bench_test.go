package xlsx_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
	"reconcile/importers/xlsx"
)

const exportRows = 300_000

// writeExport writes a merchant's export as excelize's stream does.
func writeExport(tb testing.TB, rows int) string {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	header := []any{"交易号", "商户订单号", "商品名称", "付款时间", "订单金额", "应退金额", "状态", "备注"}
	if err := w.SetRow("A1", header); err != nil {
		tb.Fatal(err)
	}
	for i := range rows {
		row := []any{
			fmt.Sprintf("20110112010%017d", i), fmt.Sprintf("T200P%09d", i), "咖啡杯 & 茶壶", "2011-01-12 08:30:00",
			float64(i%100_000) / 100, float64(i%100) / 100, "交易成功", "",
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(tb.TempDir(), "export.xlsx")
	if err := f.SaveAs(path); err != nil {
		tb.Fatal(err)
	}
	return path
}

// countOurs reads a workbook's first sheet and checks the whole file.
func countOurs(tb testing.TB, path string) (rows, cells int) {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	b, err := xlsx.Open(f, info.Size())
	if err != nil {
		tb.Fatal(err)
	}
	for row, err := range b.Rows(0) {
		if err != nil {
			tb.Fatal(err)
		}
		rows++
		cells += len(row.Cells)
	}
	if err := b.Check(context.Background()); err != nil {
		tb.Fatal(err)
	}
	return rows, cells
}

// countTheirs reads the same with excelize's Rows.
func countTheirs(tb testing.TB, path string) (rows, cells int) {
	tb.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	r, err := f.Rows("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	for r.Next() {
		columns, err := r.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			tb.Fatal(err)
		}
		rows++
		cells += len(columns)
	}
	if err := r.Close(); err != nil {
		tb.Fatal(err)
	}
	return rows, cells
}

func BenchmarkRows(b *testing.B) {
	path := writeExport(b, exportRows)
	for _, reader := range []struct {
		name string
		read func(testing.TB, string) (int, int)
	}{{"xlsx", countOurs}, {"excelize", countTheirs}} {
		b.Run(reader.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if rows, _ := reader.read(b, path); rows != exportRows+1 {
					b.Fatalf("%d rows, want %d", rows, exportRows+1)
				}
			}
		})
	}
}
