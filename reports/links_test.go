package reports_test

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
	"reconcile/reports/internal/workbook"
	"reconcile/reports/internal/xlsx"
)

// manySheets is a workbook whose sheets go on after two rows.
func manySheets(t *testing.T) *excelize.File {
	t.Helper()
	b := sample(t)
	for i := range 5 {
		trade := ledger.Trade{TradeNo: fmt.Sprintf("20260221%020d", i)}
		b.trades = append(b.trades, trade)
		b.findings = append(b.findings, ledger.Finding{ID: fmt.Sprintf("%012d", i), Code: "OVER_REFUND", Severity: ledger.Critical, Status: ledger.StatusNew, TradeNo: trade.TradeNo})
	}
	dir := t.TempDir()
	if err := workbook.Write(context.Background(), dir, b, report(t), xlsx.Limits{Rows: 2, Bytes: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	return openWorkbook(t, dir)
}

// A link from a finding leads to the row of its trade, in whichever sheet that
// is; the first heading of every sheet leads back to the contents.
func TestLinksLeadThere(t *testing.T) {
	f := manySheets(t)
	trades := 0
	for _, sheet := range f.GetSheetList()[1:] {
		if got := target(t, f, sheet, "A1"); got != "'封面 Cover'!A1" {
			t.Errorf("%s: the first heading leads to %q, want the cover", sheet, got)
		}
		if !strings.HasPrefix(sheet, findings) {
			continue
		}
		for _, at := range []string{"E2", "E3"} {
			to := target(t, f, sheet, at)
			other, cell, _ := strings.Cut(to, "!")
			if got, want := raw(t, f, strings.Trim(other, "'"), cell), raw(t, f, sheet, at); got != want {
				t.Errorf("%s!%s leads from %s to %s, which holds %q", sheet, at, want, to, got)
			}
			trades++
		}
	}
	if trades != 8 {
		t.Errorf("%d links to trades, want 8", trades)
	}
}

func target(t *testing.T, f *excelize.File, sheet, at string) string {
	t.Helper()
	_, to, err := f.GetCellHyperLink(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// Every sheet with rows is a table, its name unique, its columns the headings.
func TestTables(t *testing.T) {
	f, seen := manySheets(t), map[string]bool{}
	valid := regexp.MustCompile(`^tbl[A-Z]\w*$`)
	for _, sheet := range f.GetSheetList()[1:] {
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 {
			t.Fatalf("tables of %s = %v, %v, want one", sheet, tables, err)
		}
		if name := tables[0].Name; seen[name] || !valid.MatchString(name) {
			t.Errorf("table of %s is called %q", sheet, name)
		}
		seen[tables[0].Name] = true
		if size, err := f.GetSheetDimension(sheet); err != nil || !strings.HasPrefix(size, strings.TrimRight(tables[0].Range, "0123456789")) {
			t.Errorf("table of %s is %s, the sheet %s, %v", sheet, tables[0].Range, size, err)
		}
	}
	if !seen["tblTrades"] || !seen["tblTrades4"] {
		t.Errorf("tables = %v, want tblTrades to tblTrades4 among them", seen)
	}
}

// A sheet without rows has filters, and no table, which needs a row.
func TestEmptySheetHasNoTable(t *testing.T) {
	b := sample(t)
	b.findings, b.tallies, b.previous = nil, nil, nil
	f := openWorkbook(t, write(t, b, report(t)))
	if tables, err := f.GetTables(findings); err != nil || len(tables) != 0 {
		t.Errorf("tables = %v, %v, want none", tables, err)
	}
	if got := raw(t, f, findings, "A1"); got != "编号 Id" {
		t.Errorf("heading = %q, want 编号 Id", got)
	}
}

// Marks stand on the columns that they speak of, down to the last row.
func TestMarks(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	for sheet, want := range map[string]map[string]string{
		findings:     {"A2:H4": "处理 Decision", "P2:S4": "处理 Decision", "S2:S4": "账龄 Age (days)"},
		tieOut:       {"H2:H33": "结论 Result"},
		"交易 Trades":  {"J2:J4": "可退余额 Headroom", "K2:K4": "退款次数 Attempts"},
		"批次 Batches": {"K2:L3": "声明成功 Stated success_num", "J2:J3": "未回结果 Unanswered"},
	} {
		marks, err := f.GetConditionalFormats(sheet)
		if err != nil || len(marks) != len(want) {
			t.Fatalf("marks of %s = %v, %v, want %d", sheet, marks, err, len(want))
		}
		for at, heading := range want {
			if len(marks[at]) == 0 {
				t.Errorf("%s: no mark on %s, only %v", sheet, at, marks)
				continue
			}
			column := regexp.MustCompile(`\$([A-Z])2`).FindStringSubmatch(marks[at][0].Criteria)
			if column == nil || raw(t, f, sheet, column[1]+"1") != heading {
				t.Errorf("%s!%s goes by %s, want the column of %s", sheet, at, marks[at][0].Criteria, heading)
			}
		}
	}
}

// A sheet gets 10,000 links; a cell beyond them does not look like one.
func TestMostLinks(t *testing.T) {
	const most = 10_000
	b := sample(t)
	finding, trade := b.findings[0], b.trades[0]
	finding.Evidence = nil
	b.findings, b.trades = nil, nil
	for i := range most + 5 {
		finding.TradeNo = fmt.Sprintf("%028d", i)
		trade.TradeNo = finding.TradeNo
		b.findings, b.trades = append(b.findings, finding), append(b.trades, trade)
	}
	dir := write(t, b, report(t))
	if got := bytes.Count(unzip(t, dir)["xl/worksheets/sheet5.xml"], []byte("<hyperlink ")); got != most {
		t.Errorf("links = %d, want %d", got, most)
	}
	f := openWorkbook(t, dir)
	for cell, want := range map[string]bool{"E2": true, "E10000": true, "E10001": false} {
		style, err := f.GetCellStyle("异常 Findings", cell)
		if err != nil {
			t.Fatal(err)
		}
		look, err := f.GetStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		if got := look.Font.Underline == "single"; got != want {
			t.Errorf("%s looks like a link: %v, want %v", cell, got, want)
		}
	}
}
