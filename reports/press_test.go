package reports_test

import (
	"bytes"
	"context"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"reconcile/reports"
)

// The checksum of two pieces is that of the whole, whatever their sizes.
func TestChecksumOfPieces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		data := make([]byte, random.IntN(5000))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		cut := random.IntN(len(data) + 1)
		first, second := crc32.ChecksumIEEE(data[:cut]), crc32.ChecksumIEEE(data[cut:])
		if got, want := reports.AppendChecksum(first, second, int64(len(data)-cut)), crc32.ChecksumIEEE(data); got != want {
			t.Fatalf("checksum of %d and %d bytes = %08x, want %08x", cut, len(data)-cut, got, want)
		}
	}
}

// Rows that go through many blocks, those too that are packed fast, are all there,
// in their order. Every file is the same with one core as with four.
func TestManyBlocks(t *testing.T) {
	many := manyBooks{sample(t), 50_000}
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
	one := string(unzip(t, dir)["xl/worksheets/sheet6.xml"])
	if got := strings.Count(one, "<row "); got != 50_001 {
		t.Errorf("rows = %d, want 50001", got)
	}
	for i, want := range []string{manyResult(0).TradeNo, manyResult(12_345).TradeNo, manyResult(49_999).TradeNo} {
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

// Rows that the linter refuses stop the workbook, those of a later block too.
func TestRefusedRows(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{`<row r="2" ht="18" customHeight="1"><c r="A2" s="1"><f>1+1</f><v>2</v></c></row>`, `A2: the formula "1+1" is none of ours`},
		{`<row r="2"></row><row r="4"></row>`, "row 4 follows row 2"},
		{`<row r="2"><c r="A2" s="1"><v>1</v></c>`, "B2: the cell is not in its place"},
	} {
		err := reports.PressRows(t.TempDir(), []byte(c.rows))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.rows, err, c.want)
		}
	}
	first, gap := []byte(`<row r="2"></row>`), []byte(`<row r="5"></row>`)
	if err := reports.PressRows(t.TempDir(), first, gap); err == nil || err.Error() != "row 5 follows row 2" {
		t.Errorf("two blocks with a gap between them: %v", err)
	}
}

// A sheet whose rows are many bytes goes on in the next one.
func TestLargeSheetGoesOn(t *testing.T) {
	dir := t.TempDir()
	if err := reports.WriteCramped(context.Background(), dir, manyBooks{sample(t), 2_000}, report(t), 600_000); err != nil {
		t.Fatal(err)
	}
	if list := openWorkbook(t, dir).GetSheetList(); !slices.Contains(list, "明细 Results (2)") {
		t.Errorf("sheets = %v, want one that goes on", list)
	}
}
