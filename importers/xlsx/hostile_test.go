package xlsx_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"reconcile/importers/xlsx"
)

const mebibyte = 1 << 20

// TestHostile reads files that want all memory or time. What is counted is all
// memory that was ever taken, returned or not, in MiB.
func TestHostile(t *testing.T) {
	declares := func(size uint32, sheet string) []byte {
		all := members(t, standard(sheet))
		all[len(all)-1].size = size
		return archiveOf(all, "", "")
	}
	long := strings.Repeat("a", 16*mebibyte)
	inline := func(text string) string { return `<c t="inlineStr"><is><t>` + text + `</t></is></c>` }
	many := standard(sheetOf("<row/>"))
	for i := range 10_000 {
		many = append(many, part{fmt.Sprintf("xl/media/%d.png", i), ""})
	}
	entities := `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	for _, tt := range []struct {
		name   string
		data   []byte
		want   string
		memory uint64
	}{
		{"a zip bomb", pack(t, standard(sheetOf(strings.Repeat(" ", 128*mebibyte)))), "zip bomb", 1},
		{"a bomb that declares little", declares(300, sheetOf(strings.Repeat("<row/>", 1_000_000))), "more than the", 2},
		{"a sheet that declares 4 GiB", declares(0xfffffffe, sheetOf("<row/>")), "zip bomb", 1},
		{"a million columns", pack(t, standard(sheetOf("<row>"+strings.Repeat("<c><v>1</v></c>", 1_000_000)+"</row>"))), "beyond column XFD", 8},
		{"a cell of 16 MB", plain(standard(sheetOf("<row>" + inline(long) + "</row>"))), "more than 1 MiB", 8},
		{"a cell of many sections", plain(standard(sheetOf("<row>" + inline(strings.Repeat("<![CDATA["+long[:60_000]+"]]>", 100)) + "</row>"))), "32,767", 8},
		{"a cell of many runs", plain(standard(sheetOf(`<row><c t="inlineStr"><is>` + strings.Repeat("<r><t>"+long[:60_000]+"</t></r>", 100) + "</is></c></row>"))), "32,767", 8},
		{"a row of 20 MB", plain(standard(sheetOf("<row>" + strings.Repeat(inline(long[:100_000]), 200) + "</row>"))), "4 MiB of text", 40},
		{"a table of 200 MB", plain(with(standard(sheetOf("")), tablePart, "<sst "+mainSpace+">"+strings.Repeat("<si><t>"+long[:100_000]+"</t></si>", 2000)+"</sst>")), "shared strings", 160},
		{"a table of 7 million strings", plain(with(standard(sheetOf("")), tablePart, "<sst "+mainSpace+">"+strings.Repeat("<si/>", 7_000_000)+"</sst>")), "shared strings", 200},
		{"entities", pack(t, standard(entities+sheetOf(inline("&b;")))), "document type", 2},
		{"dates of thousands of digits", plain(standard(sheetOf(strings.Repeat(`<row><c s="1"><v>1E9999</v></c></row>`, 20_000) + `<row r="1"/>`))), "behind row 20000", 8},
		{"paths", pack(t, append(standard(sheetOf("")), part{"../../etc/cron.d/a", ""})), "has the name", 1},
		{"10,000 members", pack(t, many), "more than 5000 members", 1},
		{"deep nesting", plain(standard("<worksheet " + mainSpace + ">" + strings.Repeat("<a>", 1_000_000))), "deep", 2},
		{"a giant attribute", plain(standard(`<worksheet a="` + long + `"/>`)), "more than 1 MiB", 8},
		{"a giant comment", plain(standard("<worksheet " + mainSpace + "><!-- " + long + "--></worksheet>")), "more than 1 MiB", 8},
		{"many attributes", plain(standard("<worksheet " + attributes(300) + "/>")), "more than 256 attributes", 2},
		{"cells at the far end", pack(t, standard(sheetOf(strings.Repeat(`<row><c/><c><v>1</v></c><c/></row>`, 2)+farCells(20_000)))), "empty cells", 8},
	} {
		before := allocated()
		_, err := count(tt.data)
		used := (allocated() - before) / mebibyte
		if err == nil || !strings.Contains(err.Error(), tt.want) || used > tt.memory {
			t.Errorf("%s: %v and %d MiB, want %q within %d", tt.name, err, used, tt.want, tt.memory)
		}
	}
}

// TestLargeTable reads a million shared strings within the memory that the
// contract allows.
func TestLargeTable(t *testing.T) {
	const strs = 1_000_000
	var table, rows strings.Builder
	table.WriteString("<sst " + mainSpace + ">")
	for i := range strs {
		fmt.Fprintf(&table, "<si><t>20110112010%017d</t></si>", i)
		fmt.Fprintf(&rows, `<row><c t="s"><v>%d</v></c></row>`, i)
	}
	data := pack(t, with(standard(sheetOf(rows.String())), tablePart, table.String()+"</sst>"))
	before := allocated()
	got, err := count(data)
	if used := (allocated() - before) / mebibyte; err != nil || got != strs || used > 50 {
		t.Errorf("%d cells, %v, %d MiB, want %d cells within 50 MiB", got, err, used, strs)
	}
}

func attributes(n int) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, `a%d="" `, i)
	}
	return all.String()
}

func farCells(n int) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, `<row r="%d"><c r="XFD%[1]d"><v>1</v></c></row>`, i+3)
	}
	return all.String()
}

// count reads a workbook whole and counts the cells of its rows.
func count(data []byte) (cells int, err error) {
	b, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, err
	}
	for i := range b.Sheets() {
		for row, err := range b.Rows(i) {
			if err != nil {
				return 0, err
			}
			cells += len(row.Cells)
		}
	}
	return cells, b.Check(context.Background())
}

// allocated gives the bytes that were ever taken from the heap.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
