package xlsx_test

import (
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"

	"reconcile/reports/internal/xlsx"
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
		if got, want := xlsx.AppendChecksum(first, second, int64(len(data)-cut)), crc32.ChecksumIEEE(data); got != want {
			t.Fatalf("checksum of %d and %d bytes = %08x, want %08x", cut, len(data)-cut, got, want)
		}
	}
}

// Rows that the check refuses stop the workbook, those of a later chunk too.
func TestRefusedRows(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{`<row r="2" ht="18" customHeight="1"><c r="A2" s="1"><f>1+1</f><v>2</v></c></row>`, `A2: the formula "1+1" is none of ours`},
		{`<row r="2"></row><row r="4"></row>`, "row 4 follows row 2"},
		{`<row r="2"><c r="A2" s="1"><v>1</v></c>`, "B2: the cell is not in its place"},
	} {
		err := xlsx.CompressRows(t.TempDir(), []byte(c.rows))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.rows, err, c.want)
		}
	}
	first, gap := []byte(`<row r="2"></row>`), []byte(`<row r="5"></row>`)
	if err := xlsx.CompressRows(t.TempDir(), first, gap); err == nil || err.Error() != "row 5 follows row 2" {
		t.Errorf("two chunks with a gap between them: %v", err)
	}
}
