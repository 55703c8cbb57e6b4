package reports_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"reconcile/reports"
	"reconcile/reports/internal/workbook"
	"reconcile/reports/internal/xlsx"
)

// Rows that go through many chunks, those too that are packed fast, are all there,
// in their order. Every file is the same with one core as with four.
func TestManyChunks(t *testing.T) {
	rows := int64(50_000)
	if testing.Short() {
		rows = 20_000
	}
	many := manyBooks{sample(t), rows}
	on := func(cores int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		dir := t.TempDir()
		if err := reports.Write(context.Background(), dir, many, report(t)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir := on(1)
	sameFiles(t, dir, on(4))
	one := string(unzip(t, dir)["xl/worksheets/sheet7.xml"])
	if got := int64(strings.Count(one, "<row ")); got != rows+1+3 {
		t.Errorf("rows = %d, want %d, and 3 for the sums", got, rows+1)
	}
	for i, want := range []string{manyResult(0).TradeNo, manyResult(12_345).TradeNo, manyResult(rows - 1).TradeNo} {
		if strings.Count(one, want) != 1 {
			t.Errorf("trade %d of three, %s, does not stand there once", i, want)
		}
	}
}

// sameFiles compares two folders.
func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	err := filepath.WalkDir(a, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		one, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		other, err := os.ReadFile(filepath.Join(b, strings.TrimPrefix(path, a)))
		if !bytes.Equal(one, other) {
			t.Errorf("%s depends on the number of cores", d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A sheet whose rows are many bytes goes on in the next one.
func TestLargeSheetGoesOn(t *testing.T) {
	dir := t.TempDir()
	if err := workbook.Write(context.Background(), dir, manyBooks{sample(t), 2_000}, report(t), xlsx.Limits{Rows: 1_000_000, Bytes: 600_000}); err != nil {
		t.Fatal(err)
	}
	if list := openWorkbook(t, dir).GetSheetList(); !slices.Contains(list, "明细 Results (2)") {
		t.Errorf("sheets = %v, want one that goes on", list)
	}
}
