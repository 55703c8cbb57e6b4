package reports_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/reports/internal/workbook"
	"reconcile/reports/internal/xlsx"
)

func tryWrite(t *testing.T, b reports.Books, r reports.Report) error {
	t.Helper()
	return reports.Write(context.Background(), t.TempDir(), b, r)
}

// raw is what a cell stores.
func raw(t *testing.T, f *excelize.File, sheet, at string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Text from outside arrives as text: neither a formula, nor a broken file, nor
// another text.
func TestHostileText(t *testing.T) {
	long := strings.Repeat("长", 40_000)
	for text, want := range map[string]string{
		"=1+1":              "=1+1",
		"+cmd|' /C calc'!A": "+cmd|' /C calc'!A",
		"\x00\x01\x1f\x7f":  `\x00\x01\x1f\x7f`,
		"_x0041_":           "_x0041_",
		"😀 𠮷":               "😀 𠮷",
		"a\r\nb\tc":         `a\r\nb\tc`,
		"\u202eabc\u200f":   `\u202eabc\u200f`,
		"bad \xff utf-8":    `bad \xff utf-8`,
		"\uFFFD \uFFFE":     "\uFFFD \\ufffe",
		"<&\">]]>":          "<&\">]]>",
		"  blanks  ":        "  blanks  ",
		long:                strings.Repeat("长", 32_000) + "… (cut; whole text in findings.jsonl)",
	} {
		b := sample(t)
		b.trades[0].OutTradeNo, b.findings[0].Actual, b.results[0].Place.File = text, text, text
		f := openWorkbook(t, write(t, b, report(t)))
		place := fmt.Sprintf("%s:%d", want, b.results[0].Place.Line)
		if text == long {
			place = want
		}
		if got := raw(t, f, "明细 Results", "L2"); got != place {
			t.Errorf("place in %.40q = %.80q, want %.80q", text, got, place)
		}
		for _, c := range [][2]string{{"交易 Trades", "C2"}, {"异常 Findings", "U2"}} {
			if got := raw(t, f, c[0], c[1]); got != want {
				t.Errorf("%s: cell of %.40q = %.80q, want %.80q", c[0], text, got, want)
			}
			if formula, err := f.GetCellFormula(c[0], c[1]); err != nil || formula != "" {
				t.Errorf("%.40q became the formula %q, %v", text, formula, err)
			}
		}
	}
}

// Every stored amount is exactly the decimals it came from, up to 10^13 fen.
func TestAmountsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	fen := []int64{0, 1, 10, 99, 100, 101, 9_999_999_999_999, 10_000_000_000_000, -1, -9_999_999_999_999}
	for range 3000 {
		fen = append(fen, random.Int64N(10_000_000_000_000)-5_000_000_000_000)
	}
	b := sample(t)
	b.trades = nil
	for i, n := range fen {
		b.trades = append(b.trades, ledger.Trade{TradeNo: fmt.Sprintf("%028d", i), Refunded: alipay.Fen(n)})
	}
	f := openWorkbook(t, write(t, b, report(t)))
	rows, err := f.GetRows("交易 Trades", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range fen {
		if got, want := twoDecimals(rows[i+1][5]), alipay.Fen(n).String(); got != want {
			t.Errorf("stored amount = %s, want %s", got, want)
		}
		if got, want := rows[i+1][0], fmt.Sprintf("%028d", i); got != want {
			t.Errorf("stored trade = %s, want %s", got, want)
		}
	}
}

// twoDecimals writes out the noughts that a number leaves off at its end.
func twoDecimals(stored string) string {
	whole, frac, _ := strings.Cut(stored, ".")
	return whole + "." + (frac + "00")[:max(2, len(frac))]
}

// A sheet that is full goes on in the next one, behind it, with its own filter
// and repeated header.
func TestFullSheetGoesOn(t *testing.T) {
	b := sample(t)
	for len(b.trades) < 7 {
		b.trades = append(b.trades, b.trades[0])
	}
	dir := t.TempDir()
	if err := workbook.Write(context.Background(), dir, b, report(t), xlsx.Limits{Rows: 3, Bytes: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	f := openWorkbook(t, dir)
	list := f.GetSheetList()
	at := slices.Index(list, "交易 Trades")
	if got, want := strings.Join(list[at:at+4], ", "), "交易 Trades, 交易 Trades (2), 交易 Trades (3), 明细 Results"; got != want {
		t.Errorf("sheets = %s, want %s", got, want)
	}
	for name, want := range map[string]string{"交易 Trades": "A1:Q4", "交易 Trades (3)": "A1:Q5", "明细 Results (2)": "A1:M5"} {
		if got, err := f.GetSheetDimension(name); err != nil || got != want {
			t.Errorf("dimension of %s = %s, %v, want %s", name, got, err, want)
		}
	}
	for _, name := range f.GetDefinedName() {
		if name.Scope != "Workbook" && !strings.HasPrefix(name.RefersTo, "'"+name.Scope+"'!") {
			t.Errorf("%s of sheet %q refers to %s", name.Name, name.Scope, name.RefersTo)
		}
	}
	row := 1
	for row < 60 && raw(t, f, "封面 Cover", "B"+strconv.Itoa(row)) != "交易 Trades" {
		row++
	}
	if got := raw(t, f, "封面 Cover", "D"+strconv.Itoa(row)); got != "7" {
		t.Errorf("rows of the trades on the cover = %s, want 7", got)
	}
}

// Only the report is left behind: no temporary file, and batches that others
// cannot read.
func TestOnlyTheReportIsLeft(t *testing.T) {
	dir := write(t, sample(t), report(t))
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), "batches corrections.jsonl findings.jsonl reconcile-nightly-2026-03-07.xlsx rejects.jsonl summary.json"; got != want {
		t.Errorf("files = %s, want %s", got, want)
	}
	info, err := os.Stat(filepath.Join(dir, "batches", "20260307000001.html"))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("permissions of the hand-over page = %o, want 600", got)
	}
}

func TestNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "findings.jsonl"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := reports.Write(context.Background(), dir, sample(t), report(t)); err == nil {
		t.Error("Write replaced a file that was there")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := reports.Write(ctx, t.TempDir(), sample(t), report(t)); err != context.Canceled {
		t.Errorf("Write = %v, want %v", err, context.Canceled)
	}
}
