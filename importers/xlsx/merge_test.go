package xlsx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"reconcile/importers/xlsx"
)

// mergesOf opens a workbook whose sheet has something behind its rows and returns its merged
// cells.
func mergesOf(t *testing.T, behind string) ([]xlsx.Merge, error) {
	t.Helper()
	sheet := strings.Replace(sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row>`), "</sheetData>", "</sheetData>"+behind, 1)
	data := pack(t, standard(sheet))
	book, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return book.Merges(0)
}

func TestMerges(t *testing.T) {
	for behind, want := range map[string]string{
		"": "[]",
		`<mergeCells count="3"><mergeCell ref="C5:D5"/><mergeCell ref="A2:A4"/><mergeCell ref="B2"/></mergeCells>`:                    "[{2 4 1 1} {2 2 2 2} {5 5 3 4}]",
		`<!-- <mergeCells><mergeCell ref="A1:A2"/></mergeCells> -->`:                                                                  "[]",
		`<m:mergeCells xmlns:m="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><m:mergeCell ref="A1:B2"/></m:mergeCells>`: "[{1 2 1 2}]",
	} {
		if got, err := mergesOf(t, behind); err != nil || fmt.Sprint(got) != want {
			t.Errorf("Merges behind %s = %v, %v, want %s", behind, got, err, want)
		}
	}
	for _, ref := range []string{"", "A2:A1", "B1:A1", "A0:A1", "A1:A9999999", "A1:ZZZ1", "x"} {
		if got, err := mergesOf(t, `<mergeCells><mergeCell ref="`+ref+`"/></mergeCells>`); err == nil || !strings.Contains(err.Error(), "that are no cells") {
			t.Errorf("Merges of %q = %v, %v, want an error", ref, got, err)
		}
	}
}

// The list of merged cells is found wherever the buffer ends.
func TestMergesAcrossBuffers(t *testing.T) {
	for pad := 65400; pad < 65560; pad += 7 {
		behind := "<!--" + strings.Repeat("x", pad) + `--><mergeCells><mergeCell ref="A1:A2"/></mergeCells>`
		if got, err := mergesOf(t, behind); err != nil || len(got) != 1 {
			t.Fatalf("behind %d bytes: %v, %v", pad, got, err)
		}
	}
}
