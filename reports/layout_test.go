package reports_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
)

// A row is as high as the lines that its text takes in a column of 74 digits,
// of which two are kept free.
func TestRowHeights(t *testing.T) {
	for text, want := range map[string]float64{
		"batch_no: missing":        18,
		strings.Repeat("0", 72):    18,
		strings.Repeat("0", 75):    32,
		strings.Repeat("退", 38):    18,
		strings.Repeat("退", 40):    32,
		strings.Repeat("退款 ", 37):  46,
		strings.Repeat("0", 8_000): 400,
		// Three words of 37 digits: no two of them share a line.
		strings.TrimSpace(strings.Repeat(strings.Repeat("0", 37)+" ", 3)): 46,
		// Lines that break behind slashes hold less than those that do not.
		strings.Repeat(strings.Repeat("0", 48)+"/", 3): 46,
		// 70 narrow letters take half of the room that 70 wide ones overflow.
		strings.Repeat("i", 70): 18,
		strings.Repeat("W", 70): 32,
	} {
		b := sample(t)
		b.rejects = []ledger.Reject{{File: "a.log", Line: 1, Reason: text}}
		got, err := openWorkbook(t, write(t, b, report(t))).GetRowHeight("拒绝行 Rejected lines", 2)
		if err != nil || got != want {
			t.Errorf("height of %.50q = %v, %v, want %v", text, got, err, want)
		}
	}
}

// A row of one line has its cells on one line; in one of several lines they begin at the top.
func TestCellsStandOnOneLine(t *testing.T) {
	b := sample(t)
	b.rejects = []ledger.Reject{{File: "a.log", Line: 1, Reason: "short"}, {File: "a.log", Line: 2, Reason: strings.Repeat("long ", 60)}}
	f := openWorkbook(t, write(t, b, report(t)))
	for row, want := range map[string]string{"1": "center", "2": "center", "3": "top"} {
		for _, column := range []string{"B", "C", "D", "E"} {
			if got := styleAt(t, f, "拒绝行 Rejected lines", column+row).Alignment.Vertical; got != want {
				t.Errorf("%s%s stands at the %s, want %s", column, row, got, want)
			}
		}
	}
}

// No word of a heading breaks: its column has room for the word and the button of the filter
// beside it.
func TestHeadingsDoNotBreak(t *testing.T) {
	const digits, button = 1.12, 3
	f := openWorkbook(t, write(t, sample(t), report(t)))
	for _, sheet := range f.GetSheetList()[1:] {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, heading := range rows[0] {
			column, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				t.Fatal(err)
			}
			width, err := f.GetColWidth(sheet, column)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range strings.Fields(heading) {
				if room := digits*float64(len([]rune(word))) + button; strings.IndexFunc(word, isChinese) < 0 && room > width {
					t.Errorf("%s: %q is %.1f wide with the button, the column of %q %.1f", sheet, word, room, heading, width)
				}
			}
		}
	}
}

func isChinese(r rune) bool { return unicode.Is(unicode.Han, r) }

// A job's name is in the header of every page as it is: neither a code of the
// header nor a control character, and cut where the header would be too long.
func TestPageHeader(t *testing.T) {
	for job, want := range map[string]string{
		"nightly":                "nightly",
		"&P&N":                   "&&P&&N",
		"a\x01\u202eb":           `a\x01\u202eb`,
		strings.Repeat("&退", 40): strings.Repeat("&&退", 15),
	} {
		r := report(t)
		r.Run.Job = job
		dir := write(t, sample(t), r)
		f, err := excelize.OpenFile(filepath.Join(dir, "reconcile-"+job+"-2026-03-07.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetHeaderFooter(findings)
		if err != nil || got.OddHeader != "&L&8 "+want+" 2026-03-07 02:30:00&C&8&A&R&8 2088********7254" || len(got.OddHeader) > 255 {
			t.Errorf("header of job %.20q = %q, %v, want %q in it", job, got.OddHeader, err, want)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// On paper the findings end with what a reviewer reads and writes, so that the text is large
// enough to be read, and all pages are of one size.
func TestPrintArea(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	var areas []string
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Area" {
			areas = append(areas, name.RefersTo)
		}
	}
	if got, want := strings.Join(areas, ", "), "'"+findings+"'!$A:$S, '错误码 Error codes'!$A$1:$J$4, '更正 Corrections'!$A:$L, '来源 Sources'!$A:$M"; got != want {
		t.Errorf("print areas = %s, want %s", got, want)
	}
	if got := raw(t, f, findings, "S1") + ", " + raw(t, f, findings, "T1"); got != "账龄 Age (days), 应为 Expected" {
		t.Errorf("the last printed column and the next = %s", got)
	}
	for _, sheet := range f.GetSheetList() {
		page, err := f.GetPageLayout(sheet)
		if err != nil || *page.Size != 9 {
			t.Errorf("%s is printed on paper of size %v, %v, want A4", sheet, *page.Size, err)
		}
	}
}
