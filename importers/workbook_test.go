package importers_test

import (
	"archive/zip"
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/importers"
	"reconcile/ledger"
)

// A sheet of a workbook: what its cells hold, by name of the cell.
type sheet struct {
	name  string
	cells map[string]any
}

// workbook makes a workbook of sheets. A text that begins with "=" is a formula.
func workbook(t *testing.T, sheets ...sheet) string {
	t.Helper()
	f := excelize.NewFile()
	var err error
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	for i, s := range sheets {
		if i == 0 {
			keep(f.SetSheetName("Sheet1", s.name))
		} else {
			_, e := f.NewSheet(s.name)
			keep(e)
		}
		for at, v := range s.cells {
			if text, ok := v.(string); ok && strings.HasPrefix(text, "=") {
				keep(f.SetCellFormula(s.name, at, text[1:]))
			} else {
				keep(f.SetCellValue(s.name, at, v))
			}
		}
	}
	var b bytes.Buffer
	keep(f.Write(&b))
	if err != nil {
		t.Fatal(err)
	}
	return neverComputed(t, b.Bytes())
}

// neverComputed takes the empty results out of the formulas of a workbook, as
// programs leave them that only write, and writes numbers as Excel does.
func neverComputed(t *testing.T, book []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var members []string
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		// Excel writes 19.9 with 17 digits.
		plain := strings.NewReplacer(` t="str"><f>`, `><f>`, `<v>19.9</v>`, `<v>19.899999999999999</v>`).Replace(string(text))
		members = append(members, f.Name, plain)
	}
	return stored(t, members...)
}

const tradeNo = "2026030122001400010000000001"

func TestImportWorkbook(t *testing.T) {
	notes := sheet{"说明", map[string]any{"A1": "每日导出", "B2": 7}}
	orders := sheet{"订单", map[string]any{
		"A1": "三月订单", "A3": "支付宝交易号", "B3": "订单金额（元）", "C3": "应退金额", "D3": "备注",
		"A4": tradeNo, "B4": 19.9, "C4": "5.00", "D4": "=1/0",
		"A5": tradeNo + "\t", "B5": "¥1,000.50",
		"A6": 2026030122001400, "B6": 8,
		"A7": tradeNo, "B7": "=1+1",
		"A9": tradeNo, "B9": 1e5,
		"A10": "合计", "B10": 100,
	}}
	b := newBooks(t)
	b.write("o.xlsx", workbook(t, notes, orders))
	got := b.want(ledger.Orders, "o.xlsx", false, ledger.Counts{Lines: 9, Accepted: 3, Rejected: 2, Ignored: 4})
	if len(got.Parts) != 2 || got.Parts[0].Path != "in/o.xlsx/说明" || got.Parts[1].Path != "in/o.xlsx/订单" {
		t.Errorf("parts are %+v, want in/o.xlsx/说明, which is ignored, and in/o.xlsx/订单", got.Parts)
	}
	taken := importers.Preview(filepath.Join(b.dir, "o.xlsx"), b.options)
	if taken.Refused != "" || len(taken.Parts) != 1 {
		t.Fatalf("Preview = %+v", taken)
	}
	part := taken.Parts[0]
	if part.Name != "订单" || part.Header != 3 || len(part.Rows) != 3 || part.Rows[0].Amount != "19.90" || part.Rows[0].RefundDue != "5.00" || part.Rows[2].Line != 9 {
		t.Errorf("Preview of the sheet = %+v", part)
	}
	for i, want := range []importers.TakenReason{
		{Line: 6, Reason: "trade_no: a number of 16 digits in a numeric cell: a spreadsheet keeps 15; export it as text"},
		{Line: 7, Reason: "paid_amount: a formula that was never computed: open the file with Excel and save it"},
	} {
		if i >= len(part.Reasons) || part.Reasons[i] != want {
			t.Errorf("reasons are %+v, want %+v", part.Reasons, want)
		}
	}
}

// TestImportEverySheet reads each sheet that has orders, with a header of its own.
func TestImportEverySheet(t *testing.T) {
	march := sheet{"三月", map[string]any{"A1": "支付宝交易号", "B1": "实付金额", "A2": tradeNo, "B2": 5}}
	notes := sheet{"说明", map[string]any{"A1": "每日导出"}}
	april := sheet{"四月", map[string]any{"B1": "支付宝交易号", "A1": "实付金额", "B2": "2011011201037067", "A2": 7, "B3": "x", "A3": 1}}
	b := newBooks(t)
	b.write("o.xlsx", workbook(t, march, notes, april))
	counts := ledger.Counts{Lines: 4, Accepted: 2, Rejected: 1, Ignored: 1}
	if got := b.want(ledger.Orders, "o.xlsx", false, counts); len(got.Parts) != 3 {
		t.Errorf("parts are %+v, want three", got.Parts)
	}
	b.nextRun("second")
	b.want(ledger.Orders, "o.xlsx", true, counts)
}

func TestImportRefusesWorkbook(t *testing.T) {
	b := newBooks(t)
	header := map[string]any{"A1": "trade_no", "B1": "paid_amount", "A2": tradeNo, "B2": 5}
	two := workbook(t, sheet{"one", header}, sheet{"two", header})
	damaged := []byte(two)
	damaged[bytes.Index(damaged, []byte("xl/worksheets/sheet1.xml"))+100] ^= 1
	b.write("two.xlsx", two)
	b.write("damaged.xlsx", string(damaged))
	b.write("statement.xlsx", workbook(t, sheet{"空", nil}, sheet{"流水", map[string]any{"A1": "交易号", "B1": "金额", "C1": "收/支"}}))
	b.write("bill.xlsx", workbook(t, sheet{"明细", map[string]any{"A1": "#支付宝业务明细查询"}}))
	b.refuses(ledger.Notify, "two.xlsx", "an Excel workbook, not a log: save its sheet as CSV")
	b.refuses(ledger.Bills, "two.xlsx", "a workbook: use the trade bill (业务明细) as it was downloaded, as CSV or ZIP")
	b.refuses(ledger.Orders, "statement.xlsx", `sheet "流水": Alipay's list of transactions (交易记录): purchases and sales stand in it together; download the trade bill (业务明细) instead`)
	b.refuses(ledger.Orders, "bill.xlsx", `sheet "明细": Alipay's trade bill (业务明细): use it as it was downloaded, as CSV or ZIP`)
	if got := b.load(ledger.Orders, "damaged.xlsx"); !strings.HasPrefix(got.Refused, "damaged: ") {
		t.Errorf("damaged.xlsx: refused %q, want it damaged", got.Refused)
	}
	b.options.Columns = map[string]string{"sheet": "three"}
	b.refuses(ledger.Orders, "two.xlsx", `no sheet is called "three", which columns: names; it has "one", "two"`)
	b.options.Columns = map[string]string{"sheet": "two"}
	if got := b.want(ledger.Orders, "two.xlsx", false, ledger.Counts{Lines: 3, Accepted: 1, Ignored: 2}); got.Parts[1].Path != "in/two.xlsx/two" {
		t.Errorf("the sheet that was named is %s", got.Parts[1].Path)
	}
}
