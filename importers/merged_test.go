package importers_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/importers"
)

// mergedBook makes a workbook of rows of cells, with cells merged: "A2:A4".
func mergedBook(t *testing.T, rows [][]any, merges ...string) string {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range merges {
		first, last, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", first, last); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "merged.xlsx")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// previewed prints what Preview shows of a file.
func previewed(name string, o importers.Options) string {
	taken := importers.Preview(name, o)
	if taken.Refused != "" {
		return "refused: " + taken.Refused
	}
	var b strings.Builder
	p := taken.Parts[0]
	for _, r := range p.Rows {
		fmt.Fprintf(&b, "%d %s %s %s; ", r.Line, r.TradeNo[24:], r.Amount, r.RefundDue)
	}
	for _, r := range p.Reasons {
		fmt.Fprintf(&b, "%d rejected: %s; ", r.Line, r.Reason)
	}
	return fmt.Sprintf("%s%d ignored", b.String(), p.Ignored)
}

// What is merged over rows stands in each of them, and headings over all of their columns.
func TestPreviewMerged(t *testing.T) {
	const one, two = "2026030122001400000000000001", "2026030122001400000000000002"
	plain := []any{"支付宝交易号", "实付金额", "应退金额", "店铺", "商品"}
	for _, c := range []struct {
		name    string
		rows    [][]any
		merges  []string
		options importers.Options
		want    string
	}{
		{"goods of an order", [][]any{plain, {one, 50, 12.5, "茶店", "红茶"}, {nil, nil, nil, nil, "绿茶"}, {nil, nil, nil, nil, "茶杯"}, {two, 20.1, 8, "茶店", "茶杯"}},
			[]string{"A2:A4", "B2:B4", "C2:C4", "D2:D4"}, importers.Options{}, "2 0001 50.00 12.50; 5 0002 20.10 8.00; 2 ignored"},
		{"a due for each item", [][]any{plain, {one, 50, 12.5}, {nil, nil, 7.5}}, []string{"A2:A3", "B2:B3"}, importers.Options{}, "2 0001 50.00 12.50; 3 0001 50.00 7.50; 0 ignored"},
		{"an amount for each order", [][]any{plain, {one, 30}, {nil, 20}}, []string{"A2:A3"}, importers.Options{}, "2 0001 30.00 ; 3 0001 20.00 ; 0 ignored"},
		{"an amount over two trades", [][]any{plain, {one, 30}, {two, nil}}, []string{"B2:B3"}, importers.Options{}, "2 0001 30.00 ; 3 0002 30.00 ; 0 ignored"},
		{"a shop over two trades", [][]any{plain, {one, 30, 1, "酒店", "a"}, {two, 20, 2, "茶店", "b"}, {two, 20, 2, nil, "c"}}, []string{"D3:D4"},
			importers.Options{Rows: map[string][]string{"店铺": {"茶店"}}}, "3 0002 20.00 2.00; 4 0002 20.00 2.00; 1 ignored"},
		{"an item that counts below one that does not", [][]any{plain, {one, 30, 1, "茶店", "红茶"}, {nil, nil, nil, nil, "茶杯"}}, []string{"A2:A3", "B2:B3", "C2:C3", "D2:D3"},
			importers.Options{Rows: map[string][]string{"商品": {"茶杯"}}}, "3 0001 30.00 1.00; 1 ignored"},
		{"a number that is damaged", [][]any{plain, {2.02603012200140e27, 50}, {nil, nil, nil, nil, "绿茶"}}, []string{"A2:A3", "B2:B3"}, importers.Options{},
			"2 rejected: trade_no: a number of 28 digits in a numeric cell: a spreadsheet keeps 15; export it as text; 1 ignored"},
		{"a header of two rows", [][]any{{"支付宝交易号", "金额（元）", nil, "订单号"}, {nil, "应退", "实付", nil}, {one, 12.5, 50, "A1"}}, []string{"A1:A2", "B1:C1", "D1:D2"}, importers.Options{},
			"3 0001 50.00 12.50; 0 ignored"},
		{"groups over a header", [][]any{{"订单", nil, "金额(分)", nil}, {"订单号", "支付宝交易号", "实付", "应退"}, {"A1", one, 5000, 1250}}, []string{"A1:B1", "C1:D1"}, importers.Options{},
			"3 0001 50.00 12.50; 0 ignored"},
		{"a heading over two columns", [][]any{{"支付宝交易号", nil, "实付金额"}, {nil, one, 50}, {two, nil, 20}, {one, two, 5}}, []string{"A1:B1"}, importers.Options{},
			"2 0001 50.00 ; 3 0002 20.00 ; 4 rejected: trade_no: columns 1 and 2, over which one heading is merged, both hold something: unmerge the heading and name each; 0 ignored"},
		{"cents of a sum", [][]any{plain, {one, 12.300000000000001, 0.30000000000000004}}, nil, importers.Options{}, "2 0001 12.30 0.30; 0 ignored"},
		{"a price", [][]any{{"支付宝交易号", "总金额", "实付款"}, {one, 50, 40}}, nil, importers.Options{},
			`refused: sheet "Sheet1": paid_amount: "总金额" is a price, and "实付款" may say what was paid: write the one that counts into the job, such as columns: { paid_amount: 实付款 }`},
	} {
		if got := previewed(mergedBook(t, c.rows, c.merges...), c.options); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
