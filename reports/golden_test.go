package reports_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

// golden compares text with testdata/name; a missing golden fails.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs at %s", name, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("the end: %d lines, want %d", len(g), len(w))
}

// texts are the text files of a report by name.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || strings.HasSuffix(name, ".xlsx") {
			return err
		}
		text, err := os.ReadFile(path)
		found[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func openWorkbook(t *testing.T, dir string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(filepath.Join(dir, "reconcile-nightly-2026-03-07.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// dump prints the cells of a workbook as people see them, with formulas.
func dump(t *testing.T, f *excelize.File) string {
	t.Helper()
	var out strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&out, "== %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				row[j] = strings.ReplaceAll(row[j], "\n", " ⏎ ")
				if formula != "" {
					row[j] += " {=" + formula + "}"
				}
				if linked, to, err := f.GetCellHyperLink(sheet, at); err != nil {
					t.Fatal(err)
				} else if linked {
					row[j] += " → " + to
				}
			}
			fmt.Fprintf(&out, "%d\t%s\n", i+1, strings.Join(row, " | "))
		}
	}
	return out.String()
}

func TestFiles(t *testing.T) {
	for name, text := range texts(t, write(t, sample(t), report(t))) {
		golden(t, "sample/"+name+".golden", text)
	}
}

func TestWorkbookCells(t *testing.T) {
	golden(t, "sample/workbook.golden", dump(t, openWorkbook(t, write(t, sample(t), report(t)))))
}

// An incomplete night in Chinese: a gap, a refused file, a rejected row of an
// export, unsigned proposals, signatures not asked for, and a code and a batch
// that nobody knows.
func TestIncomplete(t *testing.T) {
	b, r := sample(t), report(t)
	r.Language, r.VerifyOff, r.ExitStatus = "zh", true, 4
	r.Run.Gaps, r.Run.Unsigned = []string{"orders/*.tsv"}, "no signing key: env ALIPAY_MD5_KEY is empty"
	b.dayCounts = b.dayCounts[:3]
	b.files[1].Counts = ledger.Counts{Lines: 5, Accepted: 2, Ignored: 2, Rejected: 1}
	b.files = append(b.files, ledger.RunFile{Path: "orders/broken.zip", Kind: ledger.Orders, Size: 20, Refused: "zip: not a valid zip file"})
	b.codes = append(b.codes, ledger.CodeRow{Code: "SOMETHING_NEW", Count: 1, Amount: yuan(t, "1")})
	b.batchRows = append(b.batchRows, ledger.BatchRow{BatchNo: "20260306000033", State: ledger.Unknown, Stated: 2, Counted: 1, Notifications: 1, Deliveries: 1})
	b.corrections[3] = ledger.Correction{TradeNo: tradeC, Amount: yuan(t, "295.00"), Status: ledger.Proposed, Reason: "协商退款"}
	p := batch(t, alipay.UTF8, "协商退款")
	p.BatchNo, p.Unsigned, p.Params = "", r.Run.Unsigned, p.Params[:len(p.Params)-2]
	p.Proposal, p.Digest = "P7-1", hash("lines")
	b.batches = []ledger.Batch{p}

	dir := write(t, b, r)
	found := texts(t, dir)
	for _, name := range []string{"summary.json", "corrections.jsonl", "batches/proposal-1.json", "batches/proposal-1.csv", "batches/proposal-1.html"} {
		golden(t, "incomplete/"+name+".golden", found[name])
	}
	golden(t, "incomplete/workbook.golden", dump(t, openWorkbook(t, dir)))
}

func TestSameBytes(t *testing.T) {
	read := func() string {
		text, err := os.ReadFile(filepath.Join(write(t, sample(t), report(t)), "reconcile-nightly-2026-03-07.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := read()
	for range 4 {
		if read() != first {
			t.Fatal("two workbooks of the same books differ")
		}
	}
}

func TestBooksFail(t *testing.T) {
	b := sample(t)
	b.err = errors.New("database is locked")
	err := reports.Write(context.Background(), t.TempDir(), b, report(t))
	if err == nil || !strings.Contains(err.Error(), "run 7: findings.jsonl: database is locked") {
		t.Errorf("Write = %v, want the failing file and the cause", err)
	}
}
